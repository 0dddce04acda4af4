import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation, Schema } from '@/shared/api/contract';
import { type Browser, launch, PHONE, sharedServer, signIn, texts, visit } from './harness';

const schema: Schema = {
  inputs: [{ id: 'review', type: 'text', field: 'text' }],
  questions: [
    {
      id: 'kind',
      type: 'choice',
      title: 'Kind of complaint',
      options: Array.from({ length: 300 }, (_, index) => ({
        id: `k${index + 1}`,
        title: `Complaint number ${index + 1}${index % 3 ? '' : ', with a name that is too long for one line'}`,
      })),
    },
  ],
};

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Complaints', key: 'hundreds', schema, overlap: 1 });
  await olga.importItems('hundreds', texts(8));
});
afterAll(async () => {
  await browser?.close();
});

test('one of three hundred options is chosen with two keys, and is in sight; a slip chooses nothing', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/hundreds/label');
  const { keyboard } = page;
  const item = page.getByRole('region', { name: 'Item' });
  const text = async () => (await item.getByText('Review number').textContent()) ?? '';
  const checked = page.getByRole('radio', { checked: true });
  const mine = async () =>
    (await olga.call<{ annotations: MyAnnotation[] }>('GET', '/projects/hundreds/mine')).annotations;
  await item.getByText('Review number').waitFor();
  const first = await text();

  // The first stroke shows what it can become; Escape takes it back.
  await keyboard.press('d');
  await page.getByText('D and then? Esc takes it back.').waitFor();
  await page.getByText('Complaint number 30', { exact: true }).and(page.locator(':visible')).waitFor();
  await keyboard.press('Escape');
  await page.getByText('None chosen yet.').waitFor();
  expect(await text()).toBe(first);

  // A second stroke that no option has chooses nothing, and is no command either: S would skip, Enter submit.
  for (const [slip, cap] of [
    ['s', 'S'],
    ['Enter', '↵'],
  ] as const) {
    await keyboard.press('d');
    await keyboard.press(slip);
    await page.getByText(`No option has the keys D\u2009${cap}. Nothing was chosen.`).waitFor();
    expect(await checked.count()).toBe(0);
  }
  expect(await page.getByRole('button', { name: 'Skip' }).getAttribute('aria-expanded')).toBe('false');
  expect(await text()).toBe(first);

  // Two strokes: the option is chosen, and stands where it can be seen.
  await keyboard.press('q');
  await keyboard.press('7');
  const chosen = page.getByRole('radio', { name: 'Complaint number 136, with a name' });
  expect(await chosen.isChecked()).toBe(true);
  await expect
    .poll(() =>
      chosen.evaluate((input) => {
        const row = input.closest('label')?.getBoundingClientRect();
        const list = input.closest('[role="presentation"]')?.getBoundingClientRect();
        return row && list ? row.top >= list.top - 1 && row.bottom <= list.bottom + 1 : false;
      }),
    )
    .toBe(true);
  await keyboard.press('Enter');
  await expect.poll(text).not.toBe(first);

  // The next item shows the list from its beginning. Past the digits the second stroke is a letter.
  await page.getByText('None chosen yet.').waitFor();
  expect(
    await page.locator('[role="presentation"]:has([role="radio"], input)').evaluate((list) => list.scrollTop),
  ).toBe(0);
  const second = await text();
  await keyboard.press('a');
  await keyboard.press('b');
  await keyboard.press('Enter');
  await expect.poll(text).not.toBe(second);

  // What the keys are stands on the sheet.
  await keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await sheet.getByText('Complaint number 10,').waitFor();
  await keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await page.getByText('All answers saved').waitFor();
  const given = (await mine()).map((one) => one.answers?.kind);
  expect(given).toEqual(expect.arrayContaining(['k136', 'k201']));
  expect(faults).toEqual([]);
  await context.close();
});

test('on a phone and at twice the size the options are within reach', async () => {
  for (const viewport of [PHONE, { width: 683, height: 384 }]) {
    const { page, context, faults } = await visit(browser, { viewport });
    await signIn(page, server, olga, '/p/hundreds/label');
    const list = page.locator('[data-questions]');
    await list.waitFor();
    expect((await list.boundingBox())?.height ?? 0).toBeGreaterThan(190);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.getByRole('textbox', { name: 'Find an option' }).fill('number 299');
    await page.getByRole('radio', { name: 'Complaint number 299' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  }
});
