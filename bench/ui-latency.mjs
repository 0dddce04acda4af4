#!/usr/bin/env node
// What a labeler feels, measured in Chromium against a real server:
//   - from a key that answers to the frame that shows the answer, and from the Enter key to the next item on screen
//     (p50, p95, worst, over N items)
//   - from a cold cache to a labeling screen that takes answers (median and worst of V visits)
//
//   node bench/ui-latency.mjs [--items 200] [--visits 7] [--options 3]
//
// With --options 300 the question has three hundred options, and every second answer is one that takes two keys.
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
const { items = '200', visits = '7', options: offered = '3' } = options;
const count = Number(items);
const many = Number(offered);
if (!(count > 0) || !(Number(visits) > 0) || !(many >= 3) || (options.base && !(options.email && options.password && options.project))) {
  console.error('usage: ui-latency.mjs [--items 200] [--visits 7] [--options 3] [--base URL --email E --password P --project KEY]');
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
        {
          id: 'tone',
          type: 'choice',
          options:
            many === 3
              ? [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }]
              : Array.from({ length: many }, (_, index) => ({ id: `o${index}`, title: `Kind of complaint ${index + 1}` })),
        },
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

/** Runs in the page: notes when an answer shows after the key that gave it, and the next item after each Enter. */
function noteKeys() {
  const item = () => document.querySelector('section[aria-label="Item"]')?.textContent;
  const chosen = () => document.querySelector('input[type=radio]:checked');
  window.keyToAnswer = [];
  window.submitToNext = [];
  const when = (happened, list, started) => {
    const look = () => {
      if (happened()) requestAnimationFrame((at) => list.push(at - started));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  window.addEventListener(
    'keydown',
    (event) => {
      const [before, answer] = [item(), chosen()];
      if (event.key === 'Enter')
        when(() => item() && item() !== before && document.querySelector('input[type=radio]'), window.submitToNext, event.timeStamp);
      else if (event.key === window.lastStroke) when(() => chosen() && chosen() !== answer, window.keyToAnswer, event.timeStamp);
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

  await page.evaluate(noteKeys);
  for (let index = 0; index < count; index++) {
    const keys = many > 28 && index % 2 ? ['q', '7'] : [String(1 + (index % 2))];
    await page.evaluate((key) => {
      window.lastStroke = key;
    }, keys.at(-1));
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForFunction((done) => window.keyToAnswer.length > done, index, { timeout: 30_000 });
    await page.keyboard.press('Enter');
    await page.waitForFunction((done) => window.submitToNext.length > done, index, { timeout: 30_000 });
    await page.waitForTimeout(300); // a very quick person
  }
  for (const [what, list] of [
    ['key to answer visible', 'keyToAnswer'],
    ['submit to next item visible', 'submitToNext'],
  ]) {
    const felt = (await page.evaluate((name) => window[name], list)).sort((a, b) => a - b);
    console.log(
      `${what}, ${felt.length} times: p50 ${ms(quantile(felt, 0.5))}, p95 ${ms(quantile(felt, 0.95))}, worst ${ms(felt.at(-1))}`,
    );
  }
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
