#!/usr/bin/env python3
"""Writes a public set of structured answers in the native form that `cupel consensus` reads.

usage: bench/native-answers.py SET OUT    SET is one of ner_mturk_dev, speech_dev_clean, speech_dev_other, cells-boxes and
       cells-masks (data: $CUPEL_DATA, or shared/data beside the repository); writes OUT/answers.jsonl and OUT/truth.jsonl
"""
import csv, gzip, json, os, pathlib, sys

set_name, out = sys.argv[1], pathlib.Path(sys.argv[2])
root = pathlib.Path(os.environ.get("CUPEL_DATA") or pathlib.Path(__file__).parents[2] / "shared/data")
folder = root / set_name.split("-")[0]


def text(name):
    path = folder / name
    return gzip.open(path, "rt", encoding="utf-8") if name.endswith(".gz") else open(path, encoding="utf-8")


def rows(name):
    return csv.DictReader(text(name))


def write(name, lines):
    out.mkdir(parents=True, exist_ok=True)
    with open(out / name, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def box(row):
    x0, y0, x1, y1 = (float(row[k]) for k in ("x0", "y0", "x1", "y1"))
    return {"left": x0, "top": y0, "width": x1 - x0, "height": y1 - y0, "label": "cell"}


def columns(mask, size):
    """COCO's run lengths, column by column, of a mask that is written row by row within its tight box."""
    pixels = set()
    at, on = 0, False
    for count in mask["counts"]:
        if on:
            for p in range(at, at + count):
                pixels.add((mask["x"] + p % mask["width"]) * size[0] + mask["y"] + p // mask["width"])
        at, on = at + count, not on
    counts, last = [], 0
    for p in sorted(pixels):
        if counts and p == last:
            counts[-1] += 1
        else:
            counts += [p - last, 1]
        last = p + 1
    return {"size": size, "counts": counts}


if set_name == "ner_mturk_dev":
    tokens = {r["task"]: int(r["tokens"]) for r in rows("documents.csv")}
    spans = {(r["task"], r["worker"]): [] for r in rows("assignments.csv")}
    true = {task: [] for task in tokens}
    for r in rows("spans.csv"):
        span = {"begin": int(r["start"]), "end": int(r["end"]), "label": r["label"]}
        spans.setdefault((r["task"], r["worker"]), []).append(span)
    for r in rows("truth_spans.csv"):
        true[r["task"]].append({"begin": int(r["start"]), "end": int(r["end"]), "label": r["label"]})
    write("answers.jsonl", ({"task": t, "worker": w, "answer": a, "unit": "tokens", "length": tokens[t]}
                            for (t, w), a in spans.items()))
    write("truth.jsonl", ({"task": t, "answer": a, "unit": "tokens"} for t, a in true.items()))
elif set_name.startswith("speech"):
    write("answers.jsonl", ({"task": r["task"], "worker": r["worker"], "answer": r["text"]}
                            for r in rows("transcripts.csv.gz")))
    write("truth.jsonl", ({"task": r["task"], "answer": r["text"]} for r in rows("truth.csv.gz")))
elif set_name == "cells-boxes":
    write("answers.jsonl", ({"task": r["item"], "worker": r["annotator"], "answer": [box(r)]}
                            for r in rows("boxes.csv") if r["type"] == "crowd"))
    write("truth.jsonl", ({"task": r["item"], "answer": [box(r)]} for r in rows("truth_boxes.csv")))
elif set_name == "cells-masks":
    sizes = {i["id"]: [i["height"], i["width"]] for i in map(json.loads, text("items.jsonl"))}
    write("answers.jsonl", ({"task": a["item"], "worker": a["annotator"], "answer": columns(a, sizes[a["item"]])}
                            for a in map(json.loads, text("annotations.jsonl.gz")) if a["type"] == "crowd"))
    write("truth.jsonl", ({"task": a["item"], "answer": columns(a, sizes[a["item"]])}
                          for a in map(json.loads, text("truth.jsonl.gz"))))
else:
    sys.exit(__doc__)
