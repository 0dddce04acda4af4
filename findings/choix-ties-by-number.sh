#!/usr/bin/env bash
# choix 0.4.1: how far a model of preferences is from an order depends on how the items are numbered, wherever scores are equal.
#
# Expected: two items with the same score disagree with neither order of them: distance 0 (as the formula in its documentation
#   says, with strict inequalities), or one half, in both.
# Seen: kendalltau_dist breaks ties by position. Four items nobody compared are at distance 0 from 1, 2, 3, 4 and at 6, the
#   largest there is, from 4, 3, 2, 1; two equal scores among three items make the same fit better or worse by their numbers.
# For Cupel: items with equal scores share one rank, ranks have intervals, and distances between rankings leave ties out of both
#   counts; what was never compared is named, not ranked.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install choix==0.4.1
venv/bin/python - <<'PY'
import importlib.metadata, choix
print("choix", importlib.metadata.version("choix"))
level = [0.0] * 4
up, down = choix.kendalltau_dist(level, [1, 2, 3, 4]), choix.kendalltau_dist(level, [4, 3, 2, 1])
print("four equal scores against 1 2 3 4:", up, "and against 4 3 2 1:", down)
one, other = choix.kendalltau_dist([0, 0, 1], [0, 1, 2]), choix.kendalltau_dist([0, 0, 1], [1, 0, 2])
print("scores 0 0 1 against two orders that differ in the equal ones alone:", one, "and", other)
assert (up, down) == (0, 6), "ties are treated otherwise now"
assert (one, other) == (0, 1), "ties are treated otherwise now"
PY
