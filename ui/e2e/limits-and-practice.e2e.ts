import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe';
import { type Browser, launch, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

test('a lead limits what one person does; the person reads it, and it is taken away again', async () => {
  await olga.createProject({ name: 'Rationed', key: 'rationed', schema: sentiment, overlap: 1, guideline: '' });
  await olga.importItems('rationed', texts(12));
  const lena = await olga.invite('rationed', 'labeler', 'Lenalimit');
  const lead = await visit(browser);
  await signIn(lead.page, server, olga, '/p/rationed/people');
  await lead.page.getByRole('button', { name: 'Set a limit for Lenalimit' }).click();
  const form = lead.page.getByRole('form', { name: 'Limits of Lenalimit' });
  // By keyboard: the first field has the focus, Enter saves.
  await lead.page.keyboard.type('2');
  await form.getByLabel('Hours a day, at most').fill('1.5');
  expect(await violations(lead.page)).toEqual([]);
  await lead.page.keyboard.press('Enter');
  const limits = lead.page.getByRole('list', { name: 'Limits' });
  await limits.getByText('0 of 2 items').waitFor();
  await limits.getByText(/^0 secs? of 1 hrs? 30 mins? today$/).waitFor();
  await lead.page.getByRole('button', { name: 'Change the limits of Lenalimit' }).waitFor();

  const labeler = await visit(browser);
  await signIn(labeler.page, server, lena, '/p/rationed/label');
  for (let item = 0; item < 2; item++) {
    await labeler.page.getByRole('button', { name: 'Submit' }).waitFor();
    await labeler.page.getByText(`${2 - item} left for you`).waitFor();
    await labeler.page.keyboard.press('1');
    await labeler.page.keyboard.press('Enter');
  }
  await labeler.page.getByRole('heading', { name: 'You have reached the limit of 2 items' }).waitFor();
  expect(await violations(labeler.page)).toEqual([]);

  await lead.page.reload();
  await limits.getByText('2 of 2 items').waitFor();
  await limits.getByText('Limit reached: no new items').waitFor();
  await lead.page.getByRole('button', { name: 'Change the limits of Lenalimit' }).click();
  await form.getByRole('button', { name: 'Remove the limits' }).click();
  await lead.page.getByText('Lenalimit has no limits any more.').waitFor();
  await labeler.page.getByRole('button', { name: 'Look again' }).click();
  await labeler.page
    .getByText(/number \d+:/)
    .first()
    .waitFor();
  expect([...lead.faults, ...labeler.faults]).toEqual([]);
  await lead.context.close();
  await labeler.context.close();
});

test('a newcomer reads the guideline, practises by keyboard with the right answers shown, and starts; the lead chose the items', async () => {
  await olga.createProject({ name: 'Practised', key: 'practised', schema: sentiment, overlap: 1 });
  await olga.importItems('practised', texts(6));
  const { items } = await olga.call<{ items: { id: number; key: string }[] }>(
    'GET',
    '/projects/practised/items?limit=10',
  );
  for (const [at, one] of items.slice(0, 2).entries()) {
    await olga.call('PUT', `/projects/practised/items/${one.id}/gold`, { answers: { tone: 'negative' } });
    if (at > 0) await olga.call('PUT', `/projects/practised/items/${one.id}/practice`, { explanation: '' });
  }
  const lead = await visit(browser);
  await signIn(lead.page, server, olga, `/p/practised/items/${items[0]?.id}`);
  await lead.page.getByRole('button', { name: 'Use for practice…' }).click();
  await lead.page.keyboard.type('It says *never again*.');
  expect(await violations(lead.page)).toEqual([]);
  await lead.page.getByRole('button', { name: 'Use for practice', exact: true }).click();
  await lead.page.getByText('For practice: newcomers answer it').waitFor();
  expect(await violations(lead.page)).toEqual([]);

  const nora = await olga.invite('practised', 'labeler', 'Noranew', true);
  const labeler = await visit(browser);
  const { page } = labeler;
  await signIn(page, server, nora, '/p/practised/label');
  await page.getByRole('heading', { name: 'Before you start' }).waitFor();
  await page.getByText('Judge what is').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');

  await page.getByText('Practice 1 of 2').last().waitFor();
  await page.keyboard.press('Enter'); // nothing is answered yet: the question says so
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Right', exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');

  await page.getByText('Practice 2 of 2').last().waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Not quite' }).waitFor();
  await page.getByText('Right answer:').waitFor();
  await page.getByText('never again', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  // Another answer is another attempt.
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'Not quite' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Right', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Submit' }).waitFor();

  // Nothing of it was kept, and another visit begins with an item.
  await page.reload();
  await page.getByRole('button', { name: 'Submit' }).waitFor();
  const people = await olga.call<{ members: { displayName: string; answers: number }[] }>(
    'GET',
    '/projects/practised/members',
  );
  expect(people.members.find((one) => one.displayName === 'Noranew')?.answers).toBe(0);

  // From the guideline, once more, and back to the item with what was answered.
  await page.keyboard.press('1');
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Practice again' }).click();
  await page.getByText('Practice 1 of 2').last().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'positive', checked: true }).waitFor();
  expect([...lead.faults, ...labeler.faults]).toEqual([]);
  await lead.context.close();
  await labeler.context.close();
});

test('without items of practice the guideline is shown once, and then work begins', async () => {
  await olga.createProject({ name: 'Just read', key: 'justread', schema: sentiment, overlap: 1 });
  await olga.importItems('justread', texts(3));
  const gerd = await olga.invite('justread', 'labeler', 'Gerdreads', true);
  const labeler = await visit(browser);
  await signIn(labeler.page, server, gerd, '/p/justread/label');
  await labeler.page.getByText('Read the guideline once').waitFor();
  await labeler.page.getByRole('button', { name: 'Start labeling' }).click();
  await labeler.page.getByRole('button', { name: 'Submit' }).waitFor();
  await labeler.page.reload();
  await labeler.page.getByRole('button', { name: 'Submit' }).waitFor();
  await labeler.context.close();
});
