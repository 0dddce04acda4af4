import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Moved here', key: 'moved', schema: sentiment, overlap: 2 });
});
afterAll(async () => {
  await browser?.close();
});

test('an export brings its annotations only if the box is ticked, and the annotators are told to be imported', async () => {
  const said = (annotator: string) => ({ annotator, answers: { tone: 'positive' }, activeMs: 900 });
  const line = { key: 'r1', fields: { text: 'Late, but worth it' }, annotations: [said('Ann Albrecht'), said('Bob')] };
  const file = { name: 'moved.jsonl', mimeType: 'text/plain', buffer: Buffer.from(`${JSON.stringify(line)}\n`) };
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/moved/import');
  const tally = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  for (const ticked of [false, true]) {
    await page.locator('input[type=file]').setInputFiles(file);
    const box = page.getByRole('checkbox', { name: 'Bring the annotations along' });
    await box.waitFor();
    expect(await box.isChecked(), 'off until somebody ticks it').toBe(false);
    if (ticked) await box.check();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'Imported moved.jsonl' }).waitFor();
    if (ticked) await expect.poll(tally).toContain('2 annotations added 2 new annotators');
    else expect(await tally()).not.toContain('annotations');
    await page.getByRole('button', { name: 'Import another file' }).click();
  }
  await page.goto(`${server.base}/p/moved/people`);
  const ann = page.getByRole('listitem').filter({ hasText: 'Ann Albrecht' });
  await ann.getByText('imported', { exact: true }).waitFor();
  expect(await ann.getByLabel('Role of Ann Albrecht').count(), 'their role is no choice').toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});
