#!/usr/bin/env bash
# ppi-python: the interval of a median of star ratings does not exist: IndexError.
#
# Expected: an interval such as [3, 4] for the median of ratings from 1 to 5, as for any other number.
# Seen: the test behind the interval asks for which value the share below it could be one half. With few distinct
#   values the share jumps over one half, every value is rejected, the grid is empty and its first element is asked for.
#   The classical interval of the same package, on the same ratings, is fine.
# For Cupel: quantiles of ratings use an interval that allows for ties (all values between which the share crosses
#   the level), and an empty set of accepted values is a case with a name, not an exception.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install ppi-python==0.2.3 numpy==2.2.6
venv/bin/python - <<'PY'
import importlib.metadata, numpy as np, ppi_py
print("ppi-python", importlib.metadata.version("ppi-python"))
rng = np.random.default_rng(0)
def stars(n): return rng.choice([1., 2., 3., 4., 5.], n, p=[.1, .1, .5, .2, .1])
truth, more = stars(200), stars(2000)
print("classical:", ppi_py.classical_quantile_ci(truth, .5))
try:
    print("prediction-powered:", ppi_py.ppi_quantile_ci(truth, truth, more, .5))
    raise SystemExit("the interval exists now")
except IndexError as problem:
    print("prediction-powered: IndexError:", problem)
spread = ppi_py.ppi_quantile_ci(truth + rng.normal(0, .3, 200), truth, more, .5)
print("the same with labels spread by noise:", spread)
PY
