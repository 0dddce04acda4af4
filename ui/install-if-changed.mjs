// Runs `npm ci` only when the lockfile or the Node version changed, so that a warm build does not wait for npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.lock-sha256';
const want = createHash('sha256').update(readFileSync('package-lock.json')).update(process.version).digest('hex');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) process.exit(0);
const run = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (run.status === 0) writeFileSync(stamp, want);
else console.error('ui: npm ci failed (see above). Node.js 20 or newer is needed; without the UI build with -DskipUi.');
process.exit(run.status ?? 1);
