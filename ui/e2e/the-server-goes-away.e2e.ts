import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation } from '@/shared/api/contract';
import {
  type Browser,
  launch,
  type Page,
  type Person,
  Server,
  sentiment,
  setUpOwner,
  signIn,
  texts,
  visit,
} from './harness';

let server: Server;
let browser: Browser;
let olga: Person;
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  olga = await setUpOwner(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const item = (page: Page) => page.getByRole('region', { name: 'Item' });

/** Answers what is on screen by keyboard and returns its text. */
async function answer(page: Page, digit: string): Promise<string> {
  const before = (await item(page).getByText('Review number').textContent()) ?? '';
  await page.keyboard.press(digit);
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await item(page).count()) === 0 || (await item(page).innerText()).includes(before))
    .toBe(false);
  return before;
}

/** Texts answered so far, as the server has them, by the option chosen. */
async function onServer(key: string): Promise<Map<string, unknown>> {
  const { annotations } = await olga.call<{ annotations: MyAnnotation[] }>('GET', `/projects/${key}/mine?limit=100`);
  return new Map(annotations.map((one) => [String(one.item.fields.text), one.answers.tone]));
}

test('answers given while the server is dead are kept on the device and sent when it is back', async () => {
  await olga.createProject({ name: 'Outage', key: 'outage', schema: sentiment, overlap: 1 });
  await olga.importItems('outage', texts(12));
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/outage/label');
  await item(page).getByText('Review number').waitFor();
  const given = [await answer(page, '1')];
  await page.getByText('All answers saved').waitFor();
  // Two more items are on the device before the lights go out.
  await page.waitForLoadState('networkidle');
  await server.kill();

  given.push(await answer(page, '2'), await answer(page, '3'));
  await page.keyboard.press('1');
  const last = (await item(page).getByText('Review number').textContent()) ?? '';
  await page.keyboard.press('Enter');
  given.push(last);
  // Beside the work, and, as no item is left on the device, in its place.
  await page.getByText('3 answers kept on this device').waitFor();
  await page.getByText('The server cannot be reached. 3 answers are kept on this device').waitFor();

  await server.resume();
  await page.getByText('All answers saved').waitFor({ timeout: 40_000 });
  // The next item comes by itself, and the person is still signed in.
  await item(page).getByText('Review number').waitFor({ timeout: 40_000 });
  expect(await onServer('outage')).toEqual(
    new Map(given.map((text, index) => [text, ['positive', 'negative', 'neutral', 'positive'][index]])),
  );
  await context.close();
  expect(faults).toEqual([]);
});

test('answers not sent when the page was closed are sent by the next visit, and a half-given answer is still there', async () => {
  await olga.createProject({ name: 'Reload', key: 'reload', schema: sentiment, overlap: 1 });
  await olga.importItems('reload', texts(12));
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/reload/label');
  await item(page).getByText('Review number').waitFor();
  await page.waitForLoadState('networkidle');
  await server.kill();
  const given = [await answer(page, '1'), await answer(page, '2')];
  const half = (await item(page).getByText('Review number').textContent()) ?? '';
  await page.keyboard.press('3');
  await page.getByText('2 answers kept on this device').waitFor();
  await page.goto('about:blank');

  await server.resume();
  await page.goto(`${server.base}/p/reload/label`);
  await item(page).getByText(half).waitFor({ timeout: 40_000 });
  expect(await page.getByRole('radio', { name: 'neutral' }).isChecked()).toBe(true);
  await expect
    .poll(() => onServer('reload'), { timeout: 40_000 })
    .toEqual(
      new Map([
        [given[0], 'positive'],
        [given[1], 'negative'],
      ]),
    );
  await page.getByText('All answers saved').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('when the session has ended the answers wait for the sign-in', async () => {
  await olga.createProject({ name: 'Session', key: 'session', schema: sentiment, overlap: 1 });
  await olga.importItems('session', texts(6));
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/session/label');
  await item(page).getByText('Review number').waitFor();
  await page.waitForLoadState('networkidle');
  await context.clearCookies();
  const given = await answer(page, '2');
  await page.getByText('You were signed out.').waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email').fill(olga.email);
  await page.getByLabel('Password', { exact: true }).fill(olga.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/p/session/label');
  await expect.poll(() => onServer('session')).toEqual(new Map([[given, 'negative']]));
  await context.close();
  expect(faults).toEqual([]);
});
