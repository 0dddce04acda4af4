import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'A class', key: 'a-class', schema: sentiment, overlap: 1 });
});
afterAll(async () => {
  await browser?.close();
});

test('a lead pastes a list, reads every problem of it with its line, corrects it, and gets a link for each person', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/a-class/people');
  await page.getByRole('button', { name: 'Invite many at once' }).click();
  const list = page.getByRole('textbox', { name: 'A line for each person' });
  await list.fill('rita@example.org\nDoe, Jane, boss\n"Roe, Rob", reviewer\nrita@example.org');
  await page.getByRole('button', { name: 'Make the links' }).click();
  const problem = page.getByRole('alert');
  await problem.getByText('Nobody was invited: the list has problems.').waitFor();
  await problem.getByText('line 2').first().waitFor();
  await problem.getByText('line 4').waitFor();
  expect((await olga.call<{ invitations: unknown[] }>('GET', '/projects/a-class/invitations')).invitations).toEqual([]);

  await list.fill('rita@example.org\n"Roe, Rob", reviewer');
  await page.getByRole('button', { name: 'Make the links' }).click();
  await page.getByText('2 links made').waitFor();
  await page.getByRole('button', { name: 'Copy the link for Roe, Rob' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('a-class-invitations.csv');
  const file = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(file[0]).toBe('name,role,link,expires');
  expect(file[2]).toMatch(/^"Roe, Rob",reviewer,http.*\/invite#/);

  // A link of the file opens.
  const link = /http\S+?\/invite#[^,]+/.exec(file[2] ?? '')?.[0] ?? '';
  const other = await visit(browser);
  await other.page.goto(link);
  await other.page.getByText('A class').first().waitFor();
  await other.context.close();
  await context.close();
  expect(faults).toEqual([]);
});
