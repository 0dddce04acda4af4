#!/usr/bin/env node
// What a labeler feels, measured in Chromium against a real server:
//   - from the Enter key to the next item on screen (p50, p95, worst, over N items)
//   - from a cold cache to a labeling screen that takes answers (median and worst of V visits)
//
//   node bench/ui-latency.mjs [--items 200] [--visits 7]
//
// By itself it starts ./cupel serve on a scratch folder and a free port, makes the owner, a project and its items, and
// removes everything afterwards. Against a server that runs already (its account answers items for real):
//
//   node bench/ui-latency.mjs --base http://localhost:8080 --email E --password P --project KEY
//
// Needs Chromium (CHROMIUM_PATH, else /usr/bin/chromium) and the packages of ui/ (npm ci there).
import { cpus, loadavg } from 'node:os';
import { launchChromium, pause, signIn, startProduct } from './product.mjs';

const options = Object.fromEntries(
  process.argv.slice(2).flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1]]] : [])),
);
const { items = '200', visits = '7' } = options;
const count = Number(items);
if (!(count > 0) || !(Number(visits) > 0) || (options.base && !(options.email && options.password && options.project))) {
  console.error('usage: ui-latency.mjs [--items 200] [--visits 7] [--base URL --email E --password P --project KEY]');
  process.exit(2);
}

const quantile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
const ms = (value) => `${value.toFixed(1)} ms`;

/** A server of our own with a project in it. */
async function start() {
  const product = await startProduct();
  const { call } = product;
  try {
    const schema = {
      inputs: [{ id: 'review', type: 'text', field: 'text' }],
      questions: [
        { id: 'tone', type: 'choice', options: [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }] },
      ],
    };
    await call('POST', '/projects', { name: 'Latency', key: 'latency', schema, overlap: 1, guideline: '' });
    const rows = Array.from({ length: count + 100 }, (_, index) =>
      JSON.stringify({
        key: `r${index}`,
        text: `Review ${index}. It arrived late, but it works, and I would order it again. `.repeat(1 + (index % 4)),
        shop: index % 2 ? 'north' : 'south',
      }),
    );
    let job = await call('POST', '/projects/latency/imports?format=jsonl', rows.join('\n'));
    while (['queued', 'running'].includes(job.state)) {
      await pause(50);
      job = await call('GET', `/jobs/${job.id}`);
    }
    if (job.state !== 'done') throw new Error(`the import ${job.state}: ${job.error}`);
    return { ...product, project: 'latency' };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

/** Runs in the page: notes when the next item is on screen after each Enter, from key event to frame. */
function noteSubmits() {
  const region = () => document.querySelector('section[aria-live="polite"]');
  window.submitToNext = [];
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter') return;
      const started = event.timeStamp;
      const before = region()?.textContent;
      const look = () => {
        const now = region()?.textContent;
        if (now && now !== before && document.querySelector('input[type=radio]'))
          requestAnimationFrame((at) => window.submitToNext.push(at - started));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}

/** Runs before the page: notes when the first question stands there, to the frame after. */
function noteUsable() {
  const look = () => {
    if (document.querySelector('input[type=radio]'))
      requestAnimationFrame((at) => {
        window.usableAt = at;
      });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const own = options.base ? undefined : await start();
const { base, project } = own ?? options;

let browser;
try {
  browser = await launchChromium();
  const viewport = { width: 1440, height: 900 };
  const first = await browser.newContext({ viewport });
  const page = await first.newPage();
  await signIn(page, own ?? options, `/p/${project}/label`);
  await page.getByRole('radio').first().waitFor();
  const storageState = await first.storageState();
  console.log(`${cpus().length} processors, load ${loadavg()[0].toFixed(1)} before`);

  await page.evaluate(noteSubmits);
  for (let index = 0; index < count; index++) {
    await page.keyboard.press(String(1 + (index % 2)));
    await page.keyboard.press('Enter');
    await page.waitForFunction((done) => window.submitToNext.length > done, index, { timeout: 30_000 });
    await page.waitForTimeout(300); // a very quick person
  }
  const felt = (await page.evaluate(() => window.submitToNext)).sort((a, b) => a - b);
  console.log(
    `submit to next item visible, ${felt.length} items: p50 ${ms(quantile(felt, 0.5))}, p95 ${ms(quantile(felt, 0.95))}, worst ${ms(felt.at(-1))}`,
  );
  await page.getByText('All answers saved').waitFor();
  await first.close();

  const cold = [];
  let received = 0;
  for (let visit = 0; visit < Number(visits); visit++) {
    const context = await browser.newContext({ viewport, storageState });
    const fresh = await context.newPage();
    await fresh.addInitScript(noteUsable);
    const network = await context.newCDPSession(fresh);
    await network.send('Network.enable');
    received = 0;
    network.on('Network.loadingFinished', (event) => {
      received += event.encodedDataLength;
    });
    await fresh.goto(`${base}/p/${project}/label`, { waitUntil: 'commit' });
    cold.push(await fresh.waitForFunction(() => window.usableAt, null, { timeout: 30_000 }).then((at) => at.jsonValue()));
    await context.close();
  }
  cold.sort((a, b) => a - b);
  console.log(
    `cold cache to usable labeling screen, ${cold.length} visits: median ${ms(quantile(cold, 0.5))}, worst ${ms(cold.at(-1))}; ${(received / 1000).toFixed(0)} kB received`,
  );
  console.log(`load ${loadavg()[0].toFixed(1)} after`);
} finally {
  await browser?.close();
  await own?.stop();
}
