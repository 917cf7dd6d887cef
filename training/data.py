"""Renders pictures to learn from: python3 data.py FIRST_SEED COUNT OUT_DIR [EMPTY_SHARE].

Each picture has its own seed, so any part can be rendered alone and in any order.
Writes one .npz per 500: `pictures` (N x 240 x 320 x 3 uint8 RGB), `rows` (picture, class, x0, y0, x1, y1 px).
"""
import os
import sys

import cv2
import numpy as np

from camera import photograph
from scene import EMPTY_SHARE, HEIGHT, WIDTH, make_scene

SIZE = (320, 240)
CHUNK = 500


def picture_and_boxes(seed, empty_share):
    """One picture (240 x 320 x 3 uint8 RGB) and its boxes (class, x0, y0, x1, y1 px)."""
    rng = np.random.default_rng(seed)
    scene = make_scene(rng, empty_share)
    seen = photograph(rng, scene.picture)
    boxes = scene.boxes * [1, SIZE[0] / WIDTH, SIZE[1] / HEIGHT, SIZE[0] / WIDTH, SIZE[1] / HEIGHT]
    return cv2.resize(seen, SIZE, interpolation=cv2.INTER_AREA if rng.random() < 0.7 else cv2.INTER_LINEAR), boxes


def _write(path, **arrays):
    np.savez(path + ".part.npz", **arrays)
    os.replace(path + ".part.npz", path)


def render(first, count, out, empty_share):
    """Renders `count` pictures from seed `first` in chunks, each a file in `out` once it is complete."""
    os.makedirs(out, exist_ok=True)
    for start in range(first, first + count, CHUNK):
        path = os.path.join(out, f"{start:08d}.npz")
        if os.path.exists(path):
            continue
        made = [picture_and_boxes(s, empty_share) for s in range(start, min(start + CHUNK, first + count))]
        rows = [np.c_[np.full(len(b), i), b] for i, (_, b) in enumerate(made)]
        _write(path, pictures=np.stack([p for p, _ in made]), rows=np.vstack(rows).astype(np.float32))


if __name__ == "__main__":
    cv2.setNumThreads(1)
    render(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4]) if len(sys.argv) > 4 else EMPTY_SHARE)
