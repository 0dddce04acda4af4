#!/usr/bin/env node
// Takes the pictures of the README from the demo, in a server of its own that is removed afterwards:
//
//   node docs/images/take.mjs
//
// Needs Chromium (CHROMIUM_PATH, else /usr/bin/chromium), the packages of ui/ (npm ci there) and fonts for many scripts.
import { fileURLToPath } from 'node:url';
import { launchChromium, pause, signIn, startProduct } from '../../bench/product.mjs';

const image = (name) => fileURLToPath(new URL(name, import.meta.url));
const demo = await startProduct(['--demo']);
let browser;
try {
  while (!/The demo is complete/.test(demo.printed())) await pause(500);
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();

  // What the simulated annotators did, before anybody else answers.
  await signIn(page, demo, '/p/customer-voice/quality');
  await page.getByRole('heading', { name: 'Annotators' }).waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: image('quality.png') });

  // Some work is done, and a text worth reading is on screen with its answers chosen.
  await page.goto(`${demo.base}/p/customer-voice/label`);
  const text = page.getByRole('region', { name: 'Item' }).locator('p').first();
  await text.waitFor();
  for (let done = 0; !/cornbread/.test(await text.innerText()); done++) {
    if (done > 120) throw new Error('the text for the picture did not come: choose another one');
    const before = await text.innerText();
    // A sentiment, a topic, on to the next question, an urgency.
    for (const key of ['2', '1', 'ArrowDown', '4', 'Enter']) await page.keyboard.press(key);
    await page.waitForFunction((old) => document.querySelector('section[aria-live] p')?.textContent !== old, before);
    await page.waitForTimeout(150);
  }
  for (const key of ['1', '2', 'ArrowDown', '1']) await page.keyboard.press(key);
  await page.getByText('All answers saved').waitFor();
  await page.waitForTimeout(8000); // seconds on this item, as a reader would need
  await page.screenshot({ path: image('labeling.png') });
} finally {
  await browser?.close();
  await demo.stop();
}
