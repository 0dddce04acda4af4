import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Found', key: 'found', schema: sentiment, overlap: 1 });
  await olga.importItems('found', texts(12));
});
afterAll(async () => {
  await browser?.close();
});

async function save(person: Person, outcome: 'submitted' | 'skipped'): Promise<void> {
  const { assignment } = await person.call<{ assignment: { id: string } }>('POST', '/projects/found/next', {});
  await person.call('PUT', `/assignments/${assignment.id}/annotation`, {
    saveId: crypto.randomUUID(),
    outcome,
    answers: outcome === 'submitted' ? { tone: 'positive' } : {},
    ...(outcome === 'skipped' ? { skipReason: 'Not my language' } : {}),
    activeMs: 4000,
    schemaVersion: 1,
    guidelineVersion: 1,
  });
}

test('a lead finds what somebody skipped, and takes it along for a spreadsheet', async () => {
  const fiona = await olga.invite('found', 'labeler', 'Fiona');
  const gustav = await olga.invite('found', 'labeler', 'Gustav');
  await save(fiona, 'submitted');
  await save(fiona, 'submitted');
  await save(fiona, 'skipped');
  await save(gustav, 'submitted');
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/found/items');
  await page.getByText('12 items').waitFor();
  await page.getByRole('button', { name: 'Answered' }).click();
  const panel = page.getByRole('dialog', { name: 'Answered' });
  await panel.getByRole('combobox', { name: 'By' }).fill('Fio');
  await page.getByRole('option', { name: 'Fiona' }).click();
  await page.getByText('3 items', { exact: true }).waitFor();
  await panel.getByRole('combobox', { name: 'What they did' }).click();
  await page.getByRole('option', { name: 'Skipped it' }).click();
  await page.getByText('1 item', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  expect(new URL(page.url()).search).toMatch(/by=\d+.*mark=skipped/);
  // The address is a view that can be kept: it shows the same after a reload.
  await page.reload();
  await page.getByText('1 item', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Remove the filter Skipped it' }).click();
  await page.getByText('3 items', { exact: true }).waitFor();

  await page.getByRole('checkbox', { name: 'Select all items that match' }).check();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Labels for a spreadsheet (CSV)' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Start the export' }).click();
  await page.getByRole('heading', { name: 'Exports made so far' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).first().click(),
  ]);
  const file = readFileSync(await download.path(), 'utf8');
  expect(file.codePointAt(0)).toBe(0xfeff);
  expect(file.trim().split('\n')).toHaveLength(4);
  expect(file.split('\n')[0]).toContain('status.tone');
  await context.close();
  expect(faults).toEqual([]);
});

test('an export takes what is asked for, and says what its columns hold', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/found/exports');
  await page.getByRole('radio', { name: /Labels \(CSV\)/ }).click();
  await page.getByText('What each column holds').click();
  await page
    .getByText('How many people answered “tone”.')
    .or(page.getByText(/How many people answered/))
    .waitFor();
  await page.getByRole('checkbox', { name: 'Only finished items' }).check();
  await page.getByRole('button', { name: 'Start the export' }).click();
  await page.getByText('3 rows').first().waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('an address with nothing at it has a page, for who is signed in and who is not', async () => {
  const { page, context } = await visit(browser);
  await page.goto(`${server.base}/nowhere/at-all`);
  await page.getByText('There is nothing here').waitFor();
  await signIn(page, server, olga, '/');
  await page.goto(`${server.base}/nowhere/at-all`);
  await page.getByText('There is nothing here').waitFor();
  await page
    .getByRole('banner')
    .getByRole('link', { name: /projects/i })
    .waitFor();
  await context.close();
});

test('another invitation that is opened in the same tab is the one that counts', async () => {
  const { page, context } = await visit(browser);
  await page.goto(`${server.base}/invite#not-an-invitation`);
  await page.getByRole('heading', { name: /invitation/i }).waitFor();
  const made = await olga.call<{ url: string }>('POST', '/projects/found/invitations', { role: 'reviewer' });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(made.url, server.base).hash);
  await page.getByText('Found').first().waitFor();
  await context.close();
});

test('a project is begun like another one', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/');
  await page.getByRole('button', { name: 'More for Found' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
  const name = page.getByLabel('Name');
  await expect.poll(() => name.first().inputValue()).toBe('Found (copy)');
  for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('button', { name: /create/i }).click();
  await page.waitForURL('**/p/found-copy/import');
  const copy = await olga.call<{ schema: unknown; overlap: number }>('GET', '/projects/found-copy');
  const model = await olga.call<{ schema: unknown; overlap: number }>('GET', '/projects/found');
  expect(copy.schema).toEqual(model.schema);
  expect(copy.overlap).toBe(1);
  await context.close();
  expect(faults).toEqual([]);
});
