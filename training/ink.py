"""Inks a drawing onto a sheet: printed or by hand, outlined, filled or hatched."""
from dataclasses import dataclass

import cv2
import numpy as np

from shapes import BODY, LINE, MARK, MARKLINE

SUBPIXEL_BITS = 4


@dataclass
class Style:
    """How one drawing is inked; widths in sheet pixels, colours RGB 0..255."""

    by_hand: bool
    fill: str  # none | solid | both | hatch
    width: float
    color: np.ndarray
    fill_color: np.ndarray
    mark_color: np.ndarray
    wobble: float  # share of the size by which a hand misses
    opacity: float
    grain: float  # 0 (printed) .. 1 (dry pencil)


def densify(points, closed, step):
    """Points at most `step` apart along the path."""
    p = np.vstack([points, points[:1]]) if closed else points
    d = np.linalg.norm(np.diff(p, axis=0), axis=1)
    s = np.concatenate([[0], np.cumsum(d)])
    n = max(int(s[-1] / step) + 1, 3)
    t = np.linspace(0, s[-1], n)
    return np.stack([np.interp(t, s, p[:, 0]), np.interp(t, s, p[:, 1])], 1)


def _slow_noise(rng, n, period):
    k = max(int(n / period) + 2, 4)
    return np.interp(np.linspace(0, k - 1, n), np.arange(k), rng.normal(0, 1, k))


def wobbled(rng, path, amount):
    """The path as a hand would draw it: it drifts slowly and trembles a little."""
    n = len(path)
    drift = np.stack([_slow_noise(rng, n, 14), _slow_noise(rng, n, 14)], 1)
    tremble = np.stack([_slow_noise(rng, n, 3), _slow_noise(rng, n, 3)], 1)
    return path + amount * drift + 0.25 * amount * tremble


def _hand_paths(rng, part, size, style):
    """The strokes by which a hand draws one part: edges one by one, or one stroke that misses its start."""
    amount, step = style.wobble * size, max(size * 0.06, 1.5)
    if part.corners and part.closed and rng.random() < 0.5:
        p = part.points
        edges = [np.array([p[i], p[(i + 1) % len(p)]]) for i in range(len(p))]
        stretch = lambda e: e + rng.uniform(-0.02, 0.05, (2, 1)) * np.array([e[0] - e[1], e[1] - e[0]])
        return [wobbled(rng, densify(stretch(e), False, step), amount * 0.7) for e in edges]
    path = densify(part.points, part.closed, step)
    if part.closed and part.role in (BODY, LINE):
        path = _misses_start(rng, path)
    return [wobbled(rng, path, amount)]


def _misses_start(rng, path):
    """A closed path opened: a gap of up to 7 % of its length, or an overlap as long."""
    n = len(path)
    k = int(n * rng.uniform(-0.07, 0.07))
    return path[:n + k] if k < 0 else np.vstack([path, path[1:k + 1]])


def _fixed(points):
    return np.round(points * (1 << SUBPIXEL_BITS)).astype(np.int32)


def _stroke(mask, path, width, uneven, rng):
    w = max(int(round(width)), 1)
    if not uneven or len(path) < 6:
        cv2.polylines(mask, [_fixed(path)], False, 255, w, cv2.LINE_AA, SUBPIXEL_BITS)
        return
    for i in range(0, len(path) - 1, 3):
        wi = max(int(round(width * rng.uniform(0.75, 1.25))), 1)
        cv2.polylines(mask, [_fixed(path[i:i + 4])], False, 255, wi, cv2.LINE_AA, SUBPIXEL_BITS)


def _hatch(mask, outline, width, rng):
    """Fills an outline by parallel strokes, as with a pencil or a felt pen."""
    shape = np.zeros_like(mask)
    cv2.fillPoly(shape, [_fixed(outline)], 255, cv2.LINE_AA, SUBPIXEL_BITS)
    lines = np.zeros_like(mask)
    h, w = mask.shape
    gap, a = width * rng.uniform(1.2, 2.5) + 1, rng.uniform(0, np.pi)
    d, nrm = np.array([np.cos(a), np.sin(a)]), np.array([-np.sin(a), np.cos(a)])
    reach = np.hypot(h, w) / 2
    for o in np.arange(-reach, reach, gap):
        c = np.array([w / 2, h / 2]) + nrm * (o + rng.normal(0, gap * 0.12))
        ends = np.array([c - d * reach, c + d * reach])
        cv2.polylines(lines, [_fixed(ends)], False, 255, max(int(round(width)), 1), cv2.LINE_AA, SUBPIXEL_BITS)
    np.maximum(mask, cv2.min(shape, lines), out=mask)


def _blend(region, mask, color, style, rng):
    """Lays ink over the region where the mask says; region is float32 H x W x 3, changed in place."""
    a = mask.astype(np.float32) * (style.opacity / 255)
    if style.grain > 0:
        g = rng.random((mask.shape[0] // 2 + 1, mask.shape[1] // 2 + 1), dtype=np.float32)
        g = cv2.resize(g, (mask.shape[1], mask.shape[0]))
        a *= 1 - style.grain * g
    region += a[..., None] * (color.astype(np.float32) - region)


class Inked:
    """One drawing placed on a sheet: what to paint, and which points its box must hold."""

    def __init__(self, parts, center, size, angle, style, rng):
        c, s = np.cos(angle), np.sin(angle)
        turn = np.array([[c, s], [-s, c]]) * size / 2
        self.style, self.rng, self.layers = style, rng, []
        if not any(part.role == BODY for part in parts):
            style.fill = "none"
        for part in parts:
            moved = type(part)(part.points @ turn + center, part.closed, part.role, part.corners)
            self.layers.append((part.role, self._paths(moved, size), part.closed))

    def _paths(self, part, size):
        if self.style.by_hand:
            return _hand_paths(self.rng, part, size, self.style)
        return [densify(part.points, part.closed, max(size * 0.05, 2))]

    def extent(self):
        """All inked points (sheet pixels, N x 2), widened by half the stroke to eight sides."""
        p = np.vstack([q for _, paths, _ in self.layers for q in paths])
        r = self.style.width / 2
        t = np.arange(8) * np.pi / 4
        ring = np.stack([np.cos(t), np.sin(t)], 1) * r
        return (p[:, None] + ring[None]).reshape(-1, 2)

    def paint(self, sheet):
        """Inks the drawing onto the sheet (float32, changed in place)."""
        e = self.extent()
        h, w = sheet.shape[:2]
        x0, y0 = np.maximum(np.floor(e.min(0)).astype(int) - 2, 0)
        x1, y1 = np.minimum(np.ceil(e.max(0)).astype(int) + 3, [w, h])
        if x1 <= x0 or y1 <= y0:
            return
        region = sheet[y0:y1, x0:x1]
        for layer in self.layers:
            self._paint_layer(region, layer, np.array([x0, y0]))

    def _paint_layer(self, region, layer, origin):
        role, paths, closed = layer
        paths = [p - origin for p in paths]
        if role == BODY:
            self._paint_body(region, paths)
        elif role == MARK and closed:
            self._flood(region, paths, self._mark_color())
        else:
            color = self._mark_color() if role == MARKLINE else self.style.color
            self._draw(region, paths, color, self.style.width)

    def _mark_color(self):
        return self.style.mark_color if self.style.fill in ("solid", "both") else self.style.color

    def _paint_body(self, region, paths):
        st = self.style
        if st.fill in ("solid", "both"):
            self._flood(region, paths, st.fill_color if st.fill == "both" else st.color)
        if st.fill == "hatch":
            mask = np.zeros(region.shape[:2], np.uint8)
            _hatch(mask, np.vstack(paths), max(st.width * 0.7, 1), self.rng)
            _blend(region, mask, st.fill_color, st, self.rng)
        if st.fill != "solid":
            self._draw(region, paths, st.color, st.width)

    def _flood(self, region, paths, color):
        mask = np.zeros(region.shape[:2], np.uint8)
        cv2.fillPoly(mask, [_fixed(np.vstack(paths))], 255, cv2.LINE_AA, SUBPIXEL_BITS)
        _blend(region, mask, color, self.style, self.rng)

    def _draw(self, region, paths, color, width):
        mask = np.zeros(region.shape[:2], np.uint8)
        for p in paths:
            _stroke(mask, p, width, self.style.by_hand, self.rng)
        _blend(region, mask, color, self.style, self.rng)
