import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assignment, ItemRow, TalkThread } from '@/shared/api/contract';
import { settled, violations } from './axe';
import {
  type Browser,
  launch,
  type Page,
  PHONE,
  pictures,
  sentiment,
  sharedServer,
  signIn,
  talk,
  talks,
  texts,
  type Visit,
  visit,
  WIDE,
} from './harness';
import { picture } from './pictures';

const { server, olga } = sharedServer();
let browser: Browser;
let itemId = 0;
let talkId = 0;
let pictureId = 0;
let threadId = 0;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({
    name: 'Reviews',
    key: 'reviews',
    schema: sentiment,
    overlap: 2,
    guideline: '# Guideline\n\nJudge what is *meant*.\n\n| sign | means |\n|---|---|\n| "never again" | negative |',
  });
  await olga.importItems('reviews', texts(12));
  const people = await Promise.all([
    olga.invite('reviews', 'labeler', 'Ada'),
    olga.invite('reviews', 'labeler', 'Ben'),
  ]);
  for (const [offset, person] of people.entries())
    for (let index = 0; index < 10; index++) {
      const { assignment } = await person.call<{ assignment?: Assignment }>('POST', '/projects/reviews/next', {
        holding: [],
      });
      if (!assignment) break;
      const tone = ['positive', 'negative', 'neutral'][
        (String(assignment.item.fields.text).length + (index % 3 === 0 ? offset : 0)) % 3
      ];
      await person.call('PUT', `/assignments/${assignment.id}/annotation`, {
        saveId: crypto.randomUUID(),
        outcome: 'submitted',
        answers: { tone },
        activeMs: 4000,
        schemaVersion: assignment.schemaVersion,
        guidelineVersion: assignment.guidelineVersion,
      });
    }
  await olga.createProject({ name: 'Talks', key: 'talks', schema: talks, overlap: 1 });
  await olga.importItems('talks', [talk]);
  talkId = (await olga.call<{ items: ItemRow[] }>('GET', '/projects/talks/items')).items[0]?.id ?? 0;
  await olga.createProject({ name: 'Pictures', key: 'pictures', schema: pictures, overlap: 1 });
  await olga.uploadImage('pictures', 'a.png', picture(1600, 1200, [200, 90, 40]));
  await olga.importItems('pictures', [
    { key: 'p1', left: 'a.png', right: 'a.png' },
    { key: 'p2', left: 'a.png', right: 'later.png' },
  ]);
  pictureId = (await olga.call<{ items: ItemRow[] }>('GET', '/projects/pictures/items')).items[1]?.id ?? 0;
  await olga.call('POST', '/me/tokens', { name: 'notebook', scopes: ['read'] });
  itemId = (await olga.call<{ items: ItemRow[] }>('GET', '/projects/reviews/items')).items[0]?.id ?? 0;
  const doubtful = await people[0]?.call<{ assignment?: Assignment }>('POST', '/projects/reviews/next', {});
  await people[0]?.call('PUT', `/assignments/${doubtful?.assignment?.id}/annotation`, {
    saveId: crypto.randomUUID(),
    outcome: 'skipped',
    answers: {},
    skipReason: 'I cannot read this',
    activeMs: 1000,
    schemaVersion: 1,
    guidelineVersion: 1,
  });
  const say = (comment: object) =>
    olga.call<TalkThread>('POST', '/projects/reviews/comments', { saveId: crypto.randomUUID(), ...comment });
  threadId = (await say({ item: itemId, text: 'Is this **spam**? See https://example.org.\n\n- `code`\n\n> said' })).id;
  await say({ item: itemId, text: 'Good.', forLabelers: true, resolve: true });
  const renate = await olga.invite('reviews', 'reviewer', 'Renate');
  const { threads } = await renate.call<{ threads: TalkThread[] }>('GET', `/projects/reviews/items/${itemId}/threads`);
  const olgaId = threads[0]?.comments[0]?.by.member;
  await renate.call('POST', '/projects/reviews/comments', {
    saveId: crypto.randomUUID(),
    thread: threadId,
    text: `No, @{${olgaId}}.`,
  });
});
afterAll(async () => {
  await browser?.close();
});

const PROJECT_SCREENS = [
  '',
  '/label',
  '/mine',
  '/items',
  '/quality',
  '/review',
  '/guideline',
  '/schema',
  '/people',
  '/import',
  '/exports',
  '/settings',
];

/** Every screen, as the owner of a project with some answers sees it. */
const screens = (): string[] => [
  '/',
  '/new',
  '/me',
  '/jobs',
  '/inbox',
  ...PROJECT_SCREENS.map((rest) => `/p/reviews${rest}`),
  `/p/reviews/items/${itemId}`,
  `/p/reviews/talk/${threadId}`,
  '/p/reviews/decisions',
  '/p/reviews/review?what=doubts',
  '/p/talks/label',
  '/p/talks/schema',
  '/p/talks/import',
  `/p/talks/items/${talkId}`,
  '/p/pictures/label',
  '/p/pictures/schema',
  '/p/pictures/import',
  '/p/pictures/items',
  `/p/pictures/items/${pictureId}`,
  '/p/nowhere',
];

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe.each([
  ['wide', WIDE],
  ['phone', PHONE],
] as const)('light and dark, %s', (_, viewport) => {
  let seen: Visit;
  beforeAll(async () => {
    seen = await visit(browser, { viewport });
  });
  afterAll(() => seen?.context.close());

  /** The page as it is, in one theme after the other: the account follows the system. */
  const inspect = async (name: string) => {
    const found: string[] = [];
    for (const colorScheme of ['dark', 'light'] as const) {
      await seen.page.emulateMedia({ colorScheme });
      await seen.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await settled(seen.page);
      found.push(...(await violations(seen.page)).map((one) => `${name}, ${colorScheme}: ${one}`));
    }
    const wider = await sideways(seen.page);
    return [...found, ...(wider > 0 ? [`${name}: scrolls sideways by ${wider} px`] : [])];
  };

  test('nobody signed in: sign-in, set-up, invitation', async () => {
    const found: string[] = [];
    for (const path of ['/signin', '/setup#used', '/invite#unknown']) {
      await seen.page.goto(server.base + path);
      found.push(...(await inspect(path)));
    }
    expect(found).toEqual([]);
  });

  test('every screen has no WCAG A or AA violation, does not scroll sideways and breaks no content policy', async () => {
    await signIn(seen.page, server, olga);
    const found: string[] = [];
    for (const path of screens()) {
      await seen.page.goto(server.base + path);
      found.push(...(await inspect(path)));
    }
    expect(found).toEqual([]);
    expect(seen.faults).toEqual([]);
  });

  test('what opens while labeling: guideline, skip, comment, keys, palette, account', async () => {
    const { page } = seen;
    await page.goto(`${server.base}/p/reviews/label`);
    await page.getByRole('region', { name: 'Item' }).getByText('Review number').waitFor();
    const found: string[] = [];
    for (const [name, open, close] of [
      ['guideline', 'g', 'g'],
      ['skip', 's', 'Escape'],
      ['ambiguous', '0', 'Escape'],
      ['keys', '?', 'Escape'],
      ['palette', 'Control+k', 'Escape'],
    ] as const) {
      await page.keyboard.press(open);
      found.push(...(await inspect(name)));
      await page.keyboard.press(close);
    }
    await page.getByRole('button', { name: /^Account/ }).click();
    found.push(...(await inspect('account menu')));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Choose one to go on.').waitFor();
    found.push(...(await inspect('missing answer')));
    expect(found).toEqual([]);
    expect(seen.faults).toEqual([]);
  });

  test('a comment being written, with people to name, being changed, and what it was before', async () => {
    const { page } = seen;
    await page.goto(`${server.base}/p/reviews/items/${itemId}`);
    const thread = page.getByRole('region', { name: 'About the item' }).first();
    await thread.getByText('spam').last().waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('Ask @R');
    await page.getByRole('option', { name: /Renate/ }).waitFor();
    const found = await inspect('people to name');
    await page.keyboard.press('Escape');
    await thread.getByRole('button', { name: 'Edit' }).click();
    await thread.getByRole('textbox', { name: 'Change this comment' }).press('End');
    await page.keyboard.type('!');
    found.push(...(await inspect('changing a comment')));
    await page.keyboard.press('Control+Enter');
    await thread.getByText('edited').first().click();
    await page.getByRole('button', { name: '1 thread marked as done' }).click();
    found.push(...(await inspect('a changed comment')));
    expect(found).toEqual([]);
    expect(seen.faults).toEqual([]);
  });

  test('what opens over the table of items: selection, changes, what they ask for, what was done', async () => {
    const { page } = seen;
    await page.goto(`${server.base}/p/reviews/items`);
    const grid = page.getByRole('grid', { name: 'Items' });
    await grid.getByRole('row').nth(1).waitFor();
    await grid.focus();
    await page.keyboard.press('Space');
    const found = await inspect('selection');
    const change = page.getByRole('button', { name: 'Change', exact: true });
    for (const [name, entry] of [
      ['change menu', undefined],
      ['exclude', 'Exclude…'],
      ['number of answers', 'Number of answers…'],
      ['skills', 'Skills that are needed…'],
    ] as const) {
      await change.click();
      if (entry !== undefined) {
        await page.getByRole('menuitem', { name: entry }).click();
        await page.getByRole('dialog').waitFor();
      } else await page.getByRole('menu').waitFor();
      found.push(...(await inspect(name)));
      if (entry === undefined) await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole(entry === undefined ? 'menu' : 'dialog').waitFor({ state: 'hidden' });
    }
    await page.getByRole('button', { name: 'Changes', exact: true }).click();
    await page.getByRole('dialog', { name: 'Changes to many items' }).waitFor();
    found.push(...(await inspect('changes')));
    await page.keyboard.press('Escape');
    // The way back of an import, metadata being edited, and an item in the bin; it comes out again, for whoever looks next.
    await page.goto(`${server.base}/p/reviews/import`);
    await page.getByRole('button', { name: 'Undo this import' }).first().click();
    await page.getByRole('button', { name: /^Move .* to the bin$/ }).waitFor();
    found.push(...(await inspect('undoing an import')));
    await page.goto(`${server.base}/p/reviews/items/${itemId}`);
    await page.getByRole('button', { name: 'Edit metadata' }).click();
    await page.getByRole('button', { name: 'Add a field' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Give it a name').waitFor();
    found.push(...(await inspect('metadata')));
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Move to the bin' }).click();
    await page.getByText('This item is in the bin').waitFor();
    found.push(...(await inspect('an item in the bin')));
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('This item is in the bin').waitFor({ state: 'hidden' });
    expect(found).toEqual([]);
    expect(seen.faults).toEqual([]);
  });
});
