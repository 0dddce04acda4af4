import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemDetail, ItemRow } from '@/shared/api/contract';
import { type Browser, launch, type Person, Server, sentiment, setUpOwner, signIn, texts, visit } from './harness';

let server: Server;
let browser: Browser;
let olga: Person;
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  olga = await setUpOwner(server);
  await olga.createProject({ name: 'Reviews', key: 'reviews', schema: sentiment, overlap: 2 });
  await olga.importItems('reviews', texts(1));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('two labelers disagree, a reviewer decides with a reason, and the decision outranks the consensus', async () => {
  const people = await Promise.all([
    olga.invite('reviews', 'labeler', 'Ann'),
    olga.invite('reviews', 'labeler', 'Bob'),
    olga.invite('reviews', 'reviewer', 'Rita'),
  ]);
  const faults: string[] = [];
  for (const [person, option] of [
    [people[0], 'positive'],
    [people[1], 'negative'],
  ] as const) {
    const labeler = await visit(browser);
    await signIn(labeler.page, server, person, '/p/reviews/label');
    await labeler.page.getByRole('radio', { name: option }).check();
    await labeler.page.getByRole('button', { name: 'Submit' }).click();
    await labeler.page.getByText('All answers saved').waitFor();
    await labeler.page.getByRole('heading', { name: /Nothing left for you|Everything is labeled/ }).waitFor();
    faults.push(...labeler.faults);
    await labeler.context.close();
  }
  // The report is made a few seconds after the last answer.
  await expect
    .poll(
      async () =>
        (await olga.call<{ items: ItemRow[] }>('GET', '/projects/reviews/disputes?question=tone')).items.length,
      { timeout: 60_000, interval: 500 },
    )
    .toBe(1);

  const { page, context, faults: seen } = await visit(browser);
  await signIn(page, server, people[2], '/p/reviews/review');
  await page.getByText('Review number 1').first().waitFor();
  for (const name of ['Ann', 'Bob']) await page.getByText(name, { exact: true }).first().waitFor();
  await page.keyboard.press('2');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Late is what the writer complains about');
  await page.keyboard.press('Enter');
  const decided = () => olga.call<{ items: ItemRow[] }>('GET', '/projects/reviews/items').then(({ items }) => items[0]);
  await expect.poll(async () => (await decided())?.status).toBe('adjudicated');
  const detail = await olga.call<ItemDetail>('GET', `/projects/reviews/items/${(await decided())?.id}`);
  expect(detail.consensus.tone).toMatchObject({ value: 'negative', source: 'adjudication' });
  expect(detail.adjudications[0]).toMatchObject({ reason: 'Late is what the writer complains about', by: 'Rita' });
  await context.close();
  expect([...faults, ...seen]).toEqual([]);
});
