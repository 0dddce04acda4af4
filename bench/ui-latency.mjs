#!/usr/bin/env node
// What a labeler feels, measured in Chromium against a running server:
//   - from the Enter key to the next item on screen (p50, p95, worst, over N items)
//   - from a cold cache to a labeling screen that takes answers (median of five visits)
//
//   node bench/ui-latency.mjs --base http://localhost:8080 --email E --password P --project KEY [--items 100]
//
// The account answers items for real: give it a project made for this, with more items than are measured.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../ui/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const options = Object.fromEntries(
  process.argv.slice(2).flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1]]] : [])),
);
const { base = 'http://localhost:8080', email, password, project, items = '100' } = options;
if (!email || !password || !project) {
  console.error('usage: ui-latency.mjs --base URL --email E --password P --project KEY [--items 100]');
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
const quantile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
const ms = (value) => `${value.toFixed(1)} ms`;

try {
  const first = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await first.newPage();
  await page.goto(`${base}/signin?next=${encodeURIComponent(`/p/${project}/label`)}`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === `/p/${project}/label`);
  await page.getByRole('radio').first().waitFor();
  const signedIn = await first.storageState();

  // The clock starts at the key event and stops in the frame after the one that shows another item.
  await page.evaluate(() => {
    const region = () => document.querySelector('[aria-live="polite"]');
    window.submitToNext = [];
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter') return;
        const started = event.timeStamp;
        const before = region()?.textContent;
        const look = () => {
          const now = region()?.textContent;
          if (now && now !== before && document.querySelector('input[type=radio]')) requestAnimationFrame((at) => window.submitToNext.push(at - started));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
  const count = Number(items);
  for (let index = 0; index < count; index++) {
    await page.keyboard.press(String(1 + (index % 2)));
    await page.keyboard.press('Enter');
    await page.waitForFunction((done) => window.submitToNext.length > done, index, { timeout: 30_000 });
    await page.waitForTimeout(300); // a very quick person
  }
  const felt = (await page.evaluate(() => window.submitToNext)).sort((a, b) => a - b);
  console.log(`submit to next item visible, ${felt.length} items: p50 ${ms(quantile(felt, 0.5))}, p95 ${ms(quantile(felt, 0.95))}, worst ${ms(felt.at(-1))}`);
  await page.getByText('All answers saved').waitFor();
  await first.close();

  const cold = [];
  let received = 0;
  for (let visit = 0; visit < 5; visit++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: signedIn });
    const fresh = await context.newPage();
    const network = await context.newCDPSession(fresh);
    await network.send('Network.enable');
    received = 0;
    network.on('Network.loadingFinished', (event) => {
      received += event.encodedDataLength;
    });
    await fresh.goto(`${base}/p/${project}/label`, { waitUntil: 'commit' });
    await fresh.getByRole('radio').first().waitFor();
    cold.push(await fresh.evaluate(() => performance.now()));
    await context.close();
  }
  cold.sort((a, b) => a - b);
  console.log(`cold cache to usable labeling screen, ${cold.length} visits: median ${ms(quantile(cold, 0.5))}, worst ${ms(cold.at(-1))}; ${(received / 1000).toFixed(0)} kB received`);
} finally {
  await browser.close();
}
