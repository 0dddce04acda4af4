#!/usr/bin/env bash
# label-studio-sdk: its validator calls annotations valid that its own configuration rules out.
#
# Expected: LabelInterface.validate_annotation refuses two labels for choice="single", a span that ends before it
#   begins, one that begins before the text, and a region without any label.
# Seen: True for all four. It looks at control names, types and label names only; an unknown label is refused.
# For Cupel: files that 'passed validation' elsewhere are checked in full on import, with every problem listed.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install label-studio-sdk==2.1.2
venv/bin/python - <<'PY' 2>/dev/null
import importlib.metadata
from label_studio_sdk.label_interface import LabelInterface
print("label-studio-sdk", importlib.metadata.version("label-studio-sdk"))
config = LabelInterface("""<View><Text name="t" value="$text"/>
  <Choices name="c" toName="t" choice="single"><Choice value="A"/><Choice value="B"/></Choices>
  <Labels name="l" toName="t"><Label value="P"/></Labels></View>""")
def valid(control, kind, value):
    return config.validate_annotation(
        {"result": [{"id": "x", "from_name": control, "to_name": "t", "type": kind, "value": value}]})
seen = {
    "two labels where one is allowed": valid("c", "choices", {"choices": ["A", "B"]}),
    "a span from 5 to 2": valid("l", "labels", {"start": 5, "end": 2, "labels": ["P"]}),
    "a span from -3 to 2": valid("l", "labels", {"start": -3, "end": 2, "labels": ["P"]}),
    "a span without a label": valid("l", "labels", {"start": 0, "end": 2, "labels": []}),
}
for what, answer in seen.items(): print(f"{what}: valid = {answer}")
unknown = valid("c", "choices", {"choices": ["Z"]})
print("an unknown label: valid =", unknown)
assert all(seen.values()) and not unknown
PY
