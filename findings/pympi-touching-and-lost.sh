#!/usr/bin/env bash
# pympi-ling 1.71 (ELAN files): annotations that only touch count as present together, and a shift loses annotations.
#
# Expected: a turn [0, 100) and a turn [100, 200): one is present at 100 ms, and the first 100 ms hold one.
#   A shift by -120 ms refuses or reports the annotation that would begin before the file does.
# Seen: both ends are inside, so two turns of one speaker are present at 100 ms and "0 to 100" returns both. The shift drops the first annotation without a word. The way to TextGrid
#   drops the second of two overlapping annotations, also without a word.
# For Cupel: segments are half-open everywhere; counts before and after a conversion are compared and losses listed.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install pympi-ling==1.71
venv/bin/python - <<'PY'
import importlib.metadata
from pympi.Elan import Eaf
print("pympi-ling", importlib.metadata.version("pympi-ling"))
def file(*turns):
    eaf = Eaf(); eaf.add_tier("A")
    for begin, end, text in turns: eaf.add_annotation("A", begin, end, text)
    return eaf
touching = file((0, 100, "x"), (100, 200, "y"))
at, between = touching.get_annotation_data_at_time("A", 100), touching.get_annotation_data_between_times("A", 0, 100)
print("at 100 ms:", at, "- from 0 to 100 ms:", between)
moved = file((0, 100, "x"), (150, 250, "y")); moved.shift_annotations(-120)
print("shifted by -120 ms:", moved.get_annotation_data_for_tier("A"))
grid = file((0, 100, "x"), (50, 150, "y"), (150, 200, "z")).to_textgrid()
texts = [text for tier in grid.get_tiers() if tier.name == "A" for _, _, text in tier.get_intervals()]
print("as TextGrid:", texts)
assert len(at) == len(between) == 2
assert moved.get_annotation_data_for_tier("A") == [(30, 130, "y")]
assert texts == ["x", "z"]
PY
