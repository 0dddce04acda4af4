import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow, Pilot, Stages } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

const path = '/projects/trusted';
const items = async () => (await olga.call<{ items: ItemRow[] }>('GET', `${path}/items`)).items;
const stages = () => olga.call<Stages>('GET', `${path}/stages`);

test('somebody fails the test, takes it again and labels; a pilot gates the rest; a reviewer audits what is finished', async () => {
  await olga.createProject({ name: 'Trusted', key: 'trusted', schema: sentiment, overlap: 1 });
  await olga.importItems('trusted', texts(9));
  for (const { id } of (await items()).slice(0, 4))
    await olga.call('PUT', `${path}/items/${id}/gold`, { answers: { tone: 'positive' } });
  const thea = await olga.invite('trusted', 'labeler', 'Thea');
  const { page, context, faults } = await visit(browser);

  // The lead turns the test on: two items, both must be right.
  await signIn(page, server, olga, '/p/trusted/settings');
  await page.getByRole('switch', { name: 'Test before labeling' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('Labelers get nothing else until').waitFor();
  await page.getByLabel('Items in the test').fill('2');
  await page.keyboard.press('Enter');
  await page.getByLabel('Needed').fill('100');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stages()).qualificationNeeded).toBe(2);
  await context.clearCookies();

  // The labeler fails it.
  await signIn(page, server, thea, '/p/trusted/label');
  await page.getByText('Test', { exact: true }).waitFor();
  await page.getByText('2 left for you').waitFor();
  // The second is on its way to the screen already; it changes nothing any more.
  for (let i = 0; i < 2; i++) {
    await page.getByRole('radio').first().waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
  }
  await page.getByText('The test was not passed').waitFor();
  await context.clearCookies();

  // The lead lets her take it again.
  await signIn(page, server, olga, '/p/trusted/people');
  await page.getByText(/Test not passed: 0 of \d right, 2 of 2 needed/).waitFor();
  await page.getByRole('button', { name: 'Let them take it again' }).click();
  await page.getByText('Test: 0 of 0 right so far, 2 of 2 needed').waitFor();
  await page.getByRole('combobox', { name: 'Skills of Thea' }).fill('german');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () =>
      (await olga.call<{ members: { displayName: string; skills: string[] }[] }>('GET', `${path}/members`)).members
        .filter(({ displayName }) => displayName === 'Thea')
        .map(({ skills }) => skills),
    )
    .toEqual([['german']]);

  // And starts a pilot for those who pass.
  await page.goto(new URL('/p/trusted/quality', page.url()).href);
  await page.getByRole('button', { name: 'Start a pilot' }).click();
  await page.getByLabel('Items', { exact: true }).fill('2');
  await page.getByLabel('Answers for each').fill('2');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('0 of 4 answers').waitFor();
  await context.clearCookies();

  await signIn(page, server, thea, '/p/trusted/label');
  for (let i = 0; i < 2; i++) {
    await page.getByText(`${2 - i} left for you`).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
  }
  await page.getByText('Pilot', { exact: true }).waitFor();
  for (let i = 0; i < 2; i++) {
    await page.getByText(`${2 - i} left for you`).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
  }
  await page.getByText('Your part of the pilot is done').waitFor();
  await context.clearCookies();

  // Below its target the pilot ends with a reason only.
  await signIn(page, server, olga, '/p/trusted/quality');
  await page.getByText('2 of 4 answers').waitFor();
  await page.getByRole('button', { name: 'End it all the same' }).click();
  await page.getByLabel('Why end it before all answers are there?').fill('Only Thea is here today.');
  await page.getByRole('button', { name: 'End the pilot and open the rest' }).click();
  await page.getByText('Opened all the same: Only Thea is here today.').waitFor();
  const [pilot] = (await olga.call<{ pilots: Pilot[] }>('GET', `${path}/pilots`)).pilots;
  expect(pilot?.endedBy).toBe('Olga Owner');

  // What is finished is audited by somebody who runs the project, on the page where they label.
  await expect
    .poll(async () => (await items()).filter(({ status }) => status === 'complete').length)
    .toBeGreaterThan(1);
  await olga.call('PATCH', `${path}/stages`, { auditEvery: 1 });
  await page.goto(new URL('/p/trusted/label', page.url()).href);
  await page.getByText('Audit', { exact: true }).waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await stages()).counts.auditsDone).toBe(1);
  expect(faults).toEqual([]);
});
