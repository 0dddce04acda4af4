import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, Person, Server, sentiment, signIn, texts, visit } from './harness';

let server: Server;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('from the set-up link to the first saved label', async () => {
  const { page, context, faults } = await visit(browser);

  await page.goto(server.base);
  await page.getByText('Open the set-up link').waitFor();
  await page.goto('about:blank');
  await page.goto(server.setUpLink);
  // The first field has the focus: typing is enough.
  await page.getByLabel('Your name').waitFor();
  await page.keyboard.type('Olga Owner');
  await page.keyboard.press('Tab');
  await page.getByLabel('Email').fill('olga@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByText('Too short').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('Olga likes long passwords');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.waitForURL((url) => url.pathname === '/');

  // A token made on the account page is shown once, and works.
  await page.goto(`${server.base}/me`);
  await page.getByLabel('Name of the new token').fill('tests');
  for (const scope of ['Label', 'Manage']) await page.getByRole('checkbox', { name: scope }).check();
  await page.getByRole('button', { name: 'Create the token' }).click();
  const token = await page.getByText(/^cupel_/).textContent();
  const olga = new Person(server, 'olga@example.org', 'Olga likes long passwords', token ?? '');
  await olga.createProject({ name: 'Reviews', key: 'reviews', schema: sentiment, overlap: 2 });
  await olga.importItems('reviews', texts(5));
  await page.reload();
  await page.getByText('tests', { exact: true }).waitFor();
  expect(await page.getByText(token ?? '').count()).toBe(0);

  await page.goto(`${server.base}/p/reviews/label`);
  const item = page.getByRole('region', { name: 'Item' });
  await item.getByText('Review number').waitFor();
  const first = await item.textContent();
  await page.getByRole('radio', { name: 'positive' }).check();
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('All answers saved').waitFor();
  expect(await item.textContent()).not.toBe(first);
  await expect
    .poll(async () => (await olga.call<{ answeredTotal: number }>('GET', '/projects/reviews/mine/stats')).answeredTotal)
    .toBe(1);

  // The link worked once.
  const stranger = await visit(browser);
  await stranger.page.goto(server.setUpLink);
  await stranger.page.getByRole('heading', { name: 'Already set up' }).waitFor();
  await signIn(stranger.page, server, olga, '/p/reviews/label');
  await stranger.context.close();
  await context.close();
  expect([...faults, ...stranger.faults]).toEqual([]);
});

test('an invitation makes an account that sees only its own work', async () => {
  const { page, context, faults } = await visit(browser);
  const { page: ownerPage, context: ownerContext } = await visit(browser);
  await ownerPage.goto(`${server.base}/signin`);
  const wrong = ownerPage.getByText('Email or password is wrong.');
  await ownerPage.getByLabel('Email').fill('olga@example.org');
  await ownerPage.getByLabel('Password', { exact: true }).fill('not her password');
  await ownerPage.getByRole('button', { name: 'Sign in' }).click();
  await wrong.waitFor();
  await ownerPage.getByLabel('Password', { exact: true }).fill('Olga likes long passwords');
  await ownerPage.getByRole('button', { name: 'Sign in' }).click();
  await ownerPage.waitForURL((url) => url.pathname === '/');
  const url = await ownerPage.evaluate(async () => {
    const csrf = decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '');
    const response = await fetch('/api/v1/projects/reviews/invitations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xsrf-token': csrf },
      body: JSON.stringify({ role: 'labeler' }),
    });
    return ((await response.json()) as { url: string }).url;
  });
  await ownerContext.close();

  await page.goto(`${server.base}/invite#${url.split('#')[1]}`);
  await page.getByRole('heading', { name: 'Join Reviews' }).waitFor();
  await page.getByLabel('Your name').fill('Lars Labeler');
  await page.getByLabel('Email').fill('lars@example.org');
  await page.getByLabel('Password', { exact: true }).fill('Lars likes long passwords');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL((address) => address.pathname === '/p/reviews/label');
  // Whoever is new reads the guideline first.
  await page.getByText('Judge what is').waitFor();
  await page.getByRole('button', { name: 'Start labeling' }).click();
  await page.getByRole('region', { name: 'Item' }).getByText('Review number').waitFor();
  // A manager's screen leads back to the queue.
  await page.goto(`${server.base}/p/reviews/items`);
  await page.waitForURL((address) => address.pathname === '/p/reviews/label');
  await context.close();
  expect(faults).toEqual([]);
});
