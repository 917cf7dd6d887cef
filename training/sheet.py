"""A sheet of paper with signs and distractors on it, seen straight from above."""
import string

import cv2
import numpy as np

from distractors import make_distractor
from ink import Inked, Style
from shapes import CLASSES, make_sign


def _paper_color(rng):
    """RGB 0..255: mostly white, some tinted or brown, few dark (blackboard, black card)."""
    kind = rng.random()
    if kind < 0.68:
        return np.clip(rng.uniform(205, 255) + rng.normal(0, 5, 3), 0, 255)
    if kind < 0.86:
        return rng.uniform(150, 255, 3)
    if kind < 0.93:
        return np.array([rng.uniform(150, 205), rng.uniform(125, 165), rng.uniform(85, 125)])
    return rng.uniform(15, 75) + rng.uniform(-12, 12, 3)


def _ink_color(rng, paper):
    """A colour that stands off the paper by at least about a third of full contrast."""
    while True:
        kind = rng.random()
        if kind < 0.45:
            c = rng.uniform(0, 90) + rng.uniform(-12, 12, 3)
        elif kind < 0.9:
            c = rng.permutation([rng.uniform(0, 70), rng.uniform(0, 200), rng.uniform(120, 250)])
        else:
            c = rng.uniform(0, 255, 3)
        c = np.clip(255 - c if paper.mean() < 110 else c, 0, 255)
        if np.abs(c - paper).mean() > 72:
            return c


def random_style(rng, paper, size):
    """A style for a drawing of `size` sheet pixels on paper of the given colour."""
    by_hand = rng.random() < 0.6
    tool = rng.choice(["pencil", "pen", "marker"]) if by_hand else "print"
    share = {"pencil": (0.012, 0.035), "pen": (0.018, 0.045), "marker": (0.045, 0.13), "print": (0.015, 0.12)}[tool]
    color = _ink_color(rng, paper)
    fill = rng.choice(["none", "solid", "both", "hatch"], p=[0.6, 0.12, 0.08, 0.2] if by_hand else [0.4, 0.4, 0.2, 0])
    mark = paper if rng.random() < 0.5 else _ink_color(rng, color)
    fill_color = _ink_color(rng, paper) if rng.random() < 0.6 else color * 0.4 + paper * 0.6
    if fill == "both":
        mark = color
    return Style(by_hand, str(fill), max(size * rng.uniform(*share), 1.2), color, fill_color, mark,
                 rng.choice([0.008, 0.015, 0.022, 0.03]) if by_hand else 0.0,
                 rng.uniform(0.7, 1) if by_hand else 1.0,
                 rng.uniform(0.1, 0.6) if tool == "pencil" else rng.uniform(0, 0.2))


def _texture(rng, h, w, color):
    sheet = np.empty((h, w, 3), np.float32)
    sheet[:] = color
    coarse = cv2.resize(rng.normal(0, rng.uniform(0, 5), (6, 6)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    sheet += coarse[..., None]
    if rng.random() < 0.2:
        _creases(rng, sheet)
    return sheet


def _creases(rng, sheet):
    """Folds: each side of a line is a little lighter or darker."""
    h, w = sheet.shape[:2]
    for _ in range(rng.integers(1, 3)):
        x, slope = rng.uniform(0.2, 0.8) * w, rng.normal(0, 0.2)
        side = (np.arange(w)[None] - x - slope * np.arange(h)[:, None]).astype(np.float32)
        sheet += np.clip(side / 3, -1, 1)[..., None] * np.float32(rng.uniform(2, 9))


def _rules(rng, sheet, paper):
    """Ruled or squared paper (small squares of a school book, much smaller than a sign)."""
    h, w = sheet.shape[:2]
    gap = int(rng.uniform(0.035, 0.07) * w)
    color = paper * 0.75 + np.array(rng.choice([0, 60], 3)) * 0.25
    for y in range(gap, h, gap):
        cv2.line(sheet, (0, y), (w, y), color.tolist(), 1, cv2.LINE_AA)
    if rng.random() < 0.5:
        for x in range(gap, w, gap):
            cv2.line(sheet, (x, 0), (x, h), color.tolist(), 1, cv2.LINE_AA)


FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
         cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_PLAIN]
LETTERS = [c for c in string.ascii_letters + string.digits + "?!&%#:" if c not in "oO0xXvVDQtT4LiIl"]


def _words(rng, n):
    return " ".join("".join(rng.choice(list(string.ascii_letters), rng.integers(2, 9))) for _ in range(n))


def text_block(rng, sheet, x, y, w, h, paper):
    """Lines of text in the given rectangle (sheet pixels)."""
    line = rng.uniform(7, 24)
    color = _ink_color(rng, paper).tolist()
    font, thick = int(rng.choice(FONTS)), int(rng.integers(1, 3 if line > 16 else 2))
    scale = line / 34
    yy = y + line
    while yy < y + h:
        count = max(int(w / (line * 3.2)), 1)
        cv2.putText(sheet, _words(rng, count), (int(x), int(yy)), font, scale, color, thick, cv2.LINE_AA)
        yy += line * rng.uniform(1.2, 1.6)


def big_letters(rng, sheet, x, y, size, paper):
    """One to four large letters, none that looks like one of the signs."""
    text = "".join(rng.choice(LETTERS, rng.integers(1, 5)))
    scale = size / 30 / max(len(text), 1)
    cv2.putText(sheet, text, (int(x - size / 2), int(y + size / 4)), int(rng.choice(FONTS[:4])), scale,
                _ink_color(rng, paper).tolist(), max(int(size * rng.uniform(0.02, 0.06)), 1), cv2.LINE_AA)


def table(rng, sheet, x, y, w, h, paper):
    """A table: cells much wider than high."""
    rows, cols = int(rng.integers(3, 8)), int(rng.integers(2, 4))
    color = _ink_color(rng, paper).tolist()
    h = min(h, w / cols * rows * 0.5)
    for r in range(rows + 1):
        yy = int(y + h * r / rows)
        cv2.line(sheet, (int(x), yy), (int(x + w), yy), color, 1, cv2.LINE_AA)
    for c in range(cols + 1):
        xx = int(x + w * c / cols)
        cv2.line(sheet, (xx, int(y)), (xx, int(y + h)), color, 1, cv2.LINE_AA)


def code_pattern(rng, sheet, x, y, size, paper):
    """A matrix code or a barcode, which the app reads elsewhere and which is no sign."""
    n = int(rng.integers(17, 33))
    cells = (rng.random((n, n)) < 0.5).astype(np.float32)
    if rng.random() < 0.35:
        cells[:] = cells[:1]
    elif rng.random() < 0.9:
        for r, c in ((0, 0), (0, n - 7), (n - 7, 0)):
            cells[r:r + 7, c:c + 7] = 1
            cells[r + 1:r + 6, c + 1:c + 6] = 0
            cells[r + 2:r + 5, c + 2:c + 5] = 1
    side = int(size)
    dark = cv2.resize(cells, (side, side), interpolation=cv2.INTER_NEAREST)
    x0, y0 = int(x - side / 2), int(y - side / 2)
    region = sheet[max(y0, 0):y0 + side, max(x0, 0):x0 + side]
    part = dark[:region.shape[0], :region.shape[1], None]
    region *= 1 - part * 0.9


class Layout:
    """Places discs on a sheet so that none touch; positions and radii in sheet pixels."""

    def __init__(self, rng, w, h):
        self.rng, self.w, self.h, self.taken = rng, w, h, []

    def find(self, r, margin=1.0, tries=30):
        """A centre for a disc of radius r, or None when there is no room."""
        m = r * margin
        if 2 * m >= min(self.w, self.h):
            return None
        for _ in range(tries):
            p = np.array([self.rng.uniform(m, self.w - m), self.rng.uniform(m, self.h - m)])
            if all(np.linalg.norm(p - q) > r + s for q, s in self.taken):
                self.taken.append((p, r))
                return p
        return None


def _spot_for_clutter(layout, rng, low, high):
    r = rng.uniform(low, high) * min(layout.w, layout.h)
    p = layout.find(r, 0.9)
    return p, r


def _add_clutter(rng, sheet, layout, paper, busy):
    for _ in range(rng.poisson(busy)):
        p, r = _spot_for_clutter(layout, rng, 0.05, 0.3)
        if p is None:
            continue
        kind = rng.random()
        if kind < 0.55:
            size = 2 * r * rng.uniform(0.6, 1)
            Inked(make_distractor(rng), p, size, rng.uniform(0, 6.28), random_style(rng, paper, size), rng).paint(sheet)
        elif kind < 0.75:
            text_block(rng, sheet, p[0] - r, p[1] - r * 0.7, 1.8 * r, 1.4 * r, paper)
        elif kind < 0.84:
            big_letters(rng, sheet, p[0], p[1], 1.5 * r, paper)
        elif kind < 0.93:
            table(rng, sheet, p[0] - r * 0.8, p[1] - r * 0.6, 1.6 * r, 1.1 * r, paper)
        else:
            code_pattern(rng, sheet, p[0], p[1], r * 1.2, paper)


def make_sheet(rng, w, h, count, low, high):
    """A sheet of w x h pixels with up to `count` signs, low..high of its short side large.

    Returns the picture (float32 RGB 0..255) and [(class index, extent points N x 2)].
    """
    paper = _paper_color(rng)
    sheet = _texture(rng, h, w, paper)
    if rng.random() < 0.22:
        _rules(rng, sheet, paper)
    layout, signs = Layout(rng, w, h), []
    for _ in range(count):
        size = rng.uniform(low, high) * min(w, h)
        p = layout.find(size * 0.66)
        if p is None:
            continue
        k = int(rng.integers(len(CLASSES)))
        angle = rng.normal(0, 0.35) if rng.random() < 0.5 else rng.uniform(0, 2 * np.pi)
        drawn = Inked(make_sign(CLASSES[k], rng), p, size, angle, random_style(rng, paper, size), rng)
        drawn.paint(sheet)
        signs.append((k, drawn.extent()))
    _add_clutter(rng, sheet, layout, paper, rng.choice([0, 1, 3, 6]))
    return np.clip(sheet, 0, 255, out=sheet), signs
