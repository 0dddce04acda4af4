import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemDetail, ItemRow } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Disputed', key: 'disputed', schema: sentiment, overlap: 2 });
  await olga.importItems('disputed', texts(1));
});
afterAll(async () => {
  await browser?.close();
});

test('two labelers disagree, a reviewer decides with a reason, and the decision outranks the consensus', async () => {
  const people = await Promise.all([
    olga.invite('disputed', 'labeler', 'Ann'),
    olga.invite('disputed', 'labeler', 'Bob'),
    olga.invite('disputed', 'reviewer', 'Rita'),
  ]);
  const faults: string[] = [];
  for (const [person, option] of [
    [people[0], 'positive'],
    [people[1], 'negative'],
  ] as const) {
    const labeler = await visit(browser);
    await signIn(labeler.page, server, person, '/p/disputed/label');
    await labeler.page.getByRole('radio', { name: option }).check();
    await labeler.page.getByRole('button', { name: 'Submit' }).click();
    await labeler.page.getByText('All answers saved').waitFor();
    // At once, not when the queue is looked at again.
    await labeler.page
      .getByRole('heading', { name: /Nothing left for you|Everything is labeled/ })
      .waitFor({ timeout: 15_000 });
    faults.push(...labeler.faults);
    await labeler.context.close();
  }
  // The report is made a few seconds after the last answer.
  await expect
    .poll(
      async () =>
        (await olga.call<{ items: ItemRow[] }>('GET', '/projects/disputed/disputes?question=tone')).items.length,
      { timeout: 60_000, interval: 500 },
    )
    .toBe(1);

  const { page, context, faults: seen } = await visit(browser);
  await signIn(page, server, people[2], '/p/disputed/review');
  await page.getByText('Review number 1').first().waitFor();
  for (const name of ['Ann', 'Bob']) await page.getByText(name, { exact: true }).first().waitFor();
  await page.keyboard.press('2');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Late is what the writer complains about');
  await page.keyboard.press('Enter');
  const decided = () =>
    olga.call<{ items: ItemRow[] }>('GET', '/projects/disputed/items').then(({ items }) => items[0]);
  await expect.poll(async () => (await decided())?.status).toBe('adjudicated');
  const detail = await olga.call<ItemDetail>('GET', `/projects/disputed/items/${(await decided())?.id}`);
  expect(detail.consensus.tone).toMatchObject({ value: 'negative', source: 'adjudication' });
  expect(detail.adjudications[0]).toMatchObject({ reason: 'Late is what the writer complains about', by: 'Rita' });
  await context.close();
  expect([...faults, ...seen]).toEqual([]);
});
