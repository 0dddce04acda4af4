import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
const KEY = 'undone';
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Undone', key: KEY, schema: sentiment, overlap: 1 });
});
afterAll(async () => {
  await browser?.close();
});

const keys = async (query = '') =>
  (await olga.call<{ items: ItemRow[] }>('GET', `/projects/${KEY}/items?limit=200${query}`)).items.map(
    ({ key }) => key,
  );
const file = (name: string, rows: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`id,text\n${rows.join('\n')}\n`),
});

test('a lead imports the wrong file, takes it back, brings it back, and takes it back once more from the list of their jobs', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, `/p/${KEY}/import`);
  const bring = async (name: string, rows: string[]) => {
    await page.locator('input[type=file]').setInputFiles(file(name, rows));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: new RegExp(name) }).waitFor();
    await page.getByRole('button', { name: 'Undo this import' }).waitFor();
  };
  await bring('reviews.csv', ['r1,Late but worth it', 'r2,Never again']);
  await page.getByRole('button', { name: 'Import another file' }).click();
  await bring('wrong-reviews-of-another-customer.csv', ['r2,Never again', 'w1,Not ours', 'w2,Not ours either']);

  // Somebody has answered one of the wrong items already.
  await olga.call('POST', `/projects/${KEY}/changes`, { where: { q: 'w1' }, kind: 'order', order: 'first' });
  const una = await olga.invite(KEY, 'labeler', 'Una');
  await expect
    .poll(async () => {
      const { assignment } = await una.call<{ assignment: { id: string; item: { fields: { text: string } } } }>(
        'POST',
        `/projects/${KEY}/next`,
        {},
      );
      if (assignment.item.fields.text === 'Not ours')
        await una.call('PUT', `/assignments/${assignment.id}/annotation`, {
          saveId: crypto.randomUUID(),
          outcome: 'submitted',
          answers: { tone: 'positive' },
          activeMs: 900,
          schemaVersion: 1,
          guidelineVersion: 1,
        });
      else await una.call('DELETE', `/assignments/${assignment.id}`);
      return assignment.item.fields.text;
    })
    .toBe('Not ours');

  const open = page.getByRole('button', { name: 'Undo this import' });
  const dialog = page.getByRole('dialog');
  await open.click();
  await dialog.getByText('2 items that came with it are in the project.').waitFor();
  await dialog.getByText('1 of them has answers already: 1 in all.').waitFor();
  await dialog.getByRole('button', { name: 'Move 2 items to the bin' }).click();
  await dialog.getByText('Nothing that came with this import is in the project.').waitFor();
  expect(await keys()).toEqual(['r1', 'r2']);
  await dialog.getByRole('button', { name: 'Bring the import back' }).click();
  await dialog.getByText('2 items that came with it are in the project.').waitFor();
  expect(await keys()).toEqual(['r1', 'r2', 'w1', 'w2']);

  // Once more, from the list of one's jobs; the bin shows them.
  await page.goto(`${server.base}/jobs`);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'wrong-reviews' })
    .getByRole('button', { name: 'Undo this import' })
    .click();
  await dialog.getByRole('button', { name: 'Move 2 items to the bin' }).click();
  await dialog.getByRole('link', { name: 'Show them in the bin' }).click();
  await page.getByText('2 items', { exact: true }).waitFor();
  expect(await keys('&status=in_bin')).toEqual(['w1', 'w2']);

  // One of them was right after all.
  await page.getByRole('checkbox', { name: 'Select w1' }).check();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByText('1 item changed: Restored from the bin.').waitFor();
  expect(await keys()).toEqual(['r1', 'r2', 'w1']);
  const back = await olga.call<{ items: ItemRow[] }>('GET', `/projects/${KEY}/items?q=w1`);
  expect(back.items[0]?.answers).toBe(1);
  await context.close();
  expect(faults).toEqual([]);
});

test('one item goes to the bin from its page, which then says so to whoever opens it', async () => {
  const { page, context, faults } = await visit(browser);
  const id = (await olga.call<{ items: ItemRow[] }>('GET', `/projects/${KEY}/items?q=r1`)).items[0]?.id;
  await signIn(page, server, olga, `/p/${KEY}/items/${id}`);
  await page.getByRole('button', { name: 'Move to the bin' }).click();
  await page.getByText('r1 is in the bin.').waitFor();
  await page.getByText('This item is in the bin').waitFor();
  expect(await keys()).not.toContain('r1');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('This item is in the bin').waitFor({ state: 'hidden' });
  expect(await keys()).toContain('r1');

  await page.getByRole('button', { name: 'Move to the bin' }).click();
  await page.getByText('This item is in the bin').waitFor();
  const rita = await olga.invite(KEY, 'reviewer', 'Ritva');
  const other = await visit(browser);
  await signIn(other.page, server, rita, `/p/${KEY}/items/${id}`);
  await other.page.getByText(/^Olga.* put it there/).waitFor();
  expect(await other.page.getByRole('button', { name: 'Restore' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByText('This item is in the bin').waitFor({ state: 'hidden' });
  expect(await keys()).toContain('r1');
  await other.context.close();
  await context.close();
  expect([...faults, ...other.faults]).toEqual([]);
});
