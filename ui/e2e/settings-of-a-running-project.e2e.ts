import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow, Project } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

const project = () => olga.call<Project>('GET', '/projects/running');
const states = async () =>
  (await olga.call<{ items: ItemRow[] }>('GET', '/projects/running/items')).items.map((item) => item.status).sort();

test('a lead changes a project while people work, sees what follows, and takes it back', async () => {
  await olga.createProject({ name: 'Running', key: 'running', schema: sentiment, overlap: 1 });
  await olga.importItems('running', texts(2));
  const edda = await olga.invite('running', 'labeler', 'Edda');
  const { page, context, faults } = await visit(browser);

  await signIn(page, server, edda, '/p/running/label');
  await page.getByRole('radio').first().waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect.poll(states).toEqual(['complete', 'unlabeled']);
  await context.clearCookies();

  await signIn(page, server, olga, '/p/running/settings');
  const overlap = page.getByLabel('Answers per item');
  await overlap.fill('101');
  await page.getByText('1 to 100').waitFor();
  await page.keyboard.press('Escape');
  expect(await overlap.inputValue()).toBe('1');
  await overlap.fill('2');
  await page.keyboard.press('Enter');
  // In the notice with its way back, and soon in the history below.
  await page.getByText('Answers per item: 1 → 2').first().waitFor();
  await expect.poll(states).toEqual(['in_progress', 'unlabeled']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(states).toEqual(['complete', 'unlabeled']);
  await expect.poll(() => overlap.inputValue()).toBe('1');

  // By keyboard alone, with what it means read out beside it.
  const again = page.getByRole('switch', { name: 'Ask people again' });
  await again.focus();
  await page.keyboard.press('Space');
  await page.getByText('About 5% of what people get').waitFor();
  await page.getByLabel('Not before').fill('48');
  await page.getByLabel('Name', { exact: true }).focus();
  await expect
    .poll(async () => {
      const { repeatEvery, repeatAfterHours } = await project();
      return [repeatEvery, repeatAfterHours];
    })
    .toEqual([20, 48]);

  await page.getByLabel('Name', { exact: true }).fill('Running again');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await project()).name).toBe('Running again');

  // Everything is in the history, with who did it; what was taken back too.
  const history = page.getByRole('region', { name: 'History' });
  await history.getByText('Name: Running → Running again').waitFor();
  await history.getByText('Answers per item: 2 → 1').waitFor();
  await history.getByText('Answers per item: 1 → 2').waitFor();
  await history.getByText('Ask people again: off → one in 20').waitFor();
  await history.getByText('Not before: 24 hours → 48 hours').waitFor();
  expect(await history.getByText(/^Olga Owner, /).count()).toBe(5);

  await page.getByRole('button', { name: 'Move to the bin' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByText('Running again is in the bin.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(async () => (await project()).deletedAt ?? 'there').toBe('there');
  expect(faults).toEqual([]);
  await context.close();
});
