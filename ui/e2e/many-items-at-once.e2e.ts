import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Bulk', key: 'bulk', schema: sentiment, overlap: 1 });
  await olga.importItems('bulk', texts(230));
});
afterAll(async () => {
  await browser?.close();
});

const items = async (query = '') =>
  (await olga.call<{ items: ItemRow[] }>('GET', `/projects/bulk/items?limit=200${query}`)).items;
const count = async (query: string) =>
  (await olga.call<{ count: number }>('GET', `/projects/bulk/items/count${query}`)).count;

test('a lead selects by keyboard and by filter, changes what is selected, and takes it back', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/bulk/items');
  await page.getByText('230 items').waitFor();
  const grid = page.getByRole('grid', { name: 'Items' });

  // Three rows by keyboard: asked about first.
  await grid.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await page.getByText('3 items selected').first().waitFor();
  expect(await grid.getByRole('row', { selected: true }).count()).toBe(3);
  // One Escape leaves a dialog that only asks for words, and the selection stays.
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Skills that are needed…' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Skills' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Ask about them first' }).click();
  await page.getByText('3 items changed: Ask about them first.').waitFor();
  await page.getByText('3 items selected').first().waitFor({ state: 'hidden' });
  const labeler = await olga.invite('bulk', 'labeler', 'Quentin');
  const next = await labeler.call<{ assignment: { item: { fields: { text: string } } } }>(
    'POST',
    '/projects/bulk/next',
    {},
  );
  expect(next.assignment.item.fields.text).toMatch(/number [123]:/);

  // All that a search means, also what has not been loaded: set aside with a reason.
  await page.getByRole('searchbox', { name: 'Search the texts and keys' }).fill('number 20');
  await page.getByText(/^1\d? items?$/).waitFor();
  const meant = await count('?q=number%2020');
  await page.getByRole('checkbox', { name: 'Select all items that match' }).check();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Exclude…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Why is it excluded?' }).fill('Twice in the file');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => count('?status=excluded')).toBe(meant);
  expect((await items('&status=excluded')).every((item) => item.excludedReason === 'Twice in the file')).toBe(true);

  // Later, from the list of changes.
  await page.getByRole('searchbox', { name: 'Search the texts and keys' }).fill('');
  await page.getByRole('button', { name: 'Changes', exact: true }).click();
  const change = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Excluded: Twice in the file' });
  await change.getByRole('button', { name: 'Undo' }).click();
  await change.getByText('Taken back by').waitFor();
  expect(await count('?status=excluded')).toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});

test('a lead sees how somebody is getting on, pauses them, and lets them go on', async () => {
  const paula = await olga.invite('bulk', 'labeler', 'Paula');
  const next = () => paula.call<{ reason?: string; assignment?: { id: string } }>('POST', '/projects/bulk/next', {});
  const { assignment } = await next();
  await paula.call('PUT', `/assignments/${assignment?.id}/annotation`, {
    saveId: crypto.randomUUID(),
    outcome: 'submitted',
    answers: { tone: 'positive' },
    activeMs: 4000,
    schemaVersion: 1,
    guidelineVersion: 1,
  });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/bulk/people');
  const row = page.getByRole('listitem').filter({ hasText: 'Paula' }).first();
  await row.getByText('1 answer today').waitFor();
  await row.getByText(/4 secs? per answer/).waitFor();
  await row.getByRole('button', { name: 'Pause Paula' }).click();
  await row.getByText('paused').waitFor();
  expect((await next()).reason).toBe('member_paused');
  const other = await visit(browser);
  await signIn(other.page, server, paula, '/p/bulk/label');
  await other.page.getByRole('heading', { name: 'You are paused in this project' }).waitFor();
  await row.getByRole('button', { name: 'Let Paula go on' }).click();
  await row.getByText('paused').waitFor({ state: 'hidden' });
  expect((await next()).assignment).toBeDefined();
  await other.context.close();
  await context.close();
  expect([...faults, ...other.faults]).toEqual([]);
});

test('reviewers read the table and change nothing', async () => {
  const rhea = await olga.invite('bulk', 'reviewer', 'Rhea');
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, rhea, '/p/bulk/items');
  await page.getByText('230 items').waitFor();
  expect(await page.getByRole('checkbox').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Changes', exact: true }).count()).toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});
