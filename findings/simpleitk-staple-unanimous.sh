#!/usr/bin/env bash
# SimpleITK 2.5.7: STAPLE answers "not a number" for every pixel where all raters agree about the whole picture.
#
# Expected: three raters who all found nothing give probability 0 everywhere; three who all marked everything give 1.
# Seen: NaN in every pixel in both cases, without an error; a threshold at 0.5 then turns 'all marked' into 'nothing'.
#   One differing pixel is enough to make all of it finite again.
# For Cupel: unanimous pictures are settled before the model is fitted; no NaN leaves a consensus of masks.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install SimpleITK==2.5.7 numpy==2.2.6
venv/bin/python - <<'PY'
import numpy as np, SimpleITK as sitk
print("SimpleITK", sitk.Version_VersionString())
def staple(*masks):
    return sitk.GetArrayFromImage(sitk.STAPLE([sitk.GetImageFromArray(m) for m in masks], 1.0))
nothing = np.zeros((8, 8), np.uint8)
everything = nothing + 1
dot = nothing.copy(); dot[0, 0] = 1
for name, masks in {"all found nothing": [nothing] * 3, "all marked everything": [everything] * 3,
                    "one marked one pixel": [nothing, nothing, dot]}.items():
    p = staple(*masks)
    print(f"{name}: {np.isnan(p).sum()} of {p.size} pixels are NaN; {(p > .5).sum()} are above one half")
assert np.isnan(staple(nothing, nothing, nothing)).all()
assert np.isnan(staple(everything, everything, everything)).all()
assert np.isfinite(staple(nothing, nothing, dot)).all()
PY
