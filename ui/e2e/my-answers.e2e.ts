import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launch, type Person, sentiment, sharedServer, signIn, texts, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
let filippa: Person;
beforeAll(async () => {
  browser = await launch();
  await olga.createProject({ name: 'Found again', key: 'found-again', schema: sentiment, overlap: 1 });
  await olga.importItems('found-again', texts(40));
  filippa = await olga.invite('found-again', 'labeler', 'Filippa');
  for (let n = 0; n < 30; n++) {
    const next = await filippa.call<{ assignment: { id: string } }>('POST', '/projects/found-again/next', {});
    const skipped = n === 3;
    await filippa.call('PUT', `/assignments/${next.assignment.id}/annotation`, {
      saveId: crypto.randomUUID(),
      outcome: skipped ? 'skipped' : 'submitted',
      ...(skipped ? { skipReason: 'Not mine to judge' } : {}),
      answers: skipped ? {} : { tone: n % 2 ? 'positive' : 'negative' },
      activeMs: 900,
      schemaVersion: 1,
      guidelineVersion: 1,
    });
  }
});
afterAll(async () => {
  await browser?.close();
});

test('a labeler finds an answer of long ago by its words, opens it, corrects it, and goes on with the queue', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, filippa, '/p/found-again/mine');
  const list = page.getByRole('list', { name: 'My answers' });
  await expect.poll(() => list.getByRole('listitem').count()).toBe(20);
  await page.getByRole('button', { name: 'Show older answers' }).click();
  await expect.poll(() => list.getByRole('listitem').count()).toBe(30);

  const first = (await list.getByRole('link').last().textContent()) ?? '';
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill(/number \d+/.exec(first)?.[0] ?? '');
  await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
  expect(await list.getByRole('link').textContent()).toBe(first);
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill('');
  await page.getByRole('combobox', { name: 'Marked' }).click();
  await page.getByRole('option', { name: 'Skipped' }).click();
  await list.getByText('Skipped: Not mine to judge').waitFor();
  expect(await list.getByRole('listitem').count()).toBe(1);
  // What is looked for stands in the address.
  await page.reload();
  await list.getByText('Skipped: Not mine to judge').waitFor();
  await page.goto(`${server.base}/p/found-again/mine?label=tone:negative&q=number`);
  await list.getByRole('listitem').first().waitFor();
  await list.getByRole('link').last().click();

  await page.getByText(/^Your answer, /).waitFor();
  expect(await page.getByRole('radio', { name: /negative/ }).isChecked()).toBe(true);
  await page.keyboard.press('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('All answers saved').waitFor();
  await page.getByRole('button', { name: 'Submit' }).waitFor();
  const now = await filippa.call<{ annotations: { answers: { tone?: string }; revision: number }[] }>(
    'GET',
    '/projects/found-again/mine?label=tone:neutral',
  );
  expect(now.annotations).toMatchObject([{ revision: 2 }]);
  await context.close();
  expect(faults).toEqual([]);
});

test('who finds nothing reads what to try, and comes back to all of it', async () => {
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, filippa, '/p/found-again/mine');
  await page.getByRole('searchbox', { name: 'Search the texts' }).fill('elephant');
  await page.getByText('No answer of yours fits').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Show older answers' }).waitFor();
  expect(await page.getByRole('searchbox', { name: 'Search the texts' }).inputValue()).toBe('');
  await context.close();
  expect(faults).toEqual([]);
});
