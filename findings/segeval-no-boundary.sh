#!/usr/bin/env bash
# segeval 2.0.11: two people who agree that a text has no boundary cannot be compared: ValueError.
#
# Expected: boundary similarity 1 for two identical segmentations, also when each is one single segment.
# Seen: 'max() arg is an empty sequence'. One text without boundaries in a collection ends the whole computation; and
#   where only one of the two has a boundary the result is 0, so the undefined case cannot be read off the number.
# For Cupel: 'both found nothing' is agreement, and is counted apart, in every distance between structured answers.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install segeval==2.0.11
venv/bin/python - <<'PY'
import importlib.metadata, segeval
print("segeval", importlib.metadata.version("segeval"))
print("the same two boundaries:", segeval.boundary_similarity((5, 5, 5), (5, 5, 5)))
print("one has a boundary, one has none:", segeval.boundary_similarity((15,), (5, 10)))
print("neither has one, by WindowDiff:", end=" ")
try: print(segeval.window_diff((15,), (15,)))
except Exception as problem: print(type(problem).__name__, problem)
try:
    print("neither has one:", segeval.boundary_similarity((15,), (15,)))
    raise SystemExit("it is defined now")
except ValueError as problem:
    print("neither has one: ValueError:", problem)
assert segeval.boundary_similarity((5, 5, 5), (5, 5, 5)) == 1
assert segeval.boundary_similarity((15,), (5, 10)) == 0
PY
