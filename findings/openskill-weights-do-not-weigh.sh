#!/usr/bin/env bash
# openskill 6.2.0 and trueskill 0.4.5: a comparison with a small weight moves the ratings more than one without a weight.
#
# Expected: in a comparison of two single items weight 1 changes nothing, 0.1 moves little and 0 not at all.
# Seen: openskill spreads the weights of each side over 1 to 2 (weight_bounds), and a side of one gets 2 whatever its number: 0, 0.1, 1 and 9 are one
#   result, in which the winner gains twice, the loser loses half of what an unweighted comparison does. On a side of two, weights 1
#   and 0.99 become 2 and 1. In trueskill weight 0.5 on both sides moves more than 1, and 2 less.
# For Cupel: a vote's weight multiplies its share of the likelihood: weight 1 is no weight, weight 0 is no vote, two votes of weight
#   one half are one vote. All three are properties to test; weights are not left to a rating package.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install openskill==6.2.0 trueskill==0.4.5
venv/bin/python - <<'PY'
import importlib.metadata, trueskill
from openskill.models import PlackettLuce
print("openskill", importlib.metadata.version("openskill"), "trueskill", importlib.metadata.version("trueskill"))
model = PlackettLuce()
def moved(weights, size=1):
    sides = model.rate([[model.rating() for _ in range(size)] for _ in range(2)], ranks=[1, 2], weights=weights)
    return [round(item.mu - model.mu, 2) for side in sides for item in side]
none = moved(None)
print("openskill, no weights: winner and loser move by", none)
seen = {weight: moved([[weight], [weight]]) for weight in (0, .1, 1, 9)}
for weight, by in seen.items(): print(f"openskill, weight {weight} on both sides:", by)
pair = moved([[1, .99], [1, 1]], size=2)
print("openskill, sides of two, weights 1 and 0.99 on the winning side:", pair)
def skill(weight):
    winner, loser = trueskill.rate([(trueskill.Rating(),), (trueskill.Rating(),)], weights=[(weight,), (weight,)])
    return round(winner[0].mu - 25, 2)
half, one, two = skill(.5), skill(1), skill(2)
print("trueskill, the winner's gain with weights 0.5, 1 and 2:", half, one, two)
assert none[0] == -none[1] > 0
assert all(by == seen[0] for by in seen.values()), "weights count now"
assert abs(seen[1][0] - 2 * none[0]) < .02 and abs(seen[1][1] - none[1] / 2) < .02
assert abs(pair[0] - 2 * pair[1]) < .02
assert half > one > two
PY
