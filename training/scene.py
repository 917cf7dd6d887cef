"""A picture of sheets in front of a cluttered background, with a box for each sign."""
from dataclasses import dataclass

import cv2
import numpy as np

from sheet import make_sheet, text_block

WIDTH, HEIGHT = 480, 360  # rendered 1.5 times as large as it is learned from
MIN_SHARE, MAX_SHARE = 0.045, 0.95  # a box's longer side over the picture's short side
EMPTY_SHARE = 0.11  # of the pictures, by default: one in nine


@dataclass
class Scene:
    """picture: float32 RGB 0..255; boxes: M x 5 (class, x0, y0, x1, y1) in its pixels."""

    picture: np.ndarray
    boxes: np.ndarray


def _gradient(rng, h, w):
    corners = rng.uniform(10, 240, (2, 2, 3)) if rng.random() < 0.5 else rng.uniform(10, 240, (2, 2, 1)) + rng.normal(0, 15, (1, 1, 3))
    return cv2.resize(corners.astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)


def _cloudy(rng, picture):
    h, w = picture.shape[:2]
    for k in rng.choice([3, 6, 12, 30, 80], 2):
        n = rng.normal(0, rng.uniform(4, 26), (k, k + 1, 3 if rng.random() < 0.5 else 1)).astype(np.float32)
        n = cv2.resize(n, (w, h), interpolation=cv2.INTER_CUBIC)
        picture += n if n.ndim == 3 else n[..., None]


def _planks(rng, picture):
    """Wood or panels: long bands, each with its own tone."""
    h, w = picture.shape[:2]
    step = int(rng.integers(20, 90))
    for x in range(0, w, step):
        picture[:, x:x + step] += rng.normal(0, 10, 3)
        picture[:, x:x + 2] *= 0.6
    grain = rng.normal(0, 8, (h // 40 + 1, w)).astype(np.float32)
    picture += cv2.resize(grain, (w, h))[..., None]


def _tiles(rng, picture):
    """Bricks or tiles, wider than high."""
    h, w = picture.shape[:2]
    a, b = int(rng.integers(25, 70)), int(rng.integers(80, 180))
    color = rng.uniform(60, 220, 3).tolist()
    for i, y in enumerate(range(0, h, a)):
        cv2.line(picture, (0, y), (w, y), color, 2)
        for x in range((i % 2) * b // 2, w, b):
            cv2.line(picture, (x, y), (x, y + a), color, 2)


def _color(rng):
    c = rng.uniform(0, 255, 3)
    return (c.mean() + (c - c.mean()) * rng.uniform(0, 1)).tolist()


def _things(rng, picture):
    """Furniture: long or uneven quadrangles and limbs, none shaped like a sign."""
    h, w = picture.shape[:2]
    for _ in range(rng.integers(2, 14)):
        c, size = rng.uniform(0, 1, 2) * [w, h], rng.uniform(25, 250)
        thin = size * rng.uniform(0.08, 0.45)
        a = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)])
        d, n = np.array([np.cos(a), np.sin(a)]), np.array([-np.sin(a), np.cos(a)])
        q = np.array([c - d * size - n * thin, c + d * size - n * thin * rng.uniform(0.5, 1),
                      c + d * size + n * thin, c - d * size + n * thin * rng.uniform(0.6, 1.2)])
        if rng.random() < 0.25:
            cv2.line(picture, q[0].astype(int).tolist(), q[2].astype(int).tolist(),
                     _color(rng), int(rng.integers(3, 40)), cv2.LINE_AA)
        else:
            cv2.fillPoly(picture, [q.astype(np.int32)], _color(rng), cv2.LINE_AA)


def _shelf(rng, picture):
    """Book spines side by side."""
    h, w = picture.shape[:2]
    y0, y1 = sorted(rng.uniform(0, h, 2).astype(int))
    x = 0
    while x < w:
        s = int(rng.integers(8, 45))
        cv2.rectangle(picture, (x, y0), (x + s, y1), _color(rng), -1)
        x += s + int(rng.integers(0, 3))


def background(rng):
    """A backdrop of one to four layers, often out of focus."""
    picture = _gradient(rng, HEIGHT, WIDTH)
    for layer in (_cloudy, _planks, _tiles, _things, _shelf):
        if rng.random() < (0.6 if layer in (_cloudy, _things) else 0.22):
            layer(rng, picture)
    if rng.random() < 0.12:
        text_block(rng, picture, 20, 20, 400, 300, np.array([128.0] * 3) * rng.choice([0.3, 1.6]))
    if rng.random() < 0.6:
        k = int(rng.integers(1, 12)) * 2 + 1
        picture = cv2.blur(cv2.blur(picture, (k, k)), (k, k))
    return np.clip(picture, 0, 255, out=picture)


def sheet_to_picture(rng, w, h, short_side, center):
    """The homography by which a tilted sheet of w x h lands in the picture.

    short_side: picture pixels the sheet's short side would take unturned; center: picture pixels.
    """
    angles = [rng.normal(0, 0.38), rng.normal(0, 0.38), rng.normal(0, 0.25) if rng.random() < 0.6 else rng.uniform(0, 6.28)]
    rx, _ = cv2.Rodrigues(np.array([np.clip(angles[0], -0.95, 0.95), 0, 0]))
    ry, _ = cv2.Rodrigues(np.array([0, np.clip(angles[1], -0.95, 0.95), 0]))
    rz, _ = cv2.Rodrigues(np.array([0, 0, angles[2]]))
    r = rx @ ry @ rz
    focal = rng.uniform(0.8, 1.6) * WIDTH
    scale = short_side / min(w, h)
    to_plane = np.array([[scale, 0, -w / 2 * scale], [0, scale, -h / 2 * scale], [0, 0, 1]])
    pose = np.stack([r[:, 0], r[:, 1], np.array([0, 0, focal])], 1)
    lens = np.array([[focal, 0, center[0]], [0, focal, center[1]], [0, 0, 1]])
    return lens @ pose @ to_plane


def _box(points, hom):
    """(x0, y0, x1, y1) of the points in the picture, and the share of it inside; None if behind the lens."""
    q = np.c_[points, np.ones(len(points))] @ hom.T
    if q[:, 2].min() <= 1e-3:
        return None, 0
    xy = q[:, :2] / q[:, 2:]
    lo, hi = xy.min(0), xy.max(0)
    clo, chi = np.maximum(lo, 0), np.minimum(hi, [WIDTH, HEIGHT])
    inside = np.prod(np.maximum(chi - clo, 0)) / max(np.prod(hi - lo), 1e-6)
    return np.concatenate([clo, chi]), inside


def _fingers(rng, picture, cover, hom, w, h):
    """A hand at the sheet's lower rim: blunt limbs in a skin tone."""
    tone = np.array([rng.uniform(90, 240)] * 3) * [1, rng.uniform(0.7, 0.82), rng.uniform(0.5, 0.7)]
    edge = np.array([[rng.uniform(0, w), h * rng.uniform(0.96, 1.03)], [rng.uniform(0, w), h * 1.4]])
    p, q = [(v[:2] / v[2]) for v in np.c_[edge, [1, 1]] @ hom.T]
    if np.abs([p, q]).max() > 4000:
        return
    width = int(np.clip(rng.uniform(0.03, 0.065) * min(w, h) * np.sqrt(abs(np.linalg.det(hom[:2, :2]))), 6, 70))
    for k in range(rng.integers(1, 4)):
        o = np.array([k * width * 1.05, 0])
        ends = [(p + o).astype(int).tolist(), (q + o).astype(int).tolist()]
        cv2.line(picture, *ends, (tone * rng.uniform(0.9, 1)).tolist(), width, cv2.LINE_AA)
        cv2.line(cover, *ends, 100, width)


def _lay(rng, picture, sheet, hom):
    h, w = sheet.shape[:2]
    if rng.random() < 0.5:
        shade = np.full((h, w), 255, np.uint8)
        shift = np.array([[1, 0, rng.uniform(-14, 14)], [0, 1, rng.uniform(4, 18)], [0, 0, 1]])
        dark = cv2.blur(cv2.warpPerspective(shade, shift @ hom, (WIDTH, HEIGHT)), (15, 15))
        picture *= 1 - dark[..., None] * np.float32(rng.uniform(0.2, 0.6) / 255)
    cv2.warpPerspective(sheet, hom, (WIDTH, HEIGHT), picture, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)


def _plan(rng, empty):
    """Per sheet: (short side as a share of the picture's, number of signs, their low..high share of the sheet)."""
    sheets = int(rng.choice([1, 2, 3], p=[0.74, 0.2, 0.06]))
    if sheets > 1:
        return [(rng.uniform(0.3, 0.75), 0 if empty else int(rng.choice([1, 1, 2])), 0.2, 0.75) for _ in range(sheets)]
    count = 0 if empty else int(rng.choice([1, 2, 3, 4, 5], p=[0.35, 0.22, 0.18, 0.13, 0.12]))
    low, high = [(0.3, 0.85), (0.2, 0.5), (0.15, 0.42), (0.13, 0.36), (0.1, 0.32)][max(count, 1) - 1]
    return [(rng.uniform(0.4, 1.6), count, low, high)]


def _centers(rng, n):
    if n == 1:
        return [np.array([WIDTH / 2, HEIGHT / 2]) + rng.normal(0, [60, 42])]
    xs = (np.arange(n) + 0.5) / n * WIDTH
    return [np.array([x, HEIGHT / 2]) + rng.normal(0, [20, 45]) for x in rng.permutation(xs)]


def _attempt(rng, empty):
    picture, boxes = background(rng), []
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)  # which sheet (or hand, 100) is on top
    plan = _plan(rng, empty)
    for layer, ((short, count, low, high), center) in enumerate(zip(plan, _centers(rng, len(plan)))):
        w = int(rng.uniform(330, 430))
        h = int(w * rng.uniform(1.22, 1.5))
        if rng.random() < 0.5:
            w, h = h, w
        hom = sheet_to_picture(rng, w, h, short * HEIGHT, center)
        if _box(np.array([[0, 0], [w, 0], [w, h], [0, h]], float), hom)[0] is None:
            return None
        sheet, signs = make_sheet(rng, w, h, count, low, high)
        _lay(rng, picture, sheet, hom)
        cv2.fillPoly(cover, [_corners(w, h, hom).astype(np.int32)], layer + 1)
        if rng.random() < 0.4:
            _fingers(rng, picture, cover, hom, w, h)
        boxes += [(k, *_box(e, hom), layer + 1) for k, e in signs]
    return _checked(picture, boxes, cover)


def _corners(w, h, hom):
    q = np.array([[0, 0, 1], [w, 0, 1], [w, h, 1], [0, h, 1]]) @ hom.T
    return np.clip(q[:, :2] / q[:, 2:], -5000, 5000)


def _hidden(box, layer, cover):
    """The share of the box that lies under a later sheet or a hand."""
    x0, y0, x1, y1 = box.astype(int)
    part = cover[y0:y1 + 1, x0:x1 + 1]
    return (part > layer).mean() if part.size else 1


def _overlap(a, b):
    lo, hi = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    inter = np.prod(np.maximum(hi - lo, 0))
    return inter / min(np.prod(a[2:] - a[:2]), np.prod(b[2:] - b[:2]))


def _checked(picture, boxes, cover):
    """The scene, or None when a sign is cut, hidden under another sheet, too small or too large."""
    for i, (_, b, inside, layer) in enumerate(boxes):
        if b is None or 0.02 < inside < 0.7:
            return None
        size = max(b[2:] - b[:2]) / HEIGHT
        if inside >= 0.7 and not MIN_SHARE < size < MAX_SHARE:
            return None
        if _hidden(b, layer, cover) > 0.2:
            return None
        if any(c is not None and _overlap(b, c) > 0.3 for _, c, _, _ in boxes[:i]):
            return None
    rows = [[k, *b] for k, b, inside, _ in boxes if inside >= 0.7]
    return Scene(np.clip(picture, 0, 255), np.array(rows, np.float32).reshape(-1, 5))


def make_scene(rng, empty_share):
    """A random scene; this share of them has no sign at all."""
    empty = rng.random() < empty_share
    while True:
        scene = _attempt(rng, empty)
        if scene is not None and (empty or len(scene.boxes)):
            return scene
