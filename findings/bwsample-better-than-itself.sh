#!/usr/bin/env bash
# bwsample 0.7.0 (best-worst scaling): an item is counted as better than itself, and an answer given three times counts 21 times.
#
# Expected: 'A best, C worst' of A, B, C is one count each for A>B, A>C and B>C; three people who say so make it three each.
#   What is inferred from other answers never compares an item with itself.
# Seen: by default every answer is also inferred from itself. A>C gets n(2n+1) counts for n equal answers: 3, 10, 21; A>B and B>C
#   get n. Two answers that contradict each other add four counts each of A>A, B>B and C>C.
# For Cupel: an answer becomes pairs once; what follows from others is the model's affair; doubling all answers doubles all
#   counts, and no pair has twice the same item: properties to test.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install bwsample==0.7.0 numpy==1.26.4 scipy==1.13.1
venv/bin/python -W ignore - <<'PY'
import importlib.metadata, bwsample
print("bwsample", importlib.metadata.version("bwsample"))
best, other, worst = "A", "B", "C"
answer, opposite = ([1, 0, 2], [best, other, worst]), ([2, 0, 1], [best, other, worst])
def count(answers, **options):
    return {"".join(pair): n for pair, n in sorted(bwsample.count(answers, **options)[0].items())}
seen = {n: count([answer] * n) for n in (1, 2, 3)}
for n, counts in seen.items(): print(n, "equal answers:", counts)
plain = count([answer] * 3, use_logical=False)
print("3 equal answers, use_logical=False:", plain)
against = count([answer, opposite])
print("two answers that contradict each other:", against)
assert plain == {"AB": 3, "AC": 3, "BC": 3}
assert all(counts == {"AB": n, "AC": n * (2 * n + 1), "BC": n} for n, counts in seen.items())
assert all(against[item * 2] == 4 for item in "ABC")
PY
