#!/usr/bin/env bash
# Mantine 9.7.3 (npm: @mantine/core, react 19.3.1, jsdom 26.1.0): a TagsInput without suggestions keeps Escape from closing its Modal.
#
# Expected: a combobox takes the first Escape where it closes a list with it; with no list on the screen, Escape closes the dialog.
# Seen: a TagsInput that was never given any data marks itself as open as soon as it has the focus, shows nothing, and takes the first
#   Escape; the dialog closes at the second. A TextInput in the same place closes it at the first. With openOnFocus={false} the
#   first Escape closes it.
# For Cupel: free words in a dialog (skills that items ask for) are TagsInput with openOnFocus={false}.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm init -y >/dev/null
npm install --silent @mantine/core@9.7.3 @mantine/hooks@9.7.3 react@19.3.1 react-dom@19.3.1 jsdom@26.1.0 >/dev/null
cat >look.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const { window } = new JSDOM('<!doctype html><body><div id="root"></div></body>', { pretendToBeVisual: true });
for (const name of ['document', 'HTMLElement', 'Element', 'Node', 'MutationObserver', 'KeyboardEvent', 'FocusEvent', 'Event', 'CustomEvent',
  'navigator', 'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle', 'ShadowRoot', 'HTMLInputElement'])
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
globalThis.window = window;
window.matchMedia = () => ({ matches: false, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} });
globalThis.ResizeObserver = window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };
window.HTMLElement.prototype.scrollIntoView = () => {};
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const { createElement: h, act } = await import('react');
const { createRoot } = await import('react-dom/client');
const { MantineProvider, Modal, TagsInput, TextInput } = await import('@mantine/core');

/** How many Escapes a dialog takes to ask to be closed, with the focus in this field. */
async function escapes(field) {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  let closed = 0;
  await act(async () =>
    root.render(h(MantineProvider, { env: 'test' }, h(Modal, { opened: true, onClose: () => closed++, withinPortal: false }, field))));
  const input = place.querySelector('input[data-look]');
  await act(async () => input.focus());
  let pressed = 0;
  while (closed === 0 && pressed < 3) {
    pressed++;
    await act(async () =>
      input.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true })));
  }
  await act(async () => root.unmount());
  place.remove();
  return closed === 0 ? Infinity : pressed;
}

console.log('@mantine/core', version('@mantine/core'), 'react', version('react'));
const text = await escapes(h(TextInput, { 'data-look': true, 'aria-label': 'x' }));
const tags = await escapes(h(TagsInput, { 'data-look': true, 'aria-label': 'x' }));
const closed = await escapes(h(TagsInput, { 'data-look': true, 'aria-label': 'x', openOnFocus: false }));
console.log('Escapes until the dialog closes: TextInput', text, '- TagsInput without data', tags, '- with openOnFocus={false}', closed);
assert.equal(text, 1);
assert.equal(tags, 2);
assert.equal(closed, 1);
JS
node look.mjs
