import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import { type Browser, launch, type Person, Server, sentiment, setUpOwner, signIn, visit } from './harness';

let server: Server;
let browser: Browser;
let olga: Person;
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  olga = await setUpOwner(server);
  await olga.createProject({ name: 'Reviews', key: 'reviews', schema: sentiment, overlap: 2 });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('a file with bad rows: the good ones are in, the bad ones are listed with line and reason, importing again changes nothing', async () => {
  const file = {
    name: 'reviews.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'id,text,shop\nr1,"Late, but worth it",north\nr2,,south\nr3,Never again,north\nr4,Fine,south,extra\nr5,"Good\nand cheap",south\n',
    ),
  };
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/reviews/import');
  for (const tally of [
    { added: 3, unchanged: 0 },
    { added: 0, unchanged: 3 },
  ]) {
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: '2 bad rows' }).waitFor();
    await expect
      .poll(async () => (await page.locator('dl').innerText()).replace(/\s+/g, ' '))
      .toContain(`${tally.added} added`);
    expect((await page.locator('dl').innerText()).replace(/\s+/g, ' ')).toContain(
      `${tally.unchanged} unchanged 2 rejected`,
    );
    const rows = page.getByRole('row');
    await rows.filter({ hasText: /^3\b/ }).waitFor();
    await rows.filter({ hasText: /^5\b/ }).waitFor();
    await page.getByRole('button', { name: 'Import another file' }).click();
  }
  const { items } = await olga.call<{ items: ItemRow[] }>('GET', '/projects/reviews/items');
  expect(items.map((one) => [one.key, one.fields.text, one.metadata.shop])).toEqual([
    ['r1', 'Late, but worth it', 'north'],
    ['r3', 'Never again', 'north'],
    ['r5', 'Good\nand cheap', 'south'],
  ]);
  await context.close();
  expect(faults).toEqual([]);
});
