import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * Budgets in kilobytes (1000 bytes) of gzip, as people download them. Reads what the last `npm run build` made; `./check`
 * builds before it tests.
 */
const DIST = join(import.meta.dirname, '..', '..', 'dist');
const MANIFEST = join(DIST, '.vite', 'manifest.json');

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}
let manifest: Record<string, Chunk>;

/** An entry with everything it imports statically. */
function closure(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const imported of manifest[name]?.imports ?? []) closure(imported, seen);
  return seen;
}
const files = (names: Iterable<string>, kind: 'js' | 'css') =>
  new Set(
    [...names]
      .flatMap((name) => (kind === 'js' ? [manifest[name]?.file ?? ''] : (manifest[name]?.css ?? [])))
      .filter((file) => file.endsWith(`.${kind}`)),
  );
const kilobytes = (list: Iterable<string>) =>
  [...list].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length, 0) / 1000;

describe.skipIf(!existsSync(MANIFEST))('bundle budgets (skipped where ui/dist has not been built)', () => {
  beforeAll(() => {
    manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>;
  });
  const entry = () => closure('index.html');
  const screen = (feature: string) => new Set([...entry(), ...closure(`src/features/${feature}/index.ts`)]);

  test.each(['projects', 'labeling', 'session', 'overview'])(
    'first screen /%s: at most 220 KB of JavaScript and 32 KB of CSS',
    (feature) => {
      expect(kilobytes(files(screen(feature), 'js'))).toBeLessThanOrEqual(220);
      expect(kilobytes(files(screen(feature), 'css'))).toBeLessThanOrEqual(32);
    },
  );

  test.each([
    ['Markdown and its sanitiser', 'src/shared/ui/MarkdownBody.tsx'],
    ['the surface on which texts are marked', 'src/shared/surfaces/text/TextSurface.tsx'],
  ])('%s: not in the screens that show an item until there is one that needs it, within 50 KB', (_, source) => {
    const lazy = closure(source);
    expect(lazy.size).toBeGreaterThan(0);
    const first = new Set([...entry(), ...screen('labeling')]);
    expect(first.has(source)).toBe(false);
    const own = [...files(lazy, 'js')].filter((file) => !files(first, 'js').has(file));
    expect(kilobytes(own)).toBeLessThanOrEqual(50);
  });
});
