import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assignment, DoubtPage, ItemDetail, Schema } from '@/shared/api/contract';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
const schema: Schema = { ...sentiment, questions: sentiment.questions.map((one) => ({ ...one, ambiguous: true })) };
let browser: Browser;
let ada: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Doubts', key: 'doubts', schema, overlap: 1 });
  await olga.importItems('doubts', texts(4));
  ada = await olga.invite('doubts', 'labeler', 'Adele');
  for (let n = 0; n < 4; n++) {
    const { assignment } = await ada.call<{ assignment: Assignment }>('POST', '/projects/doubts/next', {});
    await ada.call('PUT', `/assignments/${assignment.id}/annotation`, {
      saveId: crypto.randomUUID(),
      ...(n === 0
        ? { outcome: 'submitted', answers: { tone: 'positive' }, ambiguous: true, comment: 'Could be both' }
        : { outcome: 'skipped', answers: {}, skipReason: `I cannot read this (${n})` }),
      activeMs: 1000,
      schemaVersion: 1,
      guidelineVersion: 1,
    });
  }
});
afterAll(async () => {
  await browser?.close();
});

const open = () => olga.call<DoubtPage>('GET', '/projects/doubts/doubts');
const item = (id: number) => olga.call<ItemDetail>('GET', `/projects/doubts/items/${id}`);

test('a lead goes through what was skipped or ambiguous by keyboard, and takes a step back', async () => {
  const ids = (await open()).items.map(({ id }) => id);
  expect(ids).toHaveLength(4);
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/doubts/review');
  await page.getByText('Skipped and ambiguous (4)').click();
  await page.getByRole('heading', { name: '4 items skipped or ambiguous' }).waitFor();
  const doubts = page.getByRole('region', { name: 'Skipped and ambiguous' });
  await doubts.getByText('Adele').waitFor();

  // Somebody else is asked; taken back, it is the same item again.
  await page.keyboard.press('Shift+S');
  await page.getByText(/somebody else will be asked/).waitFor();
  await page.getByRole('heading', { name: '3 items skipped or ambiguous' }).waitFor();
  expect((await open()).total).toBe(3);
  await page.keyboard.press('z');
  await page.getByRole('heading', { name: '4 items skipped or ambiguous' }).waitFor();
  expect((await open()).total).toBe(4);

  // Whoever was in doubt is written to; the item is left as it is.
  await page.getByRole('button', { name: 'Write to Adele' }).click();
  await page.keyboard.type('It is English, try again.');
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('region', { name: 'About the answer of Adele' })
    .getByText('It is English, try again.')
    .waitFor();
  await page.keyboard.press('s');
  await page.getByText(/left as it is/).waitFor();
  await page.getByRole('heading', { name: '3 items skipped or ambiguous' }).waitFor();

  // Decided with a digit and a reason.
  const second = Number(new URL(page.url()).searchParams.get('item'));
  await page.keyboard.press('2');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Late is bad');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await item(second)).status).toBe('adjudicated');
  await page.getByRole('heading', { name: '2 items skipped or ambiguous' }).waitFor();

  // Set aside with a reason.
  const third = Number(new URL(page.url()).searchParams.get('item'));
  await page.getByRole('button', { name: 'Exclude…' }).click();
  await page.getByRole('textbox', { name: 'Why it is excluded' }).fill('Spam');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await item(third)).excludedReason).toBe('Spam');
  await page.getByRole('heading', { name: '1 item skipped or ambiguous' }).waitFor();
  expect((await open()).total).toBe(1);
  await context.close();
  expect(faults).toEqual([]);
  expect((await ada.call<{ count: number }>('GET', '/inbox/unread')).count).toBe(1);
});
