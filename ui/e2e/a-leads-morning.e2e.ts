import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemChange, ItemRow, Project, ProjectSummary } from '@/shared/api/contract';
import { settled, violations } from './axe';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
let greta: Person;
let timo: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Reviews in spring', key: 'spring', schema: sentiment, overlap: 1 });
  await olga.importItems('spring', texts(12));
  greta = await olga.invite('spring', 'manager', 'Greta');
  timo = await olga.invite('spring', 'labeler', 'Timo');
  // What happened yesterday: Timo answered, skipped and asked.
  for (let n = 0; n < 4; n++) {
    const { assignment } = await timo.call<{ assignment: { id: string } }>('POST', '/projects/spring/next', {});
    await timo.call('PUT', `/assignments/${assignment.id}/annotation`, {
      saveId: crypto.randomUUID(),
      outcome: n === 3 ? 'skipped' : 'submitted',
      answers: n === 3 ? {} : { tone: 'positive' },
      skipReason: n === 3 ? 'Not in my language' : null,
      comment: n === 0 ? 'Is irony positive?' : null,
      activeMs: 1000,
      schemaVersion: 1,
      guidelineVersion: 1,
    });
  }
});
afterAll(async () => {
  await browser?.close();
});

const project = (key: string) => olga.call<Project>('GET', `/projects/${key}`);
const items = async (key: string) => (await olga.call<{ items: ItemRow[] }>('GET', `/projects/${key}/items`)).items;

test('a lead goes through the morning: what is new, who is here, what is to be changed', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, greta, '/p/spring');

  // What came overnight, and an answer to it.
  await page.getByRole('link', { name: /^Inbox, \d+ unread$/ }).click();
  await page.getByRole('link', { name: /comment came with answers/ }).click();
  await page.waitForURL(/\/p\/spring\/items\?commented=yes/);

  // Who is getting on, and a break for one of them.
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByText('Timo', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Pause Timo: no new items for now' }).click();
  const reason = async () => (await timo.call<{ reason?: string }>('POST', '/projects/spring/next', {})).reason;
  await expect.poll(reason).toBe('member_paused');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(reason).toBeUndefined();

  // Two of the items are to be asked twice.
  await page.getByRole('link', { name: 'Items', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Items' });
  await grid.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await page.getByText('2 items selected').first().waitFor();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Number of answers…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('2');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await expect
    .poll(async () => (await olga.call<{ changes: ItemChange[] }>('GET', '/projects/spring/changes')).changes[0])
    .toMatchObject({ change: { kind: 'answers', answers: 2 }, changed: 2 });

  // What the project is for, for everybody to read.
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const description = page.getByRole('textbox', { name: 'Description' });
  await description.fill('What customers wrote between March and May.');
  await page.getByRole('button', { name: 'Save: Description' }).click();
  await expect
    .poll(async () => (await project('spring')).description)
    .toBe('What customers wrote between March and May.');
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByText('What customers wrote between March and May.').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('a round that is over is archived, and the next one begins with its items', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/');
  await page.getByRole('button', { name: 'More for Reviews in spring' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Reviews in summer');
  for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Next' }).click();
  const copied = page.getByRole('checkbox', { name: 'Copy its items, too' });
  await copied.focus();
  await page.keyboard.press('Space');
  expect(await page.getByRole('checkbox', { name: 'With their verified answers' }).isChecked()).toBe(true);
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create the project' }).click();
  await page.waitForURL(/\/p\/reviews-in-summer\/import/);
  await expect.poll(async () => (await items('reviews-in-summer')).length).toBe(12);
  expect((await items('reviews-in-summer')).every((item) => item.answers === 0)).toBe(true);
  await page.getByText('Items of another project').first().waitFor();

  // Labelers of the old round read why there is nothing, and nothing of theirs is lost.
  await page.goto(`${server.base}/p/spring/settings`);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await page.getByText('Reviews in spring is archived.').waitFor();
  await page.getByRole('status').filter({ hasText: 'nothing in it changes' }).waitFor();
  await page.getByRole('switch', { name: /^Pause/ }).press('Space');
  await page.getByText('The project is archived, so nothing in it changes.').waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.goto(`${server.base}/`);
  await page.getByText('Reviews in summer').waitFor();
  expect(await page.getByText('Reviews in spring').count()).toBe(0);
  await page.getByRole('button', { name: /^Show \d+ archived/ }).click();
  await page.getByRole('link', { name: 'Reviews in spring' }).waitFor();
  await context.clearCookies();
  await signIn(page, server, timo, '/p/spring/label');
  await page.getByText('This project is archived').waitFor();
  await context.clearCookies();

  // Out of it again, from the list.
  await signIn(page, server, olga, '/');
  await page.getByRole('button', { name: /^Show \d+ archived/ }).click();
  await page.getByRole('button', { name: 'More for Reviews in spring' }).click();
  await page.getByRole('menuitem', { name: 'Take out of the archive' }).click();
  await expect
    .poll(async () => (await olga.call<{ projects: ProjectSummary[] }>('GET', '/projects')).projects)
    .toSatisfy((all: ProjectSummary[]) => all.find((one) => one.key === 'spring')?.archivedAt === undefined);
  await context.close();
  expect(faults.filter((fault) => !/409/.test(fault))).toEqual([]);
});
