#!/usr/bin/env bash
# labelformat 0.1.17: from a plain COCO file it writes a YOLO data set that it cannot read itself, and a COCO file that pycocotools cannot.
#
# Expected: COCO's categories 1 and 2 become classes 0 and 1 of YOLO; COCO to COCO keeps what a reader of COCO needs.
# Seen: the numbers are copied: classes 1 and 2 under 'nc: 2', whose classes are 0 and 1, and the reader of the same package raises
#   KeyError: 0. The COCO file has annotations without id, area and iscrowd; pycocotools 2.0.11 raises KeyError: 'id'.
#   Both files are written without a word.
# For Cupel: exports number classes from 0 and join by name, annotations get ids from 1; every export is read back by another
#   reader in a test, from labels whose own numbers begin at 1 and have gaps.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip -q install labelformat==0.1.17 pycocotools==2.0.11 numpy==2.2.6 pillow==12.0.0
venv/bin/python - <<'PY'
import contextlib, importlib.metadata, io, json, pathlib
from PIL import Image
from pycocotools.coco import COCO
from labelformat.formats import COCOObjectDetectionInput, COCOObjectDetectionOutput, YOLOv8ObjectDetectionInput, YOLOv8ObjectDetectionOutput
print("labelformat", importlib.metadata.version("labelformat"), "pycocotools", importlib.metadata.version("pycocotools"))
here = pathlib.Path(".")
boxes = [(1, [10, 20, 30, 40]), (2, [50, 20, 30, 40])]
(here / "in.json").write_text(json.dumps({
    "images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 80}],
    "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
    "annotations": [{"id": n, "image_id": 1, "category_id": n, "bbox": box, "area": 1200, "iscrowd": 0} for n, box in boxes]}))
def opens(name):
    with contextlib.redirect_stdout(io.StringIO()):
        try: return len(COCO(name).getAnnIds())
        except KeyError as problem: return f"KeyError: {problem}"
YOLOv8ObjectDetectionOutput(output_file=here / "data.yaml", output_split="train").save(COCOObjectDetectionInput(input_file=here / "in.json"))
config, lines = (here / "data.yaml").read_text(), (here / "labels/a.txt").read_text().splitlines()
print("YOLO:", config.split(), "- classes used:", [line.split()[0] for line in lines])
(here / "images").mkdir(exist_ok=True)
Image.new("RGB", (100, 80)).save("images/a.png")
try:
    back = [len(one.objects) for one in YOLOv8ObjectDetectionInput(input_file=here / "data.yaml", input_split="train").get_labels()]
except KeyError as problem:
    back = f"KeyError: {problem}"
print("YOLO read back by labelformat:", back)
COCOObjectDetectionOutput(output_file=here / "out.json").save(COCOObjectDetectionInput(input_file=here / "in.json"))
first = json.loads((here / "out.json").read_text())["annotations"][0]
print("COCO, keys of an annotation:", sorted(first))
print("opened by pycocotools, before and after:", opens("in.json"), "and", opens("out.json"))
assert "nc: 2" in config and [line.split()[0] for line in lines] == ["1", "2"]
assert back == "KeyError: 0" and opens("in.json") == 2 and opens("out.json") == "KeyError: 'id'"
PY
