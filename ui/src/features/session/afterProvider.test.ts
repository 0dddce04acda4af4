import { afterEach, expect, test, vi } from 'vitest';
import { afterProvider, remember, remembered } from './afterProvider';

function storage(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
}
afterEach(() => vi.unstubAllGlobals());

test('who signed in elsewhere goes to where they wanted', () => {
  storage();
  expect(remembered()).toBe('/');
  remember('/p/tone/label');
  expect(afterProvider('done', remembered())).toBe('/p/tone/label');
});
test('a newcomer with an invitation goes on with it, one without stays and is told', () => {
  expect(afterProvider('unknown', '/invite#abc')).toBe('/invite#abc');
  expect(afterProvider('unknown', '/p/tone/label')).toBeUndefined();
});
test('whoever was refused goes nowhere', () => {
  for (const outcome of ['disabled', 'expired', 'failed'] as const)
    expect(afterProvider(outcome, '/invite#abc')).toBeUndefined();
});
test('only paths of this site are remembered', () => {
  storage();
  for (const foreign of ['https://example.org', '//example.org', '/\\example.org']) {
    remember(foreign);
    expect(remembered()).toBe('/');
  }
});
test('without storage the way ends at the start page', () => {
  vi.stubGlobal('sessionStorage', undefined);
  remember('/p/tone');
  expect(remembered()).toBe('/');
});
