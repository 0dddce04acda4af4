import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga: owner } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test('an owner finds an account, signs it out, switches it off and on again; nobody else gets there', async () => {
  await owner.createProject({ name: 'Well kept', key: 'well-kept', schema: sentiment, overlap: 1 });
  const nora = await owner.invite('well-kept', 'manager', 'Noraquist');

  // Who owns no installation has no such entry, and the address leads to the projects.
  const theirs = await visit(browser);
  await signIn(theirs.page, server, nora, '/');
  await theirs.page.getByRole('button', { name: 'Account' }).click();
  await theirs.page.getByRole('menuitem', { name: 'My account' }).waitFor();
  expect(await theirs.page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0);
  await theirs.page.keyboard.press('Escape');
  await theirs.page.goto(`${server.base}/admin`);
  await theirs.page.waitForURL((url) => url.pathname === '/');

  // The owner gets there by the menu.
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, owner, '/');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Administration' }).click();
  await page.getByText('PostgreSQL 18').waitFor();
  await page.getByLabel('Find by name or email').fill('QUIST');
  await page.getByText('1 account', { exact: true }).waitFor();
  const row = page.getByRole('listitem').filter({ hasText: 'Noraquist' });
  await row.getByText('signed in on 2 browsers', { exact: true }).waitFor(); // where the invitation was taken, and this one

  // Signed out everywhere: the other page asks for the password.
  await row.getByRole('button', { name: 'Account of Noraquist' }).click();
  await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
  await row.getByText('signed out everywhere').waitFor();
  await row.getByText('not signed in').waitFor();
  await theirs.page.goto(`${server.base}/me`);
  await theirs.page.waitForURL((url) => url.pathname === '/signin');

  // Off, found among those who are off, and on again by the way back.
  await row.getByRole('button', { name: 'Account of Noraquist' }).click();
  await page.getByRole('menuitem', { name: 'Switch the account off' }).click();
  await row.getByText('switched off', { exact: false }).waitFor();
  await page.getByText('Switched off', { exact: true }).click();
  await page.getByText('1 account', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('0 accounts', { exact: true }).waitFor();
  await signIn(theirs.page, server, nora, '/');

  // The only owner cannot lock everybody out.
  await page.getByText('All', { exact: true }).click();
  await page.getByLabel('Find by name or email').fill(owner.email);
  const mine = page.getByRole('listitem').filter({ hasText: owner.email });
  await mine.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Switch the account off' }).click();
  await mine.getByText('the only owner', { exact: false }).waitFor();
  await page.reload();
  await page.getByText('PostgreSQL 18').waitFor();
  await context.close();
  await theirs.context.close();
  expect([...faults, ...theirs.faults].filter((fault) => !/40[139]/.test(fault))).toEqual([]);
});
