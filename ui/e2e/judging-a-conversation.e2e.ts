import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MyAnnotation } from '@/shared/api/contract';
import { type Browser, launch, sharedServer, signIn, talk, talks, visit } from './harness';

const { server, olga } = sharedServer();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

test('a conversation is read turn by turn beside a table, and numbers stand as they were written', async () => {
  await olga.createProject({ name: 'Museum', key: 'museum', schema: talks, overlap: 1 });
  // As text, because the digits matter: a program would lose them before they are sent.
  const item = JSON.stringify({ ...talk, key: 'm1' })
    .replace('1730001234', '12345678901234567890')
    .replace('8.5,', '8.50,')
    .replace(/8\.5\]/, '8.50]');
  await olga.call('POST', '/projects/museum/imports?format=jsonl', item);
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/museum/label');
  const chat = page.getByRole('list', { name: 'Conversation of 3 turns' });
  await chat.waitFor();
  expect(await chat.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/^user\s+1\s+When is the museum open on Sunday\?\nAnd what does it cost\?$/),
    expect.stringMatching(/^assistant\s+2\s+It opens at ten/),
    expect.stringMatching(/^user\s+3\s+Thank you!$/),
  ]);
  const facts = page.getByRole('region', { name: 'Table of 2 rows' });
  expect(await facts.getByRole('columnheader').allInnerTexts()).toEqual(['day', 'opens', 'closes', 'price']);
  expect(await facts.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).toEqual([
    'Saturday',
    '9',
    '18',
    '8.50',
  ]);
  expect(await facts.getByRole('row').nth(2).getByRole('cell').last().innerText()).toBe('–');
  await page.getByText('12345678901234567890').waitFor();

  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => {
      const { annotations } = await olga.call<{ annotations: MyAnnotation[] }>('GET', '/projects/museum/mine');
      return annotations.map((one) => one.answers);
    })
    .toEqual([{ right: 'no' }]);

  await page.goto(`${server.base}/p/museum/items`);
  await page.getByText('user: When is the museum open on Sunday?').waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
