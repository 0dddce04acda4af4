import { expect, test } from 'vitest';
import { keyCaps, matches, strokesOf } from './keymap';

const press = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

test('a letter matches with caps lock on but not with Shift, Ctrl or Alt held', () => {
  expect(matches('z', press('z'))).toBe(true);
  expect(matches('z', press('Z'))).toBe(true);
  expect(matches('z', press('Z', { shiftKey: true }))).toBe(false);
  expect(matches('z', press('z', { ctrlKey: true }))).toBe(false);
  expect(matches('Shift+z', press('Z', { shiftKey: true }))).toBe(true);
});

test('a sign matches whatever modifier the keyboard layout needs for it', () => {
  expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
  expect(matches('?', press('?'))).toBe(true);
  expect(matches('[', press('['))).toBe(true);
});

test('Mod is Ctrl or Cmd', () => {
  expect(matches('Mod+k', press('k', { ctrlKey: true }))).toBe(true);
  expect(matches('Mod+k', press('k', { metaKey: true }))).toBe(true);
  expect(matches('Mod+k', press('k'))).toBe(false);
});

test('key caps read as on the keyboard', () => {
  expect(keyCaps('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(keyCaps('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(keyCaps('ArrowLeft', false)).toEqual(['←']);
  expect(keyCaps('a 1', false)).toEqual(['A', '1']);
});

test('strokes follow each other; the space bar is one of its own', () => {
  expect(strokesOf('a 1')).toEqual(['a', '1']);
  expect(strokesOf(' ')).toEqual([' ']);
  expect(strokesOf('Mod+k')).toEqual(['Mod+k']);
});
