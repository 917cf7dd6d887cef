"""Turns rendered pictures into augmented training batches."""
import glob
import os
import queue
import threading

import cv2
import numpy as np
import torch

MOST_BOXES = 12
FULL = np.full((240, 320), 255, np.uint8)
ZOOM = {160: (0.9, 1.7), 320: (0.65, 1.35)}  # by the input's long side, px


class Bank:
    """All pictures rendered so far, in memory; `refresh` picks up new files of the renderer."""

    def __init__(self, folder):
        self.folder, self.known, self.pictures, self.boxes = folder, set(), [], []
        self.refresh()

    def refresh(self):
        """Loads the files that have appeared since the last call."""
        for path in sorted(glob.glob(os.path.join(self.folder, "*.npz"))):
            if path in self.known or path.endswith(".part.npz"):
                continue
            self.known.add(path)
            with np.load(path) as data:
                pictures, rows = data["pictures"], data["rows"]
            for i, picture in enumerate(pictures):
                self.pictures.append(picture)
                self.boxes.append(rows[rows[:, 0] == i, 1:])

    def __len__(self):
        return len(self.pictures)


def _placement(rng, long_side, portrait):
    """The affine map (2 x 3) of a 320 x 240 picture into the letterboxed input, and the input's (w, h)."""
    short = -(-long_side * 3 // 4 // 32) * 32
    w, h = (short, long_side) if portrait else (long_side, short)
    scale = long_side / 320
    if rng.random() < 0.6:
        scale *= rng.uniform(*ZOOM[long_side])
    flip = rng.choice([-1, 1], 2)
    a = np.array([[scale * flip[0], 0], [0, scale * flip[1]]])
    if portrait:
        a = a[::-1]
    room = np.abs(np.array([w, h]) - np.abs(a @ [320, 240])) / 2
    shift = np.array([w, h]) / 2 + rng.uniform(-1, 1, 2) * room - a @ [160, 120]
    return np.c_[a, shift], (w, h)


def _moved(rows, m, size):
    """Boxes under the affine map, cut to the input; those less than half inside are dropped."""
    if not len(rows):
        return rows
    p = rows[:, [1, 2, 3, 4]].reshape(-1, 2) @ m[:, :2].T + m[:, 2]
    p = p.reshape(-1, 2, 2)
    lo, hi = p.min(1), p.max(1)
    clo, chi = np.maximum(lo, 0), np.minimum(hi, size)
    share = np.prod(np.maximum(chi - clo, 0), 1) / np.prod(hi - lo, 1)
    keep = (share > 0.5) & ((chi - clo).min(1) > 4)
    return np.c_[rows[keep, 0], clo[keep], chi[keep]]


def _recolored(rng, picture):
    """Random gain, offset and order of the channels (uint8), sometimes greys."""
    if rng.random() < 0.3:
        picture = picture[..., rng.permutation(3)]
    if rng.random() < 0.1:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2).astype(np.uint8)
    gain, offset = rng.uniform(0.75, 1.25) * rng.normal(1, 0.04, 3), rng.uniform(-15, 15)
    table = np.clip(np.arange(256)[:, None] * gain + offset, 0, 255).astype(np.uint8)
    return cv2.LUT(np.ascontiguousarray(picture), table.reshape(256, 1, 3))


def _warped(rng, picture, m, size):
    """The picture recoloured and moved by m into an input of size (w, h), its surroundings letterbox grey."""
    seen = _recolored(rng, cv2.warpAffine(picture, m, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    inside = cv2.warpAffine(FULL, m, size, flags=cv2.INTER_NEAREST)
    seen[inside == 0] = 114
    return seen


def example(rng, picture, rows, long_side, portrait):
    """One augmented input (h x w x 3 uint8) and its boxes."""
    m, size = _placement(rng, long_side, portrait)
    seen = _warped(rng, picture, m, size)
    if rng.random() < 0.1:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 1.1))
    return seen, _moved(rows, m, size)


def tile(rng, picture, rows, side):
    """A square cut-out of `side` px, four in five around a sign 25-90 % as large; a fifth of a whole picture's cost."""
    scale, center, put = rng.uniform(0.4, 1.1), rng.uniform(0, 1, 2) * [320, 240], np.array([side, side]) / 2
    if len(rows) and rng.random() < 0.8:
        x0, y0, x1, y1 = rows[rng.integers(len(rows)), 1:]
        long = max(x1 - x0, y1 - y0)
        scale = min(side * rng.uniform(0.25, 0.9) / long, 2.2)
        center = np.array([x0 + x1, y0 + y1]) / 2
        put = put + rng.uniform(-0.5, 0.5, 2) * (side - long * scale)
    a = np.diag(rng.choice([-1, 1], 2) * scale)
    a = a[::-1] if rng.random() < 0.5 else a
    m = np.c_[a, put - a @ center]
    return _warped(rng, picture, m, (side, side)), _moved(rows, m, (side, side))


def batch(rng, bank, size, long_side):
    """Tensors: pictures (B x 3 x H x W, 0..1), labels, boxes (corners, pixels), valid. Below 160 px: tiles."""
    portrait = bool(rng.random() < 0.5)
    picked = rng.integers(len(bank), size=size)
    if long_side < 160:
        made = [tile(rng, bank.pictures[i], bank.boxes[i], long_side) for i in picked]
    else:
        made = [example(rng, bank.pictures[i], bank.boxes[i], long_side, portrait) for i in picked]
    most = max(1, min(MOST_BOXES, max(len(b) for _, b in made)))
    labels, boxes, valid = np.zeros((size, most), int), np.zeros((size, most, 4), np.float32), np.zeros((size, most), bool)
    for i, (_, rows) in enumerate(made):
        n = min(len(rows), most)
        labels[i, :n], boxes[i, :n], valid[i, :n] = rows[:n, 0], rows[:n, 1:], True
    pictures = torch.from_numpy(np.stack([p for p, _ in made])).permute(0, 3, 1, 2).float() / 255
    return pictures, torch.from_numpy(labels), torch.from_numpy(boxes), torch.from_numpy(valid)


def stream(seed, bank, size, long_side):
    """Endless batches, made ahead in one thread; long_side() gives the input's long side (px) now."""
    ready = queue.Queue(3)
    rng = np.random.default_rng(seed)

    def work():
        while True:
            ready.put(batch(rng, bank, size, long_side()))

    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()
