import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Imported', key: 'imported', schema: sentiment, overlap: 2 });
});
afterAll(async () => {
  await browser?.close();
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
  await signIn(page, server, olga, '/p/imported/import');
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
    for (const [line, reason] of [
      ['3', 'there is nothing to label'],
      ['5', 'the row has 4 values, the header names 3'],
    ] as const)
      await page
        .getByRole('row')
        .filter({ has: page.getByRole('cell', { name: line, exact: true }) })
        .filter({ hasText: reason })
        .waitFor();
    await page.getByRole('button', { name: 'Import another file' }).click();
  }
  const { items } = await olga.call<{ items: ItemRow[] }>('GET', '/projects/imported/items');
  expect(items.map((one) => [one.key, one.fields.text, one.metadata.shop])).toEqual([
    ['r1', 'Late, but worth it', 'north'],
    ['r3', 'Never again', 'north'],
    ['r5', 'Good\nand cheap', 'south'],
  ]);
  await context.close();
  expect(faults).toEqual([]);
});
