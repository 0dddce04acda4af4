import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation, Schema } from '@/shared/api/contract';
import { type Browser, launch, sharedServer, texts, visit } from './harness';

const schema: Schema = {
  inputs: [{ id: 'review', type: 'text', field: 'text' }],
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }] },
    {
      id: 'about',
      type: 'choices',
      title: 'About',
      options: [{ id: 'delivery' }, { id: 'product' }],
      when: { tone: ['negative'] },
    },
    { id: 'sure', type: 'rating', title: 'How sure', min: 1, max: 5 },
  ],
};

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Handiwork', key: 'keyboard', schema, overlap: 2 });
  await olga.importItems('keyboard', texts(8));
});
afterAll(async () => {
  await browser?.close();
});

test('sign in, find the project, answer, undo, revise, skip, flag, read the guideline: without a mouse', async () => {
  const { page, context, faults } = await visit(browser);
  const { keyboard } = page;
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key);
  };
  const item = page.getByRole('region', { name: 'Item' });
  const text = async () => (await item.getByText('Review number').textContent()) ?? '';
  const checked = (name: string) => page.getByRole('radio', { name, exact: true }).isChecked();
  const mine = async () =>
    (await olga.call<{ annotations: MyAnnotation[] }>('GET', '/projects/keyboard/mine')).annotations;

  await page.goto(`${server.base}/signin`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await keyboard.type(olga.email);
  await press('Tab');
  await keyboard.type(olga.password);
  await press('Enter');
  await page.waitForURL((url) => url.pathname === '/');

  await page.getByRole('heading', { name: 'Projects' }).waitFor();
  await press('Control+k');
  await page.getByRole('combobox', { name: 'Go to or do' }).waitFor();
  await keyboard.type('Handiwork');
  await page.getByRole('option', { name: /^Handiwork/, selected: true }).waitFor();
  await press('Enter');
  await page.waitForURL((url) => url.pathname === '/p/keyboard');
  await page.getByRole('combobox').waitFor({ state: 'hidden' });
  await press('Control+k');
  await page.getByRole('combobox', { name: 'Go to or do' }).waitFor();
  await keyboard.type('Label');
  await page.getByRole('option', { name: /^Label/, selected: true }).waitFor();
  await press('Enter');
  await page.waitForURL((url) => url.pathname === '/p/keyboard/label');
  await item.getByText('Review number').waitFor();

  // Digits answer one question after the other; Enter submits only when nothing is missing.
  const first = await text();
  await press('1', 'Enter');
  await page.getByText('Choose one to go on.').waitFor();
  expect(await text()).toBe(first);
  await press('4', 'Enter');
  await expect.poll(text).not.toBe(first);

  // Undo and redo of an edit; a condition brings its question up.
  await press('2');
  expect(await checked('negative')).toBe(true);
  await press('z');
  expect(await checked('negative')).toBe(false);
  await press('Shift+Z');
  expect(await checked('negative')).toBe(true);
  await press('1', '2', 'ArrowDown', '5');
  const second = await text();
  await press('Enter');
  await expect.poll(text).not.toBe(second);

  // Z at the start of an item takes the last submission back; saving it again is a revision.
  await press('z');
  expect(await text()).toBe(second);
  await press('1', 'Enter');
  await expect.poll(text).not.toBe(second);

  // Back and forth through earlier answers.
  const third = await text();
  await press('ArrowLeft', 'ArrowLeft');
  expect(await text()).toBe(first);
  await press(']', ']');
  expect(await text()).toBe(third);

  // Skip with a reason, flag as ambiguous with a comment.
  await press('s');
  await keyboard.type('cut off in the middle');
  await press('Enter');
  await expect.poll(text).not.toBe(third);
  const fourth = await text();
  await press('3', '2', '0');
  await page.getByRole('textbox', { name: 'Comment' }).waitFor();
  await keyboard.type('could be irony');
  await press('Enter');
  await expect.poll(text).not.toBe(fourth);

  await press('g');
  await page.getByRole('complementary', { name: 'Guideline' }).getByText('Judge what is').waitFor();
  await press('g', '?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.getByText('Skip this item').waitFor();
  await press('Escape');
  await help.waitFor({ state: 'hidden' });

  await page.getByText('All answers saved').waitFor();
  expect(
    (await mine())
      .map((one) => ({
        text: String(one.item.fields.text),
        outcome: one.outcome,
        answers: one.answers,
        ambiguous: one.ambiguous,
        note: one.comment ?? one.skipReason,
        revision: one.revision,
      }))
      .sort((a, b) => [first, second, third, fourth].indexOf(a.text) - [first, second, third, fourth].indexOf(b.text)),
  ).toMatchObject([
    { text: first, outcome: 'submitted', answers: { tone: 'positive', sure: 4 }, revision: 1 },
    { text: second, outcome: 'submitted', answers: { tone: 'positive', sure: 5 }, revision: 2 },
    { text: third, outcome: 'skipped', answers: {}, note: 'cut off in the middle' },
    {
      text: fourth,
      outcome: 'submitted',
      answers: { tone: 'neutral', sure: 2 },
      ambiguous: true,
      note: 'could be irony',
    },
  ]);
  await context.close();
  expect(faults).toEqual([]);
});
