import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assignment, ItemRow, Project, Schema } from '@/shared/api/contract';
import { type Browser, launch, type Person, sharedServer, signIn, texts, visit } from './harness';

const schema: Schema = {
  inputs: [{ id: 'review', type: 'text', field: 'text' }],
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }] },
    { id: 'about', type: 'choices', title: 'About', options: [{ id: 'delivery' }, { id: 'product' }] },
  ],
};

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Arbitration', key: 'arbitration', schema, overlap: 2 });
  await olga.importItems('arbitration', texts(3));
  const answer = async (person: Person, answers: Record<string, unknown>) => {
    for (let index = 0; index < 3; index++) {
      const { assignment } = await person.call<{ assignment: Assignment }>('POST', '/projects/arbitration/next', {
        holding: [],
      });
      await person.call('PUT', `/assignments/${assignment.id}/annotation`, {
        saveId: crypto.randomUUID(),
        outcome: 'submitted',
        answers,
        activeMs: 4000,
        schemaVersion: assignment.schemaVersion,
        guidelineVersion: assignment.guidelineVersion,
      });
    }
  };
  await answer(await olga.invite('arbitration', 'labeler', 'Carl'), { tone: 'positive', about: ['delivery'] });
  await answer(await olga.invite('arbitration', 'labeler', 'Dora'), { tone: 'negative', about: ['product'] });
});
afterAll(async () => {
  await browser?.close();
});

const disputed = async (question: string) =>
  (await olga.call<{ items: ItemRow[] }>('GET', `/projects/arbitration/disputes?question=${question}`)).items.length;
const decisions = async () =>
  (await olga.call<{ items: ItemRow[] }>('GET', '/projects/arbitration/items')).items
    .filter(({ consensus }) => consensus.tone?.source === 'adjudication')
    .map(({ consensus }) => consensus.tone?.value);

test('find the disputes, read the guideline, decide with a reason, make it a rule, take it back: without a mouse', async () => {
  await expect.poll(() => disputed('tone'), { timeout: 60_000, interval: 500 }).toBe(3);
  const { page, context, faults } = await visit(browser);
  const { keyboard } = page;
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key);
  };
  await page.goto(`${server.base}/signin?next=${encodeURIComponent('/p/arbitration')}`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await keyboard.type(olga.email);
  await press('Tab');
  await keyboard.type(olga.password);
  await press('Enter');
  await page.getByRole('heading', { name: 'Arbitration' }).waitFor();
  await press('Control+k');
  await page.getByRole('combobox', { name: 'Go to or do' }).waitFor();
  await keyboard.type('Review');
  await page.getByRole('option', { name: /^Review/, selected: true }).waitFor();
  await press('Enter');
  await page.waitForURL((url) => url.pathname === '/p/arbitration/review');
  await page.getByText('1 of 3').waitFor();

  // From one to the next and back; beside each the guideline, which G puts away and brings back.
  await press('j');
  await page.getByText('2 of 3').waitFor();
  await press('k');
  await page.getByText('1 of 3').waitFor();
  const guideline = page.getByText('Judge what is');
  await guideline.waitFor();
  await press('g');
  await guideline.waitFor({ state: 'hidden' });
  await press('g');
  await guideline.waitFor();

  // The sheet has every key of this screen, keeps the focus while it is open and gives it back.
  await press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  for (const key of ['Choose negative', 'Write the reason', 'Next', 'Undo the last decision', 'Guideline, version 1'])
    await help.getByText(key, { exact: true }).waitFor();
  await press('Tab', 'Tab', 'Shift+Tab', 'Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
  await press('Escape');
  await help.waitFor({ state: 'hidden' });

  // A digit chooses and goes on to the next question; nothing is decided before each has an answer, and a reason is given.
  await press('2', 'r', 'Enter');
  await page.getByText('Not answered yet: About.').waitFor();
  await press('1', 'r', 'Enter');
  await page.getByText('Say why').waitFor();
  expect(await decisions()).toEqual([]);
  await keyboard.type('late is the point');
  await press('Tab', 'Tab', 'Space');
  await page.getByRole('textbox', { name: 'Rule' }).waitFor();
  await press('Tab', 'Enter');
  await page.getByRole('heading', { name: '2 disputed items left' }).waitFor();
  await expect.poll(decisions).toEqual(['negative']);
  expect((await olga.call<Project>('GET', '/projects/arbitration')).guideline.markdown).toContain('late is the point');

  // The next one is on screen already, and beside it the case just decided, which reads alike; Z takes the last decision back and returns to it.
  await page.getByText('2 of 3').waitFor();
  await page.getByRole('region', { name: 'Similar, and decided before' }).getByText('late is the point').waitFor();
  await press('z');
  await page.getByText('1 of 3').waitFor();
  await page.getByRole('heading', { name: '3 disputed items left' }).waitFor();
  await expect.poll(decisions).toEqual([]);
  await press('1', '2', 'r');
  await keyboard.type('it works');
  await press('Enter');
  await expect.poll(decisions).toEqual(['positive']);
  // Who closes the page leaves nothing on their desk.
  await page.getByText('2 of 3').waitFor();
  await page.goto(`${server.base}/p/arbitration`);
  await page.getByRole('heading', { name: 'Arbitration' }).waitFor();
  const other = await olga.invite('arbitration', 'reviewer', 'Sven');
  await expect.poll(() => other.call('GET', '/projects/arbitration/disputes/claims')).toEqual({ claims: [] });
  await context.close();
  expect(faults).toEqual([]);
});

test('two reviewers at once are led to different items, and neither overwrites the other unseen', async () => {
  const rosa = await olga.invite('arbitration', 'reviewer', 'Rosa');
  const one = await visit(browser);
  await signIn(one.page, server, rosa, '/p/arbitration/review');
  await one.page.getByText('1 of 2', { exact: true }).waitFor();
  const radio = one.page.getByRole('radio', { name: 'negative' });
  await radio.waitFor();

  // The other begins at the item after it; who goes back to the first reads who is there, and may take it over.
  const two = await visit(browser);
  await signIn(two.page, server, olga, '/p/arbitration/review');
  await two.page.getByText('2 of 2', { exact: true }).waitFor();
  await two.page.keyboard.press('k');
  await two.page.getByText('Rosa is deciding this item.').waitFor();
  await two.page.getByRole('button', { name: 'Take it over' }).click();
  await two.page.getByRole('radio', { name: 'positive' }).waitFor();
  await two.page.keyboard.press('1');
  await two.page.keyboard.press('1');
  await two.page.keyboard.press('r');
  await two.page.keyboard.type('it came');
  await two.page.keyboard.press('Enter');
  await expect.poll(async () => (await decisions()).length).toBe(2);

  await one.page.keyboard.press('2');
  await one.page.keyboard.press('2');
  await one.page.keyboard.press('r');
  await one.page.keyboard.type('it broke');
  await one.page.keyboard.press('Enter');
  await one.page.getByText('has decided on this in the meantime').waitFor();
  expect(await decisions()).toEqual(['positive', 'positive']);
  // What was chosen and written is still there; sent again, it takes the place of what is on the screen now.
  await one.page.getByText('Decided: positive').waitFor();
  await one.page.getByRole('textbox', { name: 'Reason' }).press('Enter');
  await expect.poll(decisions).toEqual(['positive', 'negative']);
  expect([...one.faults, ...two.faults].filter((fault) => !fault.includes('409'))).toEqual([]);
  await one.context.close();
  await two.context.close();
});

test('palette and key sheet give the focus back to the question in hand', async () => {
  const { page, context } = await visit(browser);
  await olga.createProject({ name: 'Focus', key: 'focus', schema, overlap: 1 });
  await olga.importItems('focus', texts(2));
  await page.goto(`${server.base}/signin?next=${encodeURIComponent('/p/focus/label')}`);
  await page.getByLabel('Email').fill(olga.email);
  await page.getByLabel('Password', { exact: true }).fill(olga.password);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Item' }).getByText('Review number').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('legend')?.textContent ?? '');
  await expect.poll(focused).toContain('Tone');
  for (const [key, name] of [
    ['Control+k', 'Go to or do'],
    ['?', 'Keys'],
    ['Control+k', 'Go to or do'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused()).toContain('Tone');
  }
  // One at a time: the palette takes the place of the sheet.
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused()).toContain('Tone');
  await context.close();
});
