#!/usr/bin/env bash
# Mantine 9.7.3 (npm: @mantine/core, react 19.3.1): a Pill whose removal has a name still keeps it from keyboards and screen readers.
#
# Expected: a Pill that can be removed, whose button is given an aria-label, has a button of that name that Tab reaches, as a CloseButton
#   of the same props has by itself.
# Seen: the button is written with aria-hidden="true" and tabindex="-1" whatever its name, so the name is said to nobody, and a condition
#   that is shown as a Pill outside of an input cannot be taken away without a pointer. Only aria-hidden={false} and tabIndex={0}
#   beside the name bring it back.
# For Cupel: the conditions above the table of items are Pills of one component that says both.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm init -y >/dev/null
npm install --silent @mantine/core@9.7.3 @mantine/hooks@9.7.3 react@19.3.1 react-dom@19.3.1 >/dev/null
cat >look.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { createElement as h } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { CloseButton, MantineProvider, Pill } from '@mantine/core';

/** The button as it is written. */
const button = (element) => /<button[^>]*>/.exec(renderToStaticMarkup(h(MantineProvider, null, element)))[0];
const hidden = (tag) => /aria-hidden="true"/.test(tag);
const skipped = (tag) => /tabindex="-1"/i.test(tag);

const named = { 'aria-label': 'Remove the condition' };
const close = button(h(CloseButton, named));
const pill = button(h(Pill, { withRemoveButton: true, removeButtonProps: named }, 'language: German'));
const told = button(h(Pill, { withRemoveButton: true, removeButtonProps: { ...named, 'aria-hidden': false, tabIndex: 0 } }, 'language: German'));
console.log('@mantine/core', JSON.parse(readFileSync('node_modules/@mantine/core/package.json', 'utf8')).version);
for (const [name, tag] of Object.entries({ CloseButton: close, Pill: pill, 'Pill that is told': told }))
  console.log(name, '- hidden from screen readers:', hidden(tag), '- passed over by Tab:', skipped(tag));
assert.match(pill, /aria-label="Remove the condition"/);
assert.deepEqual([hidden(close), skipped(close)], [false, false]);
assert.deepEqual([hidden(pill), skipped(pill)], [true, true]);
assert.deepEqual([hidden(told), skipped(told)], [false, false]);
JS
node look.mjs
