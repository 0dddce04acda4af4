import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
const KEY = 'byhand';
const items: ItemRow[] = [];
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'By hand', key: KEY, schema: sentiment, overlap: 2 });
  await olga.importItems(
    KEY,
    ['h1', 'h2', 'h3', 'h4', 'h5'].map((key) => ({ key, text: `Review ${key}`, shop: 'north', lang: 'en' })),
  );
  items.push(...(await olga.call<{ items: ItemRow[] }>('GET', `/projects/${KEY}/items`)).items);
});
afterAll(async () => {
  await browser?.close();
});

const path = (at: number) => `/p/${KEY}/items/${items[at]?.id}`;
const metadata = async (at: number) =>
  (await olga.call<{ metadata: Record<string, string> }>('GET', `/projects/${KEY}/items/${items[at]?.id}/metadata`))
    .metadata;

test('a lead changes metadata, is told when somebody else was quicker, sees who did what, and takes it back', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, path(0));
  await page.getByRole('button', { name: 'Edit metadata' }).click();
  await page.getByRole('textbox', { name: 'Value of shop' }).fill('south');
  await page.getByRole('button', { name: 'Remove lang' }).click();
  await page.getByRole('button', { name: 'Add a field' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('year');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2026');
  await page.keyboard.press('Control+Enter');
  await page.getByText('3 fields of the metadata changed.').waitFor();
  expect(await metadata(0)).toEqual({ shop: 'south', year: '2026' });

  // Back, with one click.
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => metadata(0)).toEqual({ shop: 'north', lang: 'en' });

  // Somebody else is quicker: both values are shown, and nothing is lost.
  await page.getByRole('button', { name: 'Edit metadata' }).click();
  await page.getByRole('textbox', { name: 'Value of shop' }).fill('mine');
  await olga.call('PATCH', `/projects/${KEY}/items/${items[0]?.id}/metadata`, {
    edits: [{ name: 'shop', was: 'north', value: 'theirs' }],
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Somebody else has changed the same metadata in the meantime').waitFor();
  await page.getByText('There now: theirs').waitFor();
  expect(await metadata(0)).toMatchObject({ shop: 'theirs' });
  await page.getByRole('button', { name: 'Save mine' }).click();
  await page.getByText('1 field of the metadata changed.').waitFor();
  expect(await metadata(0)).toMatchObject({ shop: 'mine' });

  await page.getByRole('button', { name: 'History', exact: true }).click();
  const latest = page.getByRole('listitem').filter({ hasText: 'theirs → mine' });
  await latest.getByText(/^Olga/).waitFor();
  await latest.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => metadata(0)).toMatchObject({ shop: 'theirs' });
  // What there is to filter by follows.
  await page.goto(`${server.base}/p/${KEY}/items`);
  await page.getByRole('button', { name: 'Metadata', exact: true }).click();
  await page.getByRole('checkbox', { name: /^theirs/ }).click();
  await page.keyboard.press('Escape');
  await page.getByText('1 item', { exact: true }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('a reviewer labels the very item they look at, and is told why where that is not possible', async () => {
  const rosa = await olga.invite(KEY, 'reviewer', 'Rosalind');
  // What is on the screen of somebody who labels comes after the item that is asked for.
  await rosa.call('POST', `/projects/${KEY}/next`, {});
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, rosa, path(3));
  await page.getByRole('button', { name: 'Label this item' }).click();
  await page.waitForURL((url) => url.pathname === `/p/${KEY}/label`);
  await page.getByRole('button', { name: /^Submit/ }).waitFor();
  await page.getByText('New item: Review h4').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await olga.call<ItemRow>('GET', `/projects/${KEY}/items/${items[3]?.id}`)).answers)
    .toBe(1);

  await page.goto(`${server.base}${path(3)}`);
  await page.getByRole('button', { name: 'Label this item' }).click();
  await page.getByText('You have answered or skipped this item already.').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});
