import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, type Person, Server, sentiment, setUpOwner, visit } from './harness';
import { Mailbox } from './mailbox';

let browser: Browser;
let mailbox: Mailbox;
let server: Server;
let olga: Person;
beforeAll(async () => {
  mailbox = await Mailbox.open();
  [browser, server] = await Promise.all([launch(), Server.start(mailbox.settings)]);
  olga = await setUpOwner(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await mailbox?.close();
});

const NEW = 'shy moose paints fast';

test('who forgot a password has a link sent and sets a new one; another address is used once it is confirmed', async () => {
  await olga.createProject({ name: 'Reviews', key: 'mailed', schema: sentiment, overlap: 1 });
  const nils = await olga.invite('mailed', 'labeler', 'Nils');
  const { page, context, faults } = await visit(browser);

  // The address that was typed already is taken along; where there is no account, the page says the same.
  await page.goto(`${server.base}/signin`);
  await page.getByLabel('Email').fill('nobody@example.org');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect.poll(() => page.getByLabel('Email').inputValue()).toBe('nobody@example.org');
  await page.keyboard.press('Enter');
  await page.getByText('If there is an account for nobody@example.org').waitFor();
  await page.getByRole('button', { name: 'Another address' }).click();
  await page.getByLabel('Email').fill(nils.email);
  await page.keyboard.press('Enter');
  await page.getByText(`If there is an account for ${nils.email}`).waitFor();

  await page.goto(await mailbox.link(nils.email));
  await page.getByText(`For Nils (${nils.email})`).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(NEW);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.waitForURL((url) => url.pathname === '/');

  // Another address: a link goes there, and until it is opened the old one stays.
  await page.goto(`${server.base}/me`);
  const section = page.getByRole('region', { name: 'Email address' });
  await section.getByLabel('New email address').fill('nils.new@example.org');
  await section.getByLabel('Current password').fill('not this one at all');
  await section.getByRole('button', { name: 'Change the address' }).click();
  await section.getByText('This is not your current password.').waitFor();
  await section.getByLabel('Current password').fill(NEW);
  await section.getByRole('button', { name: 'Change the address' }).click();
  await section.getByText('A link was sent to nils.new@example.org.').waitFor();
  await section.getByText(`You sign in with ${nils.email}.`).waitFor();

  await page.goto(await mailbox.link('nils.new@example.org'));
  await page.getByText('Nils wants to sign in with nils.new@example.org').waitFor();
  await page.getByRole('button', { name: 'Use this address' }).click();
  await page.getByRole('heading', { name: 'The address is confirmed' }).waitFor();
  await page.getByRole('link', { name: 'To my account' }).click();
  await page.getByText('You sign in with nils.new@example.org.').waitFor();
  await context.close();

  // The owner sees that mail works, and puts an address right.
  const admin = await visit(browser);
  await admin.page.goto(`${server.base}/signin?next=/admin`);
  await admin.page.getByLabel('Email').fill(olga.email);
  await admin.page.getByLabel('Password', { exact: true }).fill(olga.password);
  await admin.page.getByRole('button', { name: 'Sign in' }).click();
  await admin.page.getByRole('button', { name: 'Send a test mail' }).click();
  await admin.page.getByText(`Sent to ${olga.email}`).waitFor();
  await admin.page.getByRole('button', { name: 'Account of Nils' }).click();
  await admin.page.getByRole('menuitem', { name: 'Change the email address' }).click();
  const field = admin.page.getByLabel('New email address of Nils');
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  await field.fill(olga.email);
  await admin.page.keyboard.press('Enter');
  await admin.page.getByText('There is an account with this e-mail address already.').waitFor();
  await field.fill('nils.moved@example.org');
  await admin.page.keyboard.press('Enter');
  await admin.page.getByText('nils.moved@example.org', { exact: true }).waitFor();
  await admin.context.close();
  expect([...faults, ...admin.faults]).toEqual([]);
});
