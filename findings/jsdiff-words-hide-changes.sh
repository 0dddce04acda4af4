#!/usr/bin/env bash
# jsdiff 8.0.4 (npm: diff): the word difference cannot rebuild the text it started from, and cuts syllables.
#
# Expected: the kept and removed parts of diffWords, put together, are the old text; a change of a leading space is shown.
# Seen: 'no change' for a leading space, and parts that rebuild a text that never was ("The cat sat." for "The cat  sat.").
#   Devanagari words are cut inside: of two words that differ, a part with a lone virama is called unchanged, unless
#   an Intl.Segmenter is handed over. diffWordsWithSpace rebuilds both texts.
# For Cupel: differences that people judge (rewrites, transcripts, guidelines) are shown with diffWordsWithSpace and a segmenter, and the
#   old text must be rebuildable from what is shown: a property test.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm init -y >/dev/null && npm install --silent diff@8.0.4 >/dev/null
node - <<'JS'
const assert = require("node:assert");
const diff = require("diff");
console.log("diff", require("diff/package.json").version, "on Node", process.versions.node.split(".")[0]);
const old = (parts) => parts.filter((p) => !p.added).map((p) => p.value).join("");
const changed = (parts) => parts.some((p) => p.added || p.removed);
const show = (parts) => parts.map((p) => (p.added ? "+" : p.removed ? "-" : "=") + JSON.stringify(p.value)).join(" ");
const lead = diff.diffWords(" lead", "lead");
console.log("leading space removed:", show(lead), "- changed:", changed(lead));
const cat = diff.diffWords("The cat  sat.", "The cat sat");
console.log("old text rebuilt:", JSON.stringify(old(cat)));
const hindi = diff.diffWords("नमस्ते दुनिया", "नमस्कार दुनिया");
console.log("without a segmenter:", show(hindi));
const whole = diff.diffWords("नमस्ते दुनिया", "नमस्कार दुनिया", { intlSegmenter: new Intl.Segmenter("hi", { granularity: "word" }) });
console.log("with a segmenter:   ", show(whole));
assert(!changed(lead) && old(cat) === "The cat sat.");
assert(hindi[0].value === "नमस्" && !hindi[0].added && !hindi[0].removed);
assert.equal(whole.find((p) => p.removed).value.trim(), "नमस्ते");
assert.equal(old(diff.diffWordsWithSpace("The cat  sat.", "The cat sat")), "The cat  sat.");
JS
