import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow, TalkThread } from '@/shared/api/contract';
import { type Browser, launch, type Person, PHONE, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
let lea: Person;
let ron: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Talking', key: 'talking', schema: sentiment, overlap: 2 });
  await olga.importItems('talking', texts(3));
  lea = await olga.invite('talking', 'labeler', 'Lea');
  ron = await olga.invite('talking', 'reviewer', 'Ronald');
});
afterAll(async () => {
  await browser?.close();
});

const commented = async () =>
  (await olga.call<{ items: ItemRow[] }>('GET', '/projects/talking/items?commented=true')).items;
const threads = async (item: number) =>
  (await olga.call<{ threads: TalkThread[] }>('GET', `/projects/talking/items/${item}/threads`)).threads;

test('a note is replied to, the reply is read where it is meant, and the thread is marked as done', async () => {
  // The labeler asks with the answer, as comments always came.
  const first = await visit(browser);
  await signIn(first.page, server, lea, '/p/talking/label');
  await first.page.getByRole('radio', { name: 'positive' }).check();
  await first.page.keyboard.press('c');
  await first.page.getByRole('textbox', { name: 'Comment' }).fill('Is **late** always bad?');
  await first.page.keyboard.press('Enter');
  await expect.poll(async () => (await commented()).length).toBe(1);
  await first.context.close();

  // The lead finds it in the list, replies by keyboard and names the reviewer.
  const lead = await visit(browser);
  await signIn(lead.page, server, olga, '/p/talking/items');
  await lead.page.getByRole('button', { name: 'Answered' }).click();
  await lead.page.getByRole('combobox', { name: 'Comments' }).click();
  await lead.page.getByRole('option', { name: 'Open comments', exact: true }).click();
  await lead.page.getByText('1 item', { exact: true }).waitFor();
  const item = (await commented())[0]?.id ?? 0;
  await lead.page.goto(`${server.base}/p/talking/items/${item}`);
  const thread = lead.page.getByRole('region', { name: 'About the answer of Lea' });
  await thread.getByText('late', { exact: true }).waitFor();
  expect(await thread.locator('strong', { hasText: 'late' }).count()).toBe(1);
  await thread.getByRole('button', { name: 'Reply', exact: true }).click();
  await lead.page.keyboard.type('Not where it worked. @Ro');
  await lead.page.getByRole('option', { name: /Ronald/ }).waitFor();
  await lead.page.keyboard.press('Enter');
  await lead.page.keyboard.type('agrees. <b>Really</b>.');
  await lead.page.keyboard.press('Control+Enter');
  await thread.getByText('@Ronald').waitFor();
  await thread.getByText('<b>Really</b>').waitFor();
  await expect
    .poll(async () => (await threads(item))[0]?.comments[0]?.text)
    .toMatch(/^Not where it worked\. @\{\d+\} agrees\./);

  // A mistake is mended; deleting can be undone.
  await thread.getByRole('button', { name: 'Edit' }).click();
  const box = thread.getByRole('textbox', { name: 'Change this comment' });
  expect(await box.inputValue()).toContain('@Ronald');
  await box.fill('Only where it did not work. @Ronald agrees.');
  await thread.getByRole('button', { name: 'Save' }).click();
  await thread.getByText('edited').waitFor();
  await thread.getByRole('button', { name: 'Delete' }).click();
  await thread.getByText('Only where it did not work.').waitFor({ state: 'hidden' });
  await lead.page.getByRole('button', { name: 'Undo' }).click();
  await thread.getByText('Only where it did not work.').first().waitFor();

  // The labeler reads it on a phone, without learning anything that is not theirs, and answers.
  const id = (await threads(item))[0]?.id ?? 0;
  const phone = await visit(browser, { viewport: PHONE, colorScheme: 'dark' });
  await signIn(phone.page, server, lea, `/p/talking/talk/${id}`);
  await phone.page.getByText('Only where it did not work.').waitFor();
  await phone.page
    .getByText(/Review number \d/)
    .first()
    .waitFor();
  await phone.page.getByRole('textbox', { name: 'Reply' }).fill('Then it is negative, thanks.');
  await phone.page.getByRole('button', { name: 'Reply' }).click();
  await phone.page.getByText('Then it is negative, thanks.').waitFor();
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await phone.page.getByRole('button', { name: 'Mark as done' }).count()).toBe(0);

  // The reviewer has the last word, and the list is empty again.
  const review = await visit(browser);
  await signIn(review.page, server, ron, `/p/talking/items/${item}`);
  const there = review.page.getByRole('region', { name: 'About the answer of Lea' });
  await there.getByText('Then it is negative, thanks.').waitFor();
  await there.getByRole('button', { name: 'Reply', exact: true }).click();
  await review.page.keyboard.type('Good.');
  await there.getByRole('button', { name: 'Reply and mark as done' }).click();
  await review.page.getByRole('button', { name: '1 thread marked as done' }).waitFor();
  expect(await commented()).toEqual([]);
  expect([...first.faults, ...lead.faults, ...phone.faults, ...review.faults]).toEqual([]);
});

test('what was begun is not lost, neither by a refusal nor by another item', async () => {
  const { items } = await olga.call<{ items: ItemRow[] }>('GET', '/projects/talking/items');
  let item = 0;
  for (const { id } of items) if ((await threads(id)).length === 0) item = id;
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, `/p/talking/items/${item}`);
  await page.getByText('Nobody has said anything about this item yet.').waitFor();
  await page.keyboard.press('c');
  await page.keyboard.type('Is this one spam?');
  await page.route('**/comments', (route) => route.abort());
  await page.keyboard.press('Control+Enter');
  await page.getByText('What you wrote is still here, not sent.').waitFor();
  const box = page.getByRole('textbox', { name: 'Write a comment' });
  expect(await box.inputValue()).toBe('Is this one spam?');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Review', exact: true }).click();
  await page.goBack();
  await expect.poll(() => box.inputValue()).toBe('Is this one spam?');
  await page.unroute('**/comments');
  await box.press('Control+Enter');
  await page.getByRole('region', { name: 'About the item' }).getByText('Is this one spam?').waitFor();
  expect(await box.inputValue()).toBe('');
  expect(await threads(item)).toHaveLength(1);
  await context.close();
  expect(faults).toEqual([]);
});
