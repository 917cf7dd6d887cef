"""The eight signs as outlines in a unit square, y down, about -1..1.

A drawing is a list of parts. How a part is inked (pen, marker, filled ...) is
decided later, in ink.py; here is only what belongs to the shape itself.
"""
from dataclasses import dataclass

import numpy as np

CLASSES = ["circle", "triangle", "square", "star", "heart", "cross", "arrow", "smiley"]

# body: an outline that may be filled. line: always a stroke. mark: a detail
# that must contrast with a filled body (an eye); markline: the same, stroked.
BODY, LINE, MARK, MARKLINE = "body", "line", "mark", "markline"


@dataclass
class Part:
    """One path: points is N x 2 in unit coordinates."""

    points: np.ndarray
    closed: bool
    role: str
    corners: bool = False  # straight edges, which a hand may draw one by one


def _ellipse(rng, cx, cy, rx, ry, start=0.0, sweep=2 * np.pi, n=48):
    t = start + np.linspace(0, sweep, n, endpoint=abs(sweep) < 2 * np.pi - 1e-6)
    return np.stack([cx + rx * np.cos(t), cy + ry * np.sin(t)], 1)


def circle(rng):
    """A circle, or an ellipse that a person would still call one."""
    ry = rng.uniform(0.86, 1.0)
    return [Part(_ellipse(rng, 0, 0, 1, ry, rng.uniform(0, 6.28)), True, BODY)]


def _angles(p):
    out = []
    for i in range(3):
        a, b = p[i - 1] - p[i], p[(i + 1) % 3] - p[i]
        out.append(np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))))
    return out


def triangle(rng):
    """Any triangle without a very sharp angle; two in three are equilateral or nearly."""
    if rng.random() < 0.65:
        height = rng.uniform(1.35, 1.95)
        p = np.array([[0, -height / 2], [1, height / 2], [-1, height / 2]])
        return [Part(p, True, BODY, True)]
    while True:
        t = np.sort(rng.uniform(0, 2 * np.pi, 3))
        p = np.stack([np.cos(t), np.sin(t)], 1)
        if min(_angles(p)) > 36:
            return [Part(p, True, BODY, True)]


def _rounded(p, r, n=5):
    """The polygon p with each corner cut by a curve that starts r before it (0..0.5 of the edge)."""
    out = []
    for i in range(len(p)):
        a, b, c = p[i] + (p[i - 1] - p[i]) * r, p[i], p[i] + (p[(i + 1) % len(p)] - p[i]) * r
        for t in np.linspace(0, 1, n):
            out.append((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c)
    return np.array(out)


def square(rng):
    """A square; sides may differ by a fifth, corners may be round."""
    h = rng.uniform(0.8, 1.0)
    p = np.array([[-1, -h], [1, -h], [1, h], [-1, h]])
    if rng.random() < 0.15:
        return [Part(_rounded(p, rng.uniform(0.05, 0.16)), True, BODY)]
    return [Part(p, True, BODY, True)]


def star(rng):
    """A star of five (seldom six) points: its outline, or the pentagram of five strokes."""
    n = 6 if rng.random() < 0.1 else 5
    if n == 5 and rng.random() < 0.25:
        t = -np.pi / 2 + np.arange(5) * 4 * np.pi / 5
        return [Part(np.stack([np.cos(t), np.sin(t)], 1), True, LINE, True)]
    inner = rng.uniform(0.33, 0.58) if n == 5 else rng.uniform(0.45, 0.62)
    t = -np.pi / 2 + np.arange(2 * n) * np.pi / n
    r = np.where(np.arange(2 * n) % 2 == 0, 1.0, inner)
    p = np.stack([r * np.cos(t), r * np.sin(t)], 1)
    if rng.random() < 0.15:
        return [Part(_rounded(p, rng.uniform(0.08, 0.25), 4), True, BODY)]
    return [Part(p, True, BODY, rng.random() < 0.5)]


def _sine_heart(rng):
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    b, c = rng.uniform(4, 6.2), rng.uniform(1.5, 2.6)
    y = 13 * np.cos(t) - b * np.cos(2 * t) - c * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([np.sin(t) ** 3, -y / 16 - 0.1], 1)


def _arc_heart(rng):
    """Two round lobes over two nearly straight sides."""
    r, lift = rng.uniform(0.5, 0.6), rng.uniform(0.25, 0.45)
    end = rng.uniform(0.1, 0.5)
    right = _ellipse(rng, 1 - r, -lift, r, r * rng.uniform(0.9, 1.2), -np.pi + 0.35, np.pi + end - 0.35, 24)
    tip = np.array([[0, rng.uniform(0.8, 1.1)]])
    left = right[::-1] * [-1, 1]
    return np.concatenate([right, tip, left])


def heart(rng):
    """A heart, slim to wide."""
    p = _sine_heart(rng) if rng.random() < 0.55 else _arc_heart(rng)
    return [Part(p * [rng.uniform(0.8, 1.1), rng.uniform(0.85, 1.1)], True, BODY)]


def cross(rng):
    """A plus sign (tilted it is an x): two strokes, or the outline of two bars."""
    arm = rng.uniform(0.8, 1.0)
    if rng.random() < 0.5:
        s = rng.uniform(-0.12, 0.12)
        rows = [np.array([[-1, s], [1, s]]), np.array([[s, -arm], [s, arm]])]
        return [Part(p, False, LINE) for p in rows]
    w = rng.uniform(0.12, 0.38)
    q = [[-w, -arm], [w, -arm], [w, -w], [1, -w], [1, w], [w, w],
         [w, arm], [-w, arm], [-w, w], [-1, w], [-1, -w], [-w, -w]]
    return [Part(np.array(q, float), True, BODY, rng.random() < 0.5)]


def _shaft(rng):
    """A line from (-1, 0) to (1, 0), one in four bent; and the direction it ends in (radians)."""
    if rng.random() < 0.75:
        return np.array([[-1.0, 0], [1, 0]]), 0.0
    sag = rng.uniform(0.25, 0.7) * rng.choice([-1, 1])
    x = np.linspace(-1, 1, 24)
    return np.stack([x, sag * (x * x - 1)], 1), np.arctan2(2 * sag, 1)


def _line_arrow(rng):
    shaft, direction = _shaft(rng)
    size, spread = rng.uniform(0.35, 0.8), np.radians(rng.uniform(25, 50))
    tip = shaft[-1]
    barbs = [tip - size * np.array([np.cos(direction + s), np.sin(direction + s)]) for s in (spread, -spread)]
    head = np.array([barbs[0], tip, barbs[1]])
    if rng.random() < 0.3:
        return [Part(shaft, False, LINE), Part(head, True, MARK)]
    if rng.random() < 0.4:
        return [Part(shaft, False, LINE), Part(head[:2], False, LINE), Part(head[1:], False, LINE)]
    return [Part(shaft, False, LINE), Part(head, False, LINE, True)]


def _block_arrow(rng):
    head, half = rng.uniform(-0.3, 0.4), rng.uniform(0.4, 0.85)
    w, notch = half * rng.uniform(0.25, 0.6), rng.choice([0, 0, 0.15])
    q = [[-1, -w], [head, -w], [head - notch, -half], [1, 0], [head - notch, half], [head, w], [-1, w]]
    return [Part(np.array(q, float), True, BODY, True)]


def arrow(rng):
    """An arrow with one head: a line with a head, or a block arrow."""
    return _line_arrow(rng) if rng.random() < 0.6 else _block_arrow(rng)


def _eye(rng, x, y, r, kind):
    if kind == "bar":
        return Part(np.array([[x, y - 1.6 * r], [x, y + 1.6 * r]]), False, MARKLINE)
    if kind == "lid":
        return Part(_ellipse(rng, x, y, 1.7 * r, 1.7 * r, np.pi, np.pi, 10), False, MARKLINE)
    return Part(_ellipse(rng, x, y, r, r * rng.uniform(1, 1.7), n=16), True, MARK)


def _mouth(rng):
    w, y, d = rng.uniform(0.4, 0.65), rng.uniform(0.05, 0.3), rng.uniform(0.25, 0.5)
    if rng.random() < 0.2:
        arc = _ellipse(rng, 0, y, w, d, 0, np.pi, 20)
        return Part(arc, True, MARK)
    a = rng.uniform(0, 0.6)
    return Part(_ellipse(rng, 0, y - 0.05, w, d, a, np.pi - 2 * a, 20), False, MARKLINE)


def smiley(rng):
    """A round face with two eyes and a mouth that smiles; a nose now and then."""
    parts = [Part(_ellipse(rng, 0, 0, 1, rng.uniform(0.88, 1.05), rng.uniform(0, 6.28)), True, BODY)]
    dx, y, r = rng.uniform(0.26, 0.44), rng.uniform(-0.42, -0.18), rng.uniform(0.07, 0.16)
    kind = rng.choice(["dot", "dot", "dot", "bar", "lid"])
    parts += [_eye(rng, -dx, y, r, kind), _eye(rng, dx, y, r, kind), _mouth(rng)]
    if rng.random() < 0.12:
        parts.append(Part(np.array([[0, -0.1], [rng.uniform(-0.1, 0.1), 0.12]]), False, MARKLINE))
    return parts


MAKERS = dict(circle=circle, triangle=triangle, square=square, star=star,
              heart=heart, cross=cross, arrow=arrow, smiley=smiley)


def make_sign(name, rng):
    """The parts of one random sign of class `name`, in unit coordinates."""
    return MAKERS[name](rng)
