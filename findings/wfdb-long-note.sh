#!/usr/bin/env bash
# wfdb (Python) 4.3.1: a note longer than 255 bytes is written as annotations that nobody made.
#
# Expected: a note that the MIT annotation format cannot hold (its length is one byte) is refused, or cut.
# Seen: it is accepted; its length is stored modulo 256, and the rest of its text is read back as annotations of
#   unknown type. Two annotations go in, 130 come out, in a file that every reader opens without complaint.
# For Cupel: a writer of this format refuses a note over 255 bytes by item and annotation; a reader counts annotations
#   of types that the format does not define and says so.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install wfdb==4.3.1
venv/bin/python - <<'PY'
import numpy as np, wfdb
print("wfdb", wfdb.__version__)
def back(note):
    wfdb.wrann("r", "atr", np.array([10, 20]), symbol=["N", '"'], aux_note=["", note])
    return wfdb.rdann("r", "atr")
fits, long = back("x" * 255), back("x" * 300)
print("255 bytes:", len(fits.sample), "annotations, note of", len(fits.aux_note[1]))
print("300 bytes:", len(long.sample), "annotations, note of", len(long.aux_note[1]), "- last at sample", long.sample[-1])
assert len(fits.sample) == 2 and len(fits.aux_note[1]) == 255
assert len(long.aux_note[1]) == 300 % 256
assert len(long.sample) == 2 + (300 - 300 % 256) // 2
PY
