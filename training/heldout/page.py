"""A held-out page: paper, signs, other scrawls, and text in real typefaces (Pillow)."""
from colorsys import hsv_to_rgb
from glob import glob
from math import hypot, pi, tau

import cairo
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from heldout.forms import MAKERS, NAMES, OTHERS
from heldout.handwork import Tool, marks_of, paint

FONT_FILES = sorted(glob("/usr/share/fonts/truetype/*/*.ttf"))
VOCABULARY = ("meeting notes total price left street water paper Monday camera signal answer window list of the "
              "with from about under three seven 12 2048 page invoice figure see below return please").split()


class Page:
    """image: RGB picture of the page; masks: (class index, L picture of the same size) per sign."""

    def __init__(self, image, masks):
        self.image, self.masks = image, masks


def _paper(rng):
    if rng.random() < 0.75:
        v = rng.uniform(0.82, 1.0)
        return (v, v * rng.uniform(0.95, 1), v * rng.uniform(0.88, 1))
    if rng.random() < 0.7:
        return hsv_to_rgb(rng.random(), rng.uniform(0.12, 0.45), rng.uniform(0.75, 0.98))
    return hsv_to_rgb(rng.random(), rng.uniform(0, 0.4), rng.uniform(0.1, 0.25))


def _luma(c):
    return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]


def _ink(rng, paper):
    """A colour at least 0.3 darker (on dark paper: lighter) than the paper."""
    while True:
        c = hsv_to_rgb(rng.random(), rng.choice([0.0, 0.5, 0.9]), rng.uniform(0.0, 1.0))
        gap = _luma(paper) - _luma(c)
        if (gap if _luma(paper) > 0.45 else -gap) > 0.3:
            return c


def _tool(rng, paper):
    shaky = rng.random() < 0.6
    width = rng.choice([0.04, 0.06, 0.1, 0.17, 0.22]) * rng.uniform(0.85, 1.15)
    fill = rng.choice(["empty", "shaded", "full"], p=[0.65, 0.2, 0.15]) if shaky else rng.choice(["empty", "full", "two"], p=[0.35, 0.4, 0.25])
    color = _ink(rng, paper)
    second = tuple(np.clip(np.array(color) * 0.45 + np.array(paper) * 0.55, 0, 1)) if rng.random() < 0.5 else _bright(rng, color)
    return Tool(color, second, paper, width, str(fill), rng.uniform(0.015, 0.05) if shaky else 0.0)


def _bright(rng, other):
    """A fill colour that an outline of colour `other` shows up on."""
    while True:
        c = hsv_to_rgb(rng.random(), rng.uniform(0.3, 1), rng.uniform(0.5, 1))
        if abs(_luma(c) - _luma(other)) > 0.25:
            return c


def _drawn(surface, marks, x, y, half, turn):
    ctx = cairo.Context(surface)
    ctx.translate(x, y)
    ctx.rotate(turn)
    ctx.scale(half, half)
    paint(ctx, marks)


def _free_spot(rng, taken, w, h, r):
    for _ in range(60):
        x, y = rng.uniform(r, w - r), rng.uniform(r, h - r)
        if r * 2 < min(w, h) and all(hypot(x - a, y - b) > r + s for a, b, s in taken):
            taken.append((x, y, r))
            return x, y
    return None


def _to_image(surface):
    data = np.ndarray((surface.get_height(), surface.get_width(), 4), np.uint8, surface.get_data())
    return Image.fromarray(data[..., 2::-1].copy())


def _mask(w, h, marks, x, y, half, turn):
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, w, h)
    _drawn(surface, marks, x, y, half, turn)
    return Image.fromarray(np.ndarray((h, w, 4), np.uint8, surface.get_data())[..., 3].copy())


def _lines(rng, surface, w, h, paper):
    """Ruled or squared paper."""
    ctx = cairo.Context(surface)
    ctx.set_source_rgba(0.3, 0.45, 0.75, 0.35)
    ctx.set_line_width(1.2)
    gap = rng.uniform(0.03, 0.06) * w
    squared = rng.random() < 0.4
    for k in range(1, int(max(w, h) / gap)):
        if k * gap < h:
            ctx.move_to(0, k * gap), ctx.line_to(w, k * gap)
        if squared and k * gap < w:
            ctx.move_to(k * gap, 0), ctx.line_to(k * gap, h)
    ctx.stroke()


def _text(rng, image, x, y, r, paper):
    """A paragraph inside a disc of radius r around (x, y)."""
    draw = ImageDraw.Draw(image)
    size = int(rng.uniform(9, 30))
    font = ImageFont.truetype(str(rng.choice(FONT_FILES)), size)
    color = tuple(int(255 * c) for c in _ink(rng, paper))
    top = y - r * 0.6
    while top < y + r * 0.6:
        words = " ".join(rng.choice(VOCABULARY, max(int(r * 1.5 / size / 3), 1)))
        draw.text((x - r * 0.75, top), words, font=font, fill=color)
        top += size * 1.35


def _grid(rng, surface, x, y, r, paper):
    """A table with wide cells."""
    ctx = cairo.Context(surface)
    ctx.set_source_rgb(*_ink(rng, paper))
    ctx.set_line_width(1.5)
    rows = int(rng.integers(4, 8))
    for k in range(rows + 1):
        yy = y - r * 0.5 + r * k / rows
        ctx.move_to(x - r * 0.8, yy), ctx.line_to(x + r * 0.8, yy)
    for xx in (x - r * 0.8, x - r * 0.1, x + r * 0.8):
        ctx.move_to(xx, y - r * 0.5), ctx.line_to(xx, y + r * 0.5)
    ctx.stroke()


def _scrawls(rng, surface, taken, w, h, paper, count):
    for _ in range(count):
        r = rng.uniform(0.07, 0.22) * min(w, h)
        spot = _free_spot(rng, taken, w, h, r)
        if spot and rng.random() < 0.8:
            pieces = OTHERS[rng.integers(len(OTHERS))](rng)
            _drawn(surface, marks_of(pieces, _tool(rng, paper), rng), *spot, r * 0.85, rng.uniform(0, tau))
        elif spot:
            _grid(rng, surface, *spot, r, paper)


def _shading(rng, image):
    """Paper fibre: fine grain and a slow bend of brightness."""
    a = np.asarray(image, np.float32)
    h, w = a.shape[:2]
    bend = 1 + rng.uniform(-0.06, 0.06) * np.cos(np.linspace(0, rng.uniform(1, 4) * pi, w))[None, :, None]
    return Image.fromarray(np.clip(a * bend + 1.5 * rng.standard_normal((h, w, 1), np.float32), 0, 255).astype(np.uint8))


def make_page(rng, w, h, count, low, high):
    """A page of w x h px with up to `count` signs whose size is low..high of its short side."""
    paper = _paper(rng)
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, w, h)
    ctx = cairo.Context(surface)
    ctx.set_source_rgb(*paper)
    ctx.paint()
    if rng.random() < 0.25:
        _lines(rng, surface, w, h, paper)
    taken, masks = [], []
    for _ in range(count):
        half = rng.uniform(low, high) * min(w, h) / 2
        spot = _free_spot(rng, taken, w, h, half * 1.3)
        if spot:
            index = int(rng.integers(len(NAMES)))
            turn = rng.uniform(0, tau) if rng.random() < 0.45 else rng.uniform(-0.4, 0.4)
            marks = marks_of(MAKERS[NAMES[index]](rng), _tool(rng, paper), rng)
            _drawn(surface, marks, *spot, half, turn)
            masks.append((index, _mask(w, h, marks, *spot, half, turn)))
    _scrawls(rng, surface, taken, w, h, paper, int(rng.choice([0, 1, 2, 5])))
    image = _to_image(surface)
    for _ in range(int(rng.choice([0, 1, 2]))):
        r = rng.uniform(0.1, 0.25) * min(w, h)
        spot = _free_spot(rng, taken, w, h, r)
        if spot:
            _text(rng, image, *spot, r, paper)
    return Page(_shading(rng, image), masks)
