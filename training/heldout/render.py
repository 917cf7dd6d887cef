"""Renders the held-out set: python3 -m heldout.render OUT [STILLS EMPTIES CLIPS].

stills.npz and empties.npz: one picture per scene. clips.npz: pictures taken from short films before (`clean`)
and after (`coded`) VP8. Pictures are 640x480 or 480x640 RGB; boxes are (class, x0, y0, x1, y1 px).
"""
import os
import sys

import numpy as np

from heldout.lens import expose, make_lens
from heldout.vp8 import through_vp8
from heldout.world import World

SEED = 424242
VISIBLE = 0.75  # less of a sign than this: the scene is drawn anew, as nobody could say if it counts
SMALLEST, LARGEST = 0.05, 0.9  # of the short side
FRAMES, FPS, KBIT = 20, 20, 500
LOOK_AT = (4, 9, 14, 19)


def _usable(boxes, size):
    short = min(size)
    for _, x0, y0, x1, y1, share in boxes:
        if share < VISIBLE or not SMALLEST <= max(x1 - x0, y1 - y0) / short <= LARGEST:
            return False
    return True


def _size(rng, portrait_share):
    return (480, 640) if rng.random() < portrait_share else (640, 480)


def still(seed, empty):
    """One picture and its boxes."""
    rng = np.random.default_rng([SEED, seed, int(empty)])
    while True:
        world = World(rng, *_size(rng, 0.4), empty)
        frame, boxes = world.view()
        if (empty or boxes) and _usable(boxes, world.size):
            return np.asarray(expose(rng, frame, make_lens(rng, *world.size))), _rows(boxes)


def _rows(boxes):
    return np.array([b[:5] for b in boxes], np.float32).reshape(-1, 5)


def _path(rng):
    """Camera positions of one clip: a slow drift and the tremor of a hand (px, px, radians, zoom)."""
    drift = rng.normal(0, 0.8, 2)
    tremor = np.cumsum(rng.normal(0, 0.5, (FRAMES, 2)), 0)
    turn, zoom = np.cumsum(rng.normal(0, 0.0015, FRAMES)), 1 + np.cumsum(rng.normal(0, 0.0012, FRAMES))
    return [(*(drift * t + tremor[t]), turn[t], zoom[t]) for t in range(FRAMES)]


def clip(seed):
    """Pictures of one clip at LOOK_AT: clean, coded, boxes of each, bytes sent."""
    rng = np.random.default_rng([SEED, seed, 77])
    while True:
        world, path = World(rng, *_size(rng, 0.25)), _path(rng)
        looks = {t: world.view(*path[t])[1] for t in LOOK_AT}
        if all(b and _usable(b, world.size) for b in looks.values()):
            break
    lens = make_lens(rng, *world.size)
    lens.quality = 0
    film = np.stack([np.asarray(expose(rng, world.view(*p, labels=False)[0], lens)) for p in path])
    coded, sent = through_vp8(film, FPS, KBIT)
    pick = list(LOOK_AT)
    return film[pick], coded[pick], [_rows(looks[t]) for t in pick], sent


def _save(path, **groups):
    """Writes under another name first, so that a file is never half there."""
    np.savez_compressed(path + ".part.npz", **groups)
    os.replace(path + ".part.npz", path)


def upright(pictures):
    """(stack of 480x640 pictures, which of them must be turned back): npz arrays need one shape."""
    turned = np.array([p.shape[0] > p.shape[1] for p in pictures])
    return np.stack([np.rot90(p) if t else p for p, t in zip(pictures, turned)]), turned


def flat(rows):
    return np.vstack([np.c_[np.full(len(r), i), r] for i, r in enumerate(rows)]).astype(np.float32)


def render_stills(path, count, empty):
    made = [still(s, empty) for s in range(count)]
    stack, turned = upright([p for p, _ in made])
    _save(path, pictures=stack, turned=turned, rows=flat([b for _, b in made]))


def render_clips(path, count):
    clean, coded, rows, sent = [], [], [], []
    for s in range(count):
        a, b, r, n = clip(s)
        clean, coded, rows = clean + list(a), coded + list(b), rows + r
        sent.append(n * 8 / 1000 / (FRAMES / FPS))
    (stack, turned), (after, _) = upright(clean), upright(coded)
    _save(path, pictures=stack, coded=after, turned=turned, rows=flat(rows), kbit=np.array(sent))


if __name__ == "__main__":
    out = sys.argv[1]
    stills, empties, clips = [int(v) for v in sys.argv[2:5]] or [600, 120, 60]
    os.makedirs(out, exist_ok=True)
    render_stills(os.path.join(out, "stills.npz"), stills, False)
    render_stills(os.path.join(out, "empties.npz"), empties, True)
    render_clips(os.path.join(out, "clips.npz"), clips)
