import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Project } from '@/shared/api/contract';
import { type Browser, launch, sentiment, sharedServer, signIn, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

test('YAML is read by the server: the form follows what can be read, and what cannot is said at its line', async () => {
  await olga.createProject({ name: 'Typed', key: 'typed', schema: sentiment, overlap: 1 });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/typed/schema');
  const text = page.getByLabel('Schema as YAML');
  const form = page.getByRole('region', { name: 'Form' });
  const save = page.getByRole('button', { name: 'Save as a new version' });

  const show = (view: 'Form' | 'YAML') => page.getByRole('radiogroup').first().getByText(view, { exact: true }).click();
  await show('YAML');

  // As somebody writes it who has never seen quotes: numbers name options, a condition is on one option.
  await text.fill(`inputs:
  - {id: text, type: text}
questions:
  - {id: stars, type: choice, options: [1, 2, 3]}
  - {id: why, type: text, when: {stars: 1}}
`);
  await page.getByText('No problems').waitFor();
  await show('Form');
  await expect
    .poll(() =>
      form.getByLabel('Name in the data').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
    )
    .toEqual(['stars', '1', '2', '3', 'why']);
  await show('YAML');

  await text.fill((await text.inputValue()).replace('type: text, when', 'typ: text, when'));
  await page.getByText('questions[1].typ is not known here').first().waitFor();
  await page.getByText('Line 5 of the YAML:').waitFor();
  await show('Form');
  await page.getByText('the form shows the last version that could').waitFor();
  await show('YAML');
  expect(await save.isDisabled()).toBe(true);

  await text.fill((await text.inputValue()).replace('typ: text, when', 'type: text, when'));
  await page.getByText('No problems').waitFor();
  await save.click();
  await page.getByText('Saved as version 2').waitFor();
  const { schema } = await olga.call<Project>('GET', '/projects/typed');
  expect(schema.questions).toMatchObject([
    { id: 'stars', options: [{ id: '1' }, { id: '2' }, { id: '3' }] },
    { id: 'why', when: { stars: ['1'] } },
  ]);
  expect(faults).toEqual([]);
  await context.close();
});

test('a pasted list becomes options, and a folded question keeps to its title', async () => {
  await olga.createProject({ name: 'Pasted', key: 'pasted', schema: sentiment, overlap: 1 });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/pasted/schema');
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByLabel('Option 1: as labelers see it').waitFor();
  const before = await form.getByLabel(/: as labelers see it$/).count();
  await form.getByLabel('Option 1: as labelers see it').focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text', '- Late delivery\n- Wrong item\n- Late delivery');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect.poll(() => form.getByLabel(/: as labelers see it$/).count()).toBe(before + 3);
  await expect
    .poll(() =>
      form
        .getByLabel(/: name in the data$/)
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).slice(1, 4)),
    )
    .toEqual(['late_delivery', 'wrong_item', 'late_delivery_2']);
  await form.getByRole('button', { name: 'Question 1' }).click();
  await form.getByLabel('Option 1: as labelers see it').waitFor({ state: 'hidden' });
  expect(faults).toEqual([]);
  await context.close();
});
