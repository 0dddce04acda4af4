import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow, TalkThread, UnreadCount } from '@/shared/api/contract';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
let ines: Person;
let rolf: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'News', key: 'news', schema: sentiment, overlap: 2 });
  await olga.call('PATCH', '/projects/news', { decisionFeedback: true });
  await olga.importItems('news', texts(2));
  ines = await olga.invite('news', 'labeler', 'Ines');
  rolf = await olga.invite('news', 'reviewer', 'Rolf');
});
afterAll(async () => {
  await browser?.close();
});

const items = async () => (await olga.call<{ items: ItemRow[] }>('GET', '/projects/news/items')).items;
const unread = (person: Person) => person.call<UnreadCount>('GET', '/inbox/unread');

test('whoever is concerned finds it in the inbox, opens it there, and marks it as read', async () => {
  // Ines answers with a question; Rolf replies, decides, and the guideline becomes clearer.
  for (let n = 0; n < 2; n++) {
    const { assignment } = await ines.call<{ assignment: { id: string } }>('POST', '/projects/news/next', {});
    await ines.call('PUT', `/assignments/${assignment.id}/annotation`, {
      saveId: crypto.randomUUID(),
      outcome: 'submitted',
      answers: { tone: 'positive' },
      comment: n === 0 ? 'Is late bad?' : null,
      activeMs: 1000,
      schemaVersion: 1,
      guidelineVersion: 1,
    });
  }
  const [first, second] = await items();
  const found = await Promise.all(
    [first, second].map(async (item) => ({
      item,
      threads: (await olga.call<{ threads: TalkThread[] }>('GET', `/projects/news/items/${item?.id}/threads`)).threads,
    })),
  );
  const asked = found.find(({ threads }) => threads.length > 0);
  await rolf.call('POST', '/projects/news/comments', {
    saveId: crypto.randomUUID(),
    thread: asked?.threads[0]?.id,
    text: 'Yes, **always**.',
  });
  for (const item of [first, second])
    await rolf.call('PUT', `/projects/news/items/${item?.id}/adjudication`, {
      answers: { tone: item === asked?.item ? 'negative' : 'positive' },
      reason: 'Late is what the writer complains about.',
    });
  await olga.call('POST', '/projects/news/guidelines', {
    markdown: '# Guideline\n\nJudge what is *meant*.\n\nLate is bad.',
    note: 'Late is bad',
    basedOn: 1,
  });
  expect((await unread(ines)).count).toBe(3);

  const { page, context, faults } = await visit(browser);
  await signIn(page, server, ines, '/p/news/label');
  await page.getByRole('link', { name: 'Inbox, 3 unread' }).click();
  await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  await page.getByText('Yes, always.').waitFor();

  // The reply opens where it was said.
  await page.getByRole('link', { name: /Rolf wrote a comment/ }).click();
  await page.getByText('always', { exact: true }).waitFor();
  await page.getByText('Is late bad?').waitFor();
  await page.getByRole('link', { name: 'Inbox, 2 unread' }).click();

  // A version opens with what changed.
  await page.getByRole('link', { name: /changed the guideline: version 2/ }).click();
  await page.getByText('Late is bad.').waitFor();
  expect(await page.getByRole('radio', { name: /Changes/ }).isChecked()).toBe(true);
  await page.getByRole('link', { name: 'Inbox, 1 unread' }).click();

  // The decisions of the day come as one line, with their reasons beside one's own answers.
  const decisions = page.getByRole('link', { name: /2 decisions on items you answered/ });
  await decisions.waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('All marked as read.').waitFor();
  await expect.poll(async () => (await unread(ines)).count).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Inbox, 1 unread' }).waitFor();
  await page.getByRole('button', { name: /^Mark as read: 2 decisions/ }).click();
  await expect.poll(async () => (await unread(ines)).count).toBe(0);
  await decisions.click();
  await page.getByRole('heading', { name: 'Decisions on your items' }).waitFor();
  await page.getByText('the same', { exact: true }).waitFor();
  expect(await page.getByText('Late is what the writer complains about.').count()).toBe(2);

  // Whoever is told may ask, and the reviewers hear of it.
  await page.getByRole('button', { name: 'Ask about it' }).first().click();
  await page.keyboard.type('Why?');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: 'Sent: open the comments' }).click();
  await page.getByText('Why?', { exact: true }).waitFor();
  await context.close();

  const lead = await visit(browser, { colorScheme: 'dark' });
  await signIn(lead.page, server, rolf);
  await lead.page.goto(`${server.base}/inbox?project=news`);
  await lead.page.getByRole('link', { name: /1 comment came with answers/ }).waitFor();
  await lead.page.getByRole('link', { name: /1 comment came with answers/ }).click();
  await lead.page.waitForURL(/\/p\/news\/items\?commented=yes/);
  await lead.context.close();
  expect([...faults, ...lead.faults]).toEqual([]);
});
