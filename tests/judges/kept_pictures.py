"""Compares pictures of pages with those that are kept: mean difference of grey, from 0 to 255, by name, as JSON.

usage: kept_pictures.py NEW_FOLDER KEPT_FOLDER [write]
With "write" the kept ones become the new ones, in 16 greys.
"""
import json
import pathlib
import sys

from PIL import Image, ImageChops, ImageStat

new, kept = map(pathlib.Path, sys.argv[1:3])
difference = {}
for path in sorted(new.glob("*.png")):
    picture = Image.open(path).convert("L").quantize(16, dither=Image.Dither.NONE)
    if sys.argv[3:] == ["write"]:
        picture.save(kept / path.name, optimize=True)
    if not (kept / path.name).is_file():
        difference[path.name] = None
        continue
    old = Image.open(kept / path.name).convert("L")
    same_size = old.size == picture.size
    between = ImageChops.difference(old, picture.convert("L")) if same_size else None
    difference[path.name] = ImageStat.Stat(between).mean[0] if same_size else None
print(json.dumps(difference))
