import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job, MediaFacts, Schema } from '@/shared/api/contract';
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

/** What a camera adds that was held on its side: behind the first two bytes of a JPEG. */
const TURN = Buffer.from(
  'ffe10022457869660000' + '4d4d002a00000008' + '0001' + '0112' + '0003' + '00000001' + '00060000' + '00000000',
  'hex',
);

test('an image is as large for the server as it is for the browser, also when its camera was turned', async () => {
  await olga.createProject({ name: 'Sizes', key: 'sizes', schema: pictures, overlap: 1 });
  const { page, context, faults } = await visit(browser);
  await signIn(page, server, olga, '/p/sizes/items');
  const drawn = (type: string, alpha: boolean) =>
    page.evaluate(
      async ([asked, seeThrough]) => {
        const canvas = new OffscreenCanvas(60, 40);
        const pen = canvas.getContext('2d');
        if (pen) {
          pen.fillStyle = seeThrough ? 'rgba(200, 40, 40, 0.5)' : 'rgb(200, 40, 40)';
          pen.fillRect(seeThrough ? 10 : 0, 0, 60, 40);
        }
        const blob = await canvas.convertToBlob({ type: asked });
        return [...new Uint8Array(await blob.arrayBuffer())];
      },
      [type, alpha] as const,
    );
  const jpeg = Buffer.from(await drawn('image/jpeg', false));
  const files: Record<string, Buffer> = {
    'plain.png': Buffer.from(await drawn('image/png', true)),
    'plain.jpg': jpeg,
    'plain.webp': Buffer.from(await drawn('image/webp', false)),
    'alpha.webp': Buffer.from(await drawn('image/webp', true)),
    'turned.jpg': Buffer.concat([jpeg.subarray(0, 2), TURN, jpeg.subarray(2)]),
  };
  for (const [name, file] of Object.entries(files)) {
    await olga.uploadImage('sizes', name, file);
    const facts = await olga.call<MediaFacts>('GET', `/projects/sizes/media/about?name=${name}`);
    const seen = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, `/api/v1/projects/sizes/media/${facts.sha256}`);
    expect([facts.width, facts.height], name).toEqual(seen);
    expect(seen, name).toEqual(name === 'turned.jpg' ? [40, 60] : [60, 40]);
  }
  expect(faults).toEqual([]);
  await context.close();
});
