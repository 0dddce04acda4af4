#!/usr/bin/env bash
# crowd-kit 1.4.2: one answer by a new worker to a new task turns the label of a task on which all others agreed.
#
# Expected: an answer that shares neither worker nor task with the rest changes nothing about the rest, beyond the shares of classes.
# Seen: with one-coin Dawid-Skene task t2 (three votes for 0, none for 1) is labeled 0; add the answer z, t9, 1 and it
#   is labeled 1. The model has found that everybody lies. M-MSR gives the new worker a negative skill.
# For Cupel: the one-coin model is guarded against the mirror solution, and unanimous tasks keep their label: a property.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install crowd-kit==1.4.2 numpy==2.2.6 pandas==2.3.3
venv/bin/python -W ignore - <<'PY' 2>/dev/null
import importlib.metadata, pandas as pd
from crowdkit.aggregation import MMSR, OneCoinDawidSkene
print("crowd-kit", importlib.metadata.version("crowd-kit"))
rows = [("t1", "a", 1), ("t1", "b", 1), ("t1", "c", 0), ("t2", "a", 0), ("t2", "b", 0), ("t2", "c", 0), ("t3", "a", 1), ("t3", "b", 0)]
def table(more=()): return pd.DataFrame(rows + list(more), columns=["task", "worker", "label"])
before = OneCoinDawidSkene().fit_predict(table()).to_dict()
after = OneCoinDawidSkene().fit_predict(table([("t9", "z", 1)])).to_dict()
print("before:", before, "\nafter: ", after)
robust = MMSR(random_state=0).fit(table([("t9", "z", 1)])).skills_.round(2).to_dict()
print("skills by M-MSR:", robust)
assert before["t2"] == 0 and after["t2"] == 1
assert robust["z"] < 0
PY
