// The product for scripts that drive it in a browser: a server on a scratch folder and a free port, its owner, Chromium.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'ui/package.json'))('playwright-core');

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const launchChromium = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/**
 * Starts ./cupel serve (which builds first, if it has to) and makes the owner.
 *
 * @param flags more flags of `serve`, such as `--demo`
 * @returns base address, the data folder, the owner's email and password, `call` for the API in the owner's name, what the
 *     server has printed so far, and `stop`, which also removes the folder
 */
export async function startProduct(flags = []) {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const data = mkdtempSync(join(tmpdir(), 'cupel-script-'));
  let output = '';
  const child = spawn(join(root, 'cupel'), ['serve', '--port', String(port), '--data', data, ...flags], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      const ended = child.exitCode === null && new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    })();
    return stopping;
  };
  // However the script ends, the server and its folder go.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().finally(() => process.exit(130)));
  try {
    for (let tries = 0; !/Cupel is at/.test(output); tries++) {
      if (child.exitCode !== null || tries > 6000) throw new Error(`the server did not start:\n${output}`);
      await pause(100);
    }
    const owner = { email: 'olga@example.org', password: 'Olga likes long passwords' };
    const call = caller(base);
    await call('GET', '/session');
    await call('POST', '/setup', { ...owner, displayName: 'Olga Owner', token: /\/setup#(\S+)/.exec(output)?.[1] });
    await call('GET', '/session');
    return { base, data, ...owner, call, printed: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls the API as a browser would: with cookies and the token against forged requests. */
export function caller(base) {
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

/** Signs in through the page and lands on a path. */
export async function signIn(page, { base, email, password }, path) {
  await page.goto(`${base}/signin?next=${encodeURIComponent(path)}`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === path);
}
