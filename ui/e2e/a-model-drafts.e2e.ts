import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation } from '@/shared/api/contract';
import { type Browser, launch, PHONE, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

const mine = async () =>
  (await olga.call<{ annotations: MyAnnotation[] }>('GET', '/projects/drafted/mine')).annotations.map(
    (one) => one.answers.tone,
  );

test('what a model proposes is filled in, named, checked by one key, or cleared', async () => {
  await olga.createProject({ name: 'Drafted', key: 'drafted', schema: sentiment, overlap: 1 });
  // Without gold items come in the order of their file.
  await olga.call('PATCH', '/projects/drafted', { draftsWithheldEvery: 0, goldEvery: 0 });
  await olga.importItems(
    'drafted',
    texts(3).map((item, index) => ({ ...item, key: `d${index}` })),
  );
  await olga.call('PUT', '/projects/drafted/drafts', {
    source: 'classifier 3',
    drafts: [0, 1].map((index) => ({ key: `d${index}`, answers: { tone: 'negative' } })),
  });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/drafted/label');
  const negative = page.getByRole('radio', { name: 'negative' });
  const by = page.getByText('Filled in by classifier 3');
  await by.waitFor();
  expect(await negative.isChecked()).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(mine).toEqual(['negative']);

  await by.waitFor();
  await page.getByRole('button', { name: 'Start empty' }).click();
  await expect.poll(() => negative.isChecked()).toBe(false);
  await page.keyboard.press('z');
  await expect.poll(() => negative.isChecked()).toBe(true);
  await page.keyboard.press('Shift+Backspace');
  await expect.poll(() => negative.isChecked()).toBe(false);
  // What is done stays done over a reload: the draft does not come back in front of it.
  await page.keyboard.press('1');
  await expect.poll(() => page.getByRole('radio', { name: 'positive' }).isChecked()).toBe(true);
  // Written once the hand rests.
  await page.waitForTimeout(1500);
  await page.reload();
  await by.waitFor();
  expect(await page.getByRole('radio', { name: 'positive' }).isChecked()).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(mine).toEqual(['positive', 'negative']);

  await expect.poll(() => by.count()).toBe(0);
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
  await page.setViewportSize(PHONE);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

  await page.goto(`${server.base}/p/drafted/settings`);
  await page.getByText('classifier 3').waitFor();
  await page.getByText('2 drafts').waitFor();
  await page.getByRole('button', { name: 'Take out the drafts of classifier 3' }).click();
  await page.getByText('No model has sent any.').waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
