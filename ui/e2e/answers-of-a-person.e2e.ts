import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
let livia: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Whose answers', key: 'whose', schema: sentiment, overlap: 1 });
  await olga.importItems('whose', texts(5));
  livia = await olga.invite('whose', 'labeler', 'Livia');
});
afterAll(async () => {
  await browser?.close();
});

interface Next {
  assignment?: { id: string; stage?: string };
}

/** Answers the next item as the labeling page would. */
async function answer(person: Person): Promise<void> {
  const { assignment } = await person.call<Next>('POST', '/projects/whose/next', {});
  await person.call('PUT', `/assignments/${assignment?.id}/annotation`, {
    saveId: crypto.randomUUID(),
    outcome: 'submitted',
    answers: { tone: 'negative' },
    activeMs: 900,
    schemaVersion: 1,
    guidelineVersion: 1,
  });
}

const status = async (status: string) =>
  (await olga.call<{ count: number }>('GET', `/projects/whose/items/count?status=${status}`)).count;

test('a lead takes the answers of a person out with a reason, sees who did it, and lets them count again', async () => {
  for (let n = 0; n < 3; n++) await answer(livia);
  expect(await status('complete')).toBe(3);
  const answered = await olga.call<{ items: { id: number }[] }>('GET', '/projects/whose/items?status=complete');
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/whose/people');
  const row = page.getByRole('listitem').filter({ hasText: 'livia@example.org' });
  const menu = row.getByRole('button', { name: 'Answers of Livia' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Take all answers out…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take out all answers of Livia' });
  expect(await dialog.getByRole('button', { name: 'Take out', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Why?' }).fill('Clicked through.');
  await page.keyboard.press('Enter');
  await page.getByText('Answers of Livia to 3 items were taken out.').waitFor();
  await row.getByText(/Answers to 3 items taken out by Olga Owner, .*: Clicked through\./).waitFor();
  await row.getByText('0 answers', { exact: true }).waitFor();
  expect(await status('unlabeled')).toBe(5);

  // The history of an item says it as well.
  await page.goto(`${server.base}/p/whose/items/${answered.items[0]?.id}`);
  await page.getByText(/Taken out by Olga Owner, .*: Clicked through\./).waitFor();

  // The person reads it in plain words, where their answers are, and on the answer itself.
  const their = await visit(browser);
  const trail = their.page.waitForResponse(/\/mine\?/);
  await signIn(their.page, server, livia, '/p/whose/label');
  await trail;
  await their.page.getByRole('radio').first().waitFor();
  await their.page.getByRole('button', { name: /Previous/ }).click();
  await their.page.getByText('This answer was taken out and counts no more:').waitFor();
  expect(await their.page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await their.context.close();

  await page.goto(`${server.base}/p/whose/people`);
  await row.getByRole('button', { name: 'Let them count again' }).click();
  await row.getByText('3 answers', { exact: true }).waitFor();
  expect(await status('complete')).toBe(3);
  await context.close();
  expect(faults).toEqual([]);
  expect(their.faults).toEqual([]);
});

test('what is sent back is the next item of the person, with the reason and the earlier answer', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/whose/people');
  const row = page.getByRole('listitem').filter({ hasText: 'livia@example.org' });
  await row.getByRole('button', { name: 'Answers of Livia' }).click();
  await page.getByRole('menuitem', { name: 'Send back for another answer…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Why?' }).fill('Late is not negative.');
  await page.keyboard.press('Enter');
  await page.getByText('3 items went back to Livia.').waitFor();

  const their = await visit(browser);
  await signIn(their.page, server, livia, '/p/whose/label');
  await their.page.getByText('Please answer this item again:').waitFor();
  await their.page.getByText('Late is not negative.').waitFor();
  expect(await their.page.getByRole('radio', { name: /negative/ }).isChecked()).toBe(true);
  await their.page.keyboard.press('3');
  await their.page.keyboard.press('Enter');
  await their.page.getByText('All answers saved').waitFor();
  await expect
    .poll(async () => {
      const { items } = await olga.call<{ items: { id: number }[] }>('GET', '/projects/whose/items?limit=10');
      const details = await Promise.all(
        items.map(({ id }) =>
          olga.call<{ annotations: { current: boolean; revision: number; answers: { tone?: string } }[] }>(
            'GET',
            `/projects/whose/items/${id}`,
          ),
        ),
      );
      return details.flatMap(({ annotations }) => annotations).filter((one) => one.revision === 2)[0]?.answers.tone;
    })
    .toBe('neutral');
  // Two are still asked for; they can be called off.
  await page.reload();
  await row.getByText('2 items are not answered again yet.').waitFor();
  await row.getByRole('button', { name: 'Call off' }).click();
  await row.getByRole('button', { name: 'Call off' }).waitFor({ state: 'hidden' });
  expect((await livia.call<Next>('POST', '/projects/whose/next', {})).assignment?.stage).toBeUndefined();

  // Others are asked as well.
  await row.getByRole('button', { name: 'Answers of Livia' }).click();
  await page.getByRole('menuitem', { name: 'Ask others as well…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ask others' }).click();
  await page.getByText('One more person is asked about 3 items.').waitFor();
  expect(await status('in_progress')).toBe(3);
  await their.context.close();
  await context.close();
  expect(faults).toEqual([]);
  expect(their.faults).toEqual([]);
});
