#!/usr/bin/env bash
# cleanlab 2.9.0: three annotators and the model agree on every item, and the consensus contradicts them on half.
#
# Expected: with quality_method="agreement" the consensus of unanimous items is their label, with agreement 1.
# Seen: together with the default consensus method ("best_quality") every consensus label is the first class; items on
#   which all said 1 get consensus 0 with an agreement of 0, and every annotator's quality is .5. With
#   consensus_method="majority_vote", or with the default quality method, the same table is settled right.
# For Cupel: unanimous items keep their label under every method and option; it is a property test of the engine.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install cleanlab==2.9.0 numpy==2.2.6 pandas==2.3.3
venv/bin/python -W ignore - <<'PY'
import cleanlab, numpy as np, pandas as pd
from cleanlab.multiannotator import get_label_quality_multiannotator
print("cleanlab", cleanlab.__version__)
truth = [0, 1, 0, 1, 0, 1]
votes = pd.DataFrame({name: truth for name in ("ann", "ben", "cem")})
model = np.eye(2)[truth] * .8 + .1
def consensus(**options):
    result = get_label_quality_multiannotator(votes, model, verbose=False, **options)
    quality = result["annotator_stats"]["annotator_quality"].round(2).to_dict()
    print(options or "defaults", "->", result["label_quality"]["consensus_label"].tolist(), quality)
    return result["label_quality"]["consensus_label"].tolist()
assert consensus() == truth
assert consensus(quality_method="agreement", consensus_method="majority_vote") == truth
assert consensus(quality_method="agreement") == [0] * 6
PY
