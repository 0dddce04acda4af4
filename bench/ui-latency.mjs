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
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'ui/package.json'))('playwright-core');

const options = Object.fromEntries(
  process.argv.slice(2).flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1]]] : [])),
);
const { items = '200', visits = '7' } = options;
const count = Number(items);
if (!(count > 0) || !(Number(visits) > 0) || (options.base && !(options.email && options.password && options.project))) {
  console.error('usage: ui-latency.mjs [--items 200] [--visits 7] [--base URL --email E --password P --project KEY]');
  process.exit(2);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
const ms = (value) => `${value.toFixed(1)} ms`;

/** A server of our own with a project in it. */
async function start() {
  const port = await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const base = `http://localhost:${port}`;
  const data = mkdtempSync(join(tmpdir(), 'cupel-ui-latency-'));
  let output = '';
  const child = spawn(join(root, 'cupel'), ['serve', '--port', String(port), '--data', data], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const stop = async () => {
    const ended = child.exitCode !== null ? undefined : new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    // The first run in a checkout builds.
    for (let tries = 0; !/Cupel is at/.test(output); tries++) {
      if (child.exitCode !== null || tries > 6000) throw new Error(`the server did not start:\n${output}`);
      await pause(100);
    }
    const token = /\/setup#(\S+)/.exec(output)?.[1];
    const account = { email: 'bench@example.org', password: 'measured over and over' };
    const call = caller(base);
    await call('GET', '/session');
    await call('POST', '/setup', { ...account, displayName: 'Bench', token });
    await call('GET', '/session');
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
        text: `Review ${index}. It arrived late, but it works, and I would order it again in December. `.repeat(1 + (index % 4)),
        shop: index % 2 ? 'north' : 'south',
      }),
    );
    let job = await call('POST', '/projects/latency/imports?format=jsonl', rows.join('\n'));
    while (['queued', 'running'].includes(job.state)) {
      await pause(50);
      job = await call('GET', `/jobs/${job.id}`);
    }
    if (job.state !== 'done') throw new Error(`the import ${job.state}: ${job.error}`);
    return { base, ...account, project: 'latency', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls the API as a browser would: with cookies and the token against forged requests. */
function caller(base) {
  const jar = new Map();
  return async (method, path, body) => {
    const response = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-xsrf-token': jar.get('XSRF-TOKEN') ?? '',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
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
const { base, email, password, project } = own ?? options;
// However this ends, the server and its folder go.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void (own?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));

let browser;
try {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const viewport = { width: 1440, height: 900 };
  const first = await browser.newContext({ viewport });
  const page = await first.newPage();
  await page.goto(`${base}/signin?next=${encodeURIComponent(`/p/${project}/label`)}`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === `/p/${project}/label`);
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
