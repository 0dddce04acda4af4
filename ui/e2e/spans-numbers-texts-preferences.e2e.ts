import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation, Schema } from '@/shared/api/contract';
import { type Browser, launch, sharedServer, signIn, visit } from './harness';

const schema: Schema = {
  inputs: [
    { id: 'note', type: 'text', field: 'note' },
    { id: 'first', type: 'text', field: 'first' },
    { id: 'second', type: 'text', field: 'second' },
  ],
  questions: [
    {
      id: 'names',
      type: 'spans',
      title: 'Names',
      on: 'note',
      options: [
        { id: 'person', title: 'Person' },
        { id: 'place', title: 'Place' },
      ],
    },
    { id: 'people', type: 'number', title: 'How many people', min: 0, max: 20 },
    { id: 'gist', type: 'text', title: 'Gist' },
    { id: 'better', type: 'preference', title: 'Which is better', left: 'first', right: 'second', strengths: 3 },
  ],
};

const NOTE = 'Anna 👩‍🌾 met Zoë in Zürich, before the rain.';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Every kind', key: 'every-kind', schema, overlap: 1 });
  await olga.importItems(
    'every-kind',
    Array.from({ length: 3 }, (_, n) => ({ key: `n${n + 1}`, note: NOTE, first: 'One answer.', second: 'Another.' })),
  );
});
afterAll(async () => {
  await browser?.close();
});

const mine = async () =>
  (await olga.call<{ annotations: MyAnnotation[] }>('GET', '/projects/every-kind/mine')).annotations;

const open = async (path: string) => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, path);
  return {
    page,
    context,
    faults,
    surface: page.getByRole('textbox', { name: 'Text to mark: Names' }),
    marked: () => page.getByRole('group', { name: 'Names' }).getByRole('listitem').allInnerTexts(),
    press: async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
};

test('by keyboard: words taken and labelled, a number, a text, a preference with its degree; undone and done again', async () => {
  const { page, context, faults, surface, marked, press } = await open('/p/every-kind/label');
  await surface.waitFor();

  // Space takes the word at the caret, a digit labels it; whole characters, however many units they have.
  await surface.focus();
  await press('Home', ' ', '1');
  await expect.poll(marked).toEqual([expect.stringMatching(/^Anna\s+Person$/)]);
  await press('z');
  await expect.poll(marked).toEqual([]);
  await press('Shift+Z');
  await expect.poll(marked).toHaveLength(1);
  for (let step = 0; step < 3; step++) await press('Control+ArrowRight');
  await press(' ', '1');
  await expect.poll(marked).toEqual([expect.stringMatching(/^Anna/), expect.stringMatching(/^Zoë\s+Person$/)]);

  await page.getByRole('textbox', { name: 'How many people' }).focus();
  await page.keyboard.type('25');
  await press('Tab');
  await page.getByText('Too large: at most 20.').waitFor();
  await page.getByRole('textbox', { name: 'How many people' }).fill('2');
  await page.getByRole('textbox', { name: 'Gist' }).focus();
  await page.keyboard.type('They met.');
  await press('Escape');

  // A preference asks for its degree before it is sent.
  await page.getByRole('group', { name: 'Which is better' }).focus();
  await press('1', 'Enter');
  expect(await mine()).toEqual([]);
  await press('2', 'Enter');
  await expect.poll(async () => (await mine()).length).toBe(1);

  const [saved] = await mine();
  const better = saved?.answers.better as { choice: string; strength: number; shown: string };
  expect(saved?.answers).toMatchObject({
    names: [
      { begin: 0, end: 4, label: 'person', text: 'Anna' },
      { begin: NOTE.indexOf('Zoë'), end: NOTE.indexOf('Zoë') + 3, label: 'person', text: 'Zoë' },
    ],
    people: 2,
    gist: 'They met.',
    better: { strength: 2 },
  });
  // The side of the screen is recorded, and the choice means the item's.
  expect(better.choice).toBe(better.shown === 'swapped' ? 'right' : 'left');
  await context.close();
  expect(faults).toEqual([]);
});

test('by mouse: a double-click takes a word, a label paints, a region is corrected and removed; a draft outlives the page', async () => {
  const { page, context, faults, surface, marked } = await open('/p/every-kind/label');
  await surface.waitFor();
  const at = async (word: string) => {
    const box = await surface.evaluate((element, sought) => {
      const node = element.firstChild as Text;
      const range = document.createRange();
      const begin = node.data.indexOf(sought);
      range.setStart(node, begin);
      range.setEnd(node, begin + sought.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, word);
    return box;
  };
  const before = (await mine()).length;
  const names = page.getByRole('group', { name: 'Names' });
  const zurich = await at('Zürich');
  await page.mouse.dblclick(zurich.x, zurich.y);
  await names.getByRole('button', { name: 'Person' }).click();
  await expect.poll(marked).toEqual([expect.stringMatching(/^Zürich\s+Person$/)]);

  // Taken in hand, another label corrects it.
  await names.getByRole('listitem').getByRole('button').first().click();
  await names.getByRole('button', { name: 'Place', exact: true }).click();
  await expect.poll(marked).toEqual([expect.stringMatching(/^Zürich\s+Place$/)]);
  await page.getByRole('textbox', { name: 'Gist' }).fill('Half a sent');

  // What is not sent yet is there again after the page was closed.
  await page.waitForTimeout(1500);
  await page.reload();
  await surface.waitFor();
  await expect.poll(marked).toEqual([expect.stringMatching(/^Zürich\s+Place$/)]);
  expect(await page.getByRole('textbox', { name: 'Gist' }).inputValue()).toBe('Half a sent');

  await names.getByRole('button', { name: /^Remove/ }).click();
  await expect.poll(marked).toEqual([]);
  await names.getByRole('button', { name: 'Nothing to mark here' }).click();
  await page.getByRole('textbox', { name: 'How many people' }).fill('0');
  await page.getByRole('button', { name: 'Equally good' }).click();
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect.poll(async () => (await mine()).length).toBe(before + 1);
  const saved = (await mine()).find(({ answers }) => answers.people === 0);
  expect(saved?.answers).toMatchObject({ names: [], gist: 'Half a sent', better: { choice: 'tie' } });
  await context.close();
  expect(faults).toEqual([]);
});
