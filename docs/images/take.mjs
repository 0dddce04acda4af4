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

  // Some work is done, and a text worth reading, with its answers chosen, is on screen.
  await signIn(page, demo, '/p/customer-voice/label');
  const item = page.getByRole('region', { name: 'Item' });
  await item.locator('p').first().waitFor();
  for (let done = 0; done < 60; done++) {
    const text = await item.locator('p').first().innerText();
    const english = /en-/.test(await item.innerText());
    // A sentiment, a topic, which leaves the question in hand for several, and an urgency.
    await page.keyboard.press('2');
    await page.keyboard.press('1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('4');
    if (done >= 20 && english && text.length > 100 && text.length < 260) break;
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (before) => document.querySelector('section[aria-live] p')?.textContent !== before,
      text,
    );
    await page.waitForTimeout(150);
  }
  await page.getByText('All answers saved').waitFor();
  await page.waitForTimeout(8000); // seconds on this item, as a reader would need
  await page.screenshot({ path: image('labeling.png') });

  await page.goto(`${demo.base}/p/customer-voice/quality`);
  await page.getByRole('heading', { name: 'Annotators' }).waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: image('quality.png') });
} finally {
  await browser?.close();
  await demo.stop();
}
