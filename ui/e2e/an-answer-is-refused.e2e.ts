import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation, Schema } from '@/shared/api/contract';
import {
  type Browser,
  launch,
  type Page,
  type Person,
  PHONE,
  sentiment,
  sharedServer,
  signIn,
  texts,
  visit,
} from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

const item = (page: Page) => page.getByRole('region', { name: 'Item' });
const list = (page: Page) => page.getByRole('region', { name: '1 answer not accepted' });
const mine = async (person: Person, key: string) =>
  (await person.call<{ annotations: MyAnnotation[] }>('GET', `/projects/${key}/mine?limit=100`)).annotations;

/** The tone without "neutral", and a topic as a second, required question. */
const changed: Schema = {
  ...sentiment,
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'positive' }, { id: 'negative' }] },
    { id: 'topic', type: 'choice', title: 'Topic', options: [{ id: 'delivery' }, { id: 'product' }] },
  ],
};
const change = (key: string) => olga.call('PUT', `/projects/${key}/schema`, { schema: changed, basedOn: 1 });

test.each([
  ['the only item', 1],
  ['one of several', 5],
])('questions that changed while the page was open: the answer to %s is opened, mended and saved', async (_, items) => {
  const key = `questions-${items}`;
  await olga.createProject({ name: 'Questions change', key, schema: sentiment, overlap: 1 });
  await olga.importItems(key, texts(items));
  const lea = await olga.invite(key, 'labeler', `Lea${items}`);
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, lea, `/p/${key}/label`);
  const text = (await item(page).getByText('Review number').textContent()) ?? '';
  await page.waitForLoadState('networkidle');
  await change(key);

  await page.getByRole('radio', { name: 'neutral' }).check();
  await page.getByRole('button', { name: 'Submit' }).click();
  // The status says so, and nothing beside it says that all is well.
  await page.getByRole('button', { name: '1 answer not accepted' }).waitFor();
  expect(await page.getByText('All answers saved').count()).toBe(0);
  await list(page).getByText('"Tone": the option "neutral" is not offered any more.').waitFor();
  // It can be folded away and opened again from the status.
  await list(page).getByRole('button', { name: 'Fold away' }).click();
  await list(page).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '1 answer not accepted' }).click();
  await list(page).getByRole('button', { name: 'Open and fix' }).click();

  await item(page).getByText(text).waitFor();
  await page.getByRole('group', { name: /^Topic/ }).waitFor();
  await page.getByRole('radio', { name: 'negative' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('group', { name: /Topic.*Choose one to go on/ }).waitFor();
  await page.getByRole('radio', { name: 'delivery' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('All answers saved').waitFor();
  expect((await mine(lea, key)).map((one) => [one.item.fields.text, one.answers])).toEqual([
    [text, { tone: 'negative', topic: 'delivery' }],
  ]);
  await context.close();
  expect(faults).toEqual([]);
});

test('a project that is gone: one box says so, nothing more is sent, the answer is found at home and by the old address, and sent once it is back', async () => {
  const key = 'gone';
  await olga.createProject({ name: 'Gone for a while', key, schema: sentiment, overlap: 1 });
  await olga.importItems(key, texts(4));
  const kai = await olga.invite(key, 'labeler', 'Kai');
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, kai, `/p/${key}/label`);
  await item(page).getByText('Review number').waitFor();
  await page.waitForLoadState('networkidle');
  await olga.call('DELETE', `/projects/${key}`);

  await page.getByRole('radio', { name: 'positive' }).check();
  await page.getByRole('button', { name: 'Submit' }).click();
  await list(page).getByText('The project was deleted').waitFor();
  expect(await page.getByText('Check the address').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Open and fix' }).count()).toBe(0);
  await page.waitForLoadState('networkidle');
  expect(await page.getByRole('button', { name: 'Submit' }).isDisabled()).toBe(true);

  await page.reload();
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await list(page).getByText('In the project Gone for a while.').waitFor();
  for (let visitsHome = 0; visitsHome < 3; visitsHome++) {
    await page.goto(server.base);
    await list(page).getByText('In the project Gone for a while.').waitFor();
  }
  await olga.call('POST', `/projects/${key}/restore`);
  await list(page).getByRole('button', { name: 'Send again' }).click();
  await list(page).waitFor({ state: 'hidden' });
  expect(await mine(kai, key)).toHaveLength(1);
  await context.close();
  expect(faults).toEqual([]);
});

test('of an answer that was given elsewhere, too, only what differs is shown, on a phone from the status and never over the button', async () => {
  const key = 'elsewhere';
  await olga.createProject({ name: 'Elsewhere', key, schema: sentiment, overlap: 1 });
  await olga.importItems(key, texts(1));
  const mia = await olga.invite(key, 'labeler', 'Mina');
  const { page, context, faults } = await visit(browser, { viewport: PHONE });
  await signIn(page, server, mia, `/p/${key}/label`);
  await page.getByRole('radio', { name: 'positive' }).check();
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByText('All answers saved').waitFor({ state: 'attached' });
  const other = await context.newPage();
  await other.goto(`${server.base}/p/${key}/label`);
  await expect
    .poll(async () => {
      await other.getByRole('button', { name: 'Previous' }).click();
      return other.getByRole('radio', { name: 'neutral' }).count();
    })
    .toBe(1);
  await other.getByRole('radio', { name: 'neutral' }).check();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await mine(mia, key))[0]?.answers.tone).toBe('neutral');

  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByRole('radio', { name: 'negative' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: '1 not accepted' }).waitFor();
  expect(await list(page).count()).toBe(0);
  await page.getByRole('button', { name: '1 not accepted' }).click();
  await list(page).getByRole('row', { name: 'Tone neutral negative' }).waitFor();
  expect((await list(page).boundingBox())?.height).toBeLessThan(844 * 0.4);
  await list(page).getByRole('button', { name: 'Save mine on top' }).click();
  await expect.poll(async () => (await mine(mia, key))[0]?.answers.tone).toBe('negative');
  await list(page).waitFor({ state: 'hidden' });
  await context.close();
  expect(faults).toEqual([]);
});
