import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, sentiment, sharedServer, visit } from './harness';

const { server, olga: owner } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const FORGOTTEN = 'Mia likes long passwords';
const NEW = 'shy moose paints fast';

test('who forgot a password gets a link from an owner, sets a new one, and the link is used up', async () => {
  await owner.createProject({ name: 'Reviews', key: 'forgotten', schema: sentiment, overlap: 1 });
  const mia = await owner.invite('forgotten', 'labeler', 'Mia');

  // The person looks for help where it is needed.
  const { page, context, faults } = await visit(browser);
  await page.goto(`${server.base}/signin`);
  await page.getByText('Forgot your password?').click();
  await page.getByText('Ask an owner of this installation').waitFor();

  // The owner makes a link on the people screen.
  const { page: ownerPage, context: ownerContext, faults: ownerFaults } = await visit(browser);
  await ownerPage.goto(`${server.base}/signin?next=/p/forgotten/people`);
  await ownerPage.getByLabel('Email').fill(owner.email);
  await ownerPage.getByLabel('Password', { exact: true }).fill(owner.password);
  await ownerPage.getByRole('button', { name: 'Sign in' }).click();
  await ownerPage.getByRole('button', { name: 'Account of Mia' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Link for a new password' }).click();
  const link = await ownerPage.getByLabel('Link for a new password', { exact: true }).inputValue();
  expect(link.startsWith(`${server.base}/reset#`)).toBe(true);

  // The person sets a new password; an easily guessed one is named while it is typed.
  await page.goto(link);
  await page.getByText(`For Mia (${mia.email})`).waitFor();
  await page.getByLabel('Password', { exact: true }).fill('password12');
  await page.getByText('Easily guessed').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(NEW);
  await expect.poll(() => page.getByText('Easily guessed').count()).toBe(0);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await context.close();

  // The link is used up, the old password is gone, the new one works; the token that was not kept has ended.
  const again = await visit(browser);
  await again.page.goto(link);
  await again.page.getByRole('heading', { name: 'This link has been used' }).waitFor();
  await again.page.getByRole('link', { name: 'Sign in' }).click();
  for (const [password, said] of [
    [FORGOTTEN, 'Email or password is wrong.'],
    [NEW, ''],
  ] as const) {
    await again.page.getByLabel('Email').fill(mia.email);
    await again.page.getByLabel('Password', { exact: true }).fill(password);
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    if (said) await again.page.getByText(said).waitFor();
  }
  await again.page.waitForURL((url) => url.pathname === '/');
  await expect(mia.call('GET', '/me')).rejects.toThrow('401');

  // Switched off: out at once, and told so at the door.
  await ownerPage.getByRole('button', { name: 'Account of Mia' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Switch the account off' }).click();
  await ownerPage.getByText('switched off', { exact: true }).waitFor();
  await again.context.close();
  const off = await visit(browser);
  await off.page.goto(`${server.base}/signin`);
  await off.page.getByLabel('Email').fill(mia.email);
  await off.page.getByLabel('Password', { exact: true }).fill(NEW);
  await off.page.getByRole('button', { name: 'Sign in' }).click();
  await off.page.getByText('This account is switched off.').waitFor();
  await off.context.close();
  await ownerContext.close();
  expect([...faults, ...again.faults, ...off.faults, ...ownerFaults]).toEqual([]);
});
