import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job, Schema } from '@/shared/api/contract';
import { type Browser, launch, PHONE, sharedServer, signIn, visit } from './harness';
import { picture } from './pictures';

const { server, olga } = sharedServer();
const pictures: Schema = {
  inputs: [{ id: 'picture', type: 'image', field: 'file' }],
  questions: [{ id: 'animal', type: 'choice', title: 'Which animal is it?', options: [{ id: 'cat' }, { id: 'dog' }] }],
};
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

test('two images are uploaded, become items, are labeled by keyboard, and leave in an export', async () => {
  await olga.createProject({ name: 'Pets', key: 'pets', schema: pictures, overlap: 1 });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/pets/import');
  await page.getByText('Each image you upload can become an item').waitFor();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'a.png', mimeType: 'image/png', buffer: picture(3000, 2000, [200, 90, 40]) },
      { name: 'b.png', mimeType: 'image/png', buffer: picture(300, 500, [40, 90, 200]) },
      {
        name: 'notes.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      },
    ]);
  await page.getByText('2 images uploaded').waitFor();
  await page.getByText('1 refused').waitFor();
  await page.getByText('Convert it to PNG or JPEG').waitFor();
  await page.getByRole('button', { name: 'Make 2 items' }).click();
  await page.getByText('2 items were added.').waitFor();

  // The item after this one is fetched ahead, its image as well.
  const sent: string[] = [];
  page.on('request', (request) => sent.push(new URL(request.url()).pathname));
  await page.goto(`${server.base}/p/pets/label`);
  const item = page.getByRole('region', { name: 'Item' });
  const shown = item.getByRole('img');
  await shown.waitFor();
  await expect.poll(() => sent.filter((path) => /\/media\/[0-9a-f]{64}$/.test(path)).length).toBe(2);
  const names: (string | null)[] = [];
  const look = async () => {
    names.push(await shown.getAttribute('alt'));
    await expect
      .poll(() => shown.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
      .toBe(true);
  };
  const closer = async () => {
    // Larger than there is room for: all of it fits, until one looks closer.
    const whole = await shown.boundingBox();
    expect(whole?.width).toBeLessThan(1100);
    expect((whole?.width ?? 0) / (whole?.height ?? 1)).toBeCloseTo(1.5, 1);
    await page.keyboard.press('+');
    const actual = page.getByRole('region', { name: 'Actual size: a.png' });
    expect((await actual.getByRole('img').boundingBox())?.width).toBe(3000);
    const before = await actual.evaluate((view) => view.scrollLeft);
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => actual.evaluate((view) => view.scrollLeft)).toBe(before + 80);
    await page.keyboard.press('+');
    await actual.waitFor({ state: 'detached' });
  };
  for (const key of ['1', '2']) {
    await look();
    if (names.at(-1) === 'a.png') await closer();
    await page.keyboard.press(key);
    const asked = sent.length;
    await page.keyboard.press('Enter');
    if (key === '1') {
      await expect.poll(() => shown.getAttribute('alt')).not.toBe(names[0]);
      expect(sent.slice(asked).filter((path) => /\/media\//.test(path))).toEqual([]);
    }
  }
  expect(names.toSorted()).toEqual(['a.png', 'b.png']);
  const labels = ['cat', 'dog'];
  const wanted = Object.fromEntries(names.map((name, index) => [name, labels[index]]));

  await expect
    .poll(async () => {
      const { answeredTotal } = await olga.call<{ answeredTotal: number }>('GET', '/projects/pets/mine/stats');
      return answeredTotal;
    })
    .toBe(2);
  const job = await olga.call<Job>('POST', '/projects/pets/exports', { format: 'jsonl' });
  const lines = await fetch(`${server.base}/api/v1/jobs/${job.id}/result`, {
    headers: { authorization: `Bearer ${olga.token}` },
  }).then((answer) => answer.text());
  const rows = lines
    .split('\n')
    .filter((line) => line.includes('"annotations"'))
    .map((line) => JSON.parse(line) as { fields: { file: string }; annotations: { answers: { animal: string } }[] });
  expect(Object.fromEntries(rows.map((row) => [row.fields.file, row.annotations[0]?.answers.animal]))).toEqual(wanted);
  expect(faults).toEqual([]);
  await context.close();
});

test('an item says what stands in the place of an image that is not there', async () => {
  await olga.createProject({ name: 'Missing', key: 'missing', schema: pictures, overlap: 1 });
  await olga.importItems('missing', [{ key: 'm1', file: 'later.png' }]);
  const { page, context, faults } = await visit(browser, { viewport: PHONE });
  await signIn(page, server, olga, '/p/missing/label');
  await page.getByText('This image has not been uploaded yet.').waitFor();
  await page.getByText('later.png').first().waitFor();
  await page.goto(`${server.base}/p/missing/import`);
  await page.getByText('Items name 1 image that is not uploaded:').waitFor();
  await olga.importItems('missing', [{ key: 'm1', file: 'https://example.org/far.png' }]);
  await page.goto(`${server.base}/p/missing/label`);
  await page.getByText('names an address of another site').waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
