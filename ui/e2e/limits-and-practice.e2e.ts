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
