import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemRow } from '@/shared/api/contract';
import {
  type Browser,
  launch,
  type Page,
  Person,
  pictures,
  Server,
  sentiment,
  setUpOwner,
  signIn,
  texts,
  visit,
} from './harness';
import { picture } from './pictures';

let server: Server;
let again: Server | undefined;
let browser: Browser;
let olga: Person;
const folder = mkdtempSync(join(tmpdir(), 'cupel-backup-'));
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  olga = await setUpOwner(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await again?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function answers(page: Page, key: string): Promise<void> {
  const item = page.getByRole('region', { name: 'Item' });
  const before = (await item.getByText('Review number').textContent()) ?? '';
  await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await item.innerText()).includes(before)).toBe(false);
}

const answered = async (owner: Person) =>
  (await owner.call<{ items: ItemRow[] }>('GET', '/projects/kept/items')).items.filter((item) => item.answers > 0)
    .length;

test('a backup taken while people work brings back what was there at that moment, and they go on with it', async () => {
  await olga.createProject({ name: 'Kept', key: 'kept', schema: sentiment, overlap: 1 });
  await olga.importItems('kept', texts(6));
  await olga.createProject({ name: 'Pictures', key: 'pictures', schema: pictures, overlap: 1 });
  await olga.uploadImage('pictures', 'left.png', picture(120, 80, [20, 90, 160]));
  const nora = await olga.invite('kept', 'labeler', 'Nora');
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, nora, '/p/kept/label');
  await answers(page, '1');
  await answers(page, '2');
  await expect.poll(() => answered(olga)).toBe(2);

  // The server goes on while the backup is written; what comes later is not in it.
  const file = join(folder, 'monday.zip');
  expect(await server.backup(file)).toContain(file);
  await answers(page, '3');
  await expect.poll(() => answered(olga)).toBe(3);

  // The machine is lost.
  await server.stop();
  again = await Server.restored(file);
  const owner = new Person(again, olga.email, olga.password, olga.token);
  expect(await answered(owner)).toBe(2);
  const image = await fetch(`${again.base}/api/v1/projects/pictures/media/file?name=left.png`, {
    headers: { authorization: `Bearer ${olga.token}` },
  });
  expect(Buffer.from(await image.arrayBuffer()).equals(picture(120, 80, [20, 90, 160]))).toBe(true);

  // People sign in with the passwords they had, find what they answered, and go on.
  await signIn(page, again, nora, '/p/kept/mine');
  await expect.poll(() => page.getByText('Review number').count()).toBe(2);
  await page.goto(`${again.base}/p/kept/label`);
  await page.getByText('Review number').first().waitFor();
  await answers(page, '3');
  await expect.poll(() => answered(owner)).toBe(3);

  // Whoever runs it sees the new server at work.
  await context.clearCookies();
  await signIn(page, again, olga, '/admin');
  await page.getByRole('heading', { name: 'Administration', level: 1 }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});
