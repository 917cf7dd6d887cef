"""Writes a few held-out pictures with labels for other tests: python3 -m heldout.samples DIR.

Labels are JSON: width, height, and per sign class, x, y (centre), w, h in px. The seeds lie
outside the measured set, so tests may look at these pictures as often as they like.
"""
import json
import os
import sys

from PIL import Image

from heldout.forms import NAMES
from heldout.render import still

FIRST_SEED, COUNT, LARGEST_FILE = 900000, 8, 40000


def _sign(box):
    k, x0, y0, x1, y1 = (float(v) for v in box)
    return {"class": NAMES[int(k)], "x": (x0 + x1) / 2, "y": (y0 + y1) / 2, "w": x1 - x0, "h": y1 - y0}


def _save_small(image, path):
    """As JPEG at the best quality that stays below LARGEST_FILE bytes."""
    for quality in range(85, 20, -5):
        image.save(path, "JPEG", quality=quality, optimize=True)
        if os.path.getsize(path) < LARGEST_FILE:
            return


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for i in range(COUNT):
        picture, boxes = still(FIRST_SEED + i, i == COUNT - 1)
        h, w = picture.shape[:2]
        name = os.path.join(folder, f"sample-{i + 1}")
        _save_small(Image.fromarray(picture), name + ".jpg")
        with open(name + ".json", "w") as out:
            json.dump({"width": w, "height": h, "signs": [_sign(b) for b in boxes]}, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samples")
