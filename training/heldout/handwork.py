"""How a held-out form gets onto the page: crisp vectors, or a hand that bends space and presses unevenly."""
from dataclasses import dataclass
from math import cos, hypot, pi, sin, tau

import cairo


@dataclass
class Tool:
    """Colours are RGB 0..1, width is in units of half the sign."""

    color: tuple
    second: tuple
    paper: tuple
    width: float
    fill: str  # empty | full | two | shaded
    shaky: float  # 0 for print


def _flat(path):
    """The path's polylines in user units: (points, closed)."""
    surface = cairo.RecordingSurface(cairo.CONTENT_ALPHA, None)
    ctx = cairo.Context(surface)
    ctx.scale(100, 100)
    path(ctx)
    out, now = [], []
    for kind, at in ctx.copy_path_flat():
        if kind == cairo.PATH_MOVE_TO:
            if len(now) > 1:
                out.append((now, False))
            now = [at]
        elif kind == cairo.PATH_LINE_TO:
            now.append(at)
        elif len(now) > 1:
            out.append((now + [now[0]], True))
            now = []
    return out + ([(now, False)] if len(now) > 1 else [])


def _steps(points, step=0.07):
    """The polyline with a point every `step` units or so."""
    out = [points[0]]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        n = max(int(hypot(x1 - x0, y1 - y0) / step), 1)
        out += [(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(1, n + 1)]
    return out


class Hand:
    """Bends the plane by a few slow waves, so that parallel lines go astray together, and shakes a bit."""

    def __init__(self, rng, amount):
        self.rng, self.amount = rng, amount
        self.waves = [(rng.uniform(0.6, 2.6), rng.uniform(0, tau), rng.uniform(0, tau), rng.uniform(0, tau)) for _ in range(4)]

    def bend(self, x, y):
        dx = dy = 0.0
        for f, a, p, q in self.waves:
            s = f * (x * cos(a) + y * sin(a)) * 2
            dx, dy = dx + sin(s + p), dy + sin(s + q)
        shake = self.rng.normal(0, self.amount * 0.12, 2)
        return x + self.amount * dx * 0.6 + shake[0], y + self.amount * dy * 0.6 + shake[1]

    def stroke(self, points, closed):
        """The bent points; a closed line ends before or past its start."""
        path = _steps(points)
        if closed:
            path = self._loose_end(path)
        return [self.bend(*p) for p in path]

    def _loose_end(self, path):
        n, k = len(path), int(self.rng.integers(0, max(len(path) // 16, 2)))
        start = int(self.rng.integers(0, n))
        ring = path[start:-1] + path[:start] + ([path[start]] if start < n else [])
        return ring[:max(n - k, 4)] if self.rng.random() < 0.5 else ring + ring[:k]


def marks_of(pieces, tool, rng):
    """The drawing as marks: ("fill", points, color) or ("line", points, widths, color), units of half the sign."""
    hand = Hand(rng, tool.shaky) if tool.shaky else None
    filled = tool.fill in ("full", "two") and pieces[0][0] == "area"
    detail = tool.color if not filled or tool.fill == "two" else tool.paper
    marks = []
    for kind, path in pieces:
        for points, closed in _flat(path):
            line = hand.stroke(points, closed) if hand else points
            if kind == "area":
                marks += _area(line, tool, rng)
            elif kind == "feature":
                marks.append(("fill", line, detail))
            else:
                marks.append(("line", line, _widths(line, tool, rng), detail if kind == "feature-trace" else tool.color))
    return marks


def _area(line, tool, rng):
    if tool.fill == "full":
        return [("fill", line, tool.color)]
    outline = ("line", line, _widths(line, tool, rng), tool.color)
    if tool.fill == "two":
        return [("fill", line, tool.second), outline]
    if tool.fill == "shaded":
        return [("shade", line, rng.uniform(0, pi), tool.width, tool.second), outline]
    return [outline]


def _widths(line, tool, rng):
    if not tool.shaky:
        return [tool.width]
    p, f = rng.uniform(0, tau), rng.uniform(0.1, 0.5)
    return [tool.width * (1 + 0.25 * sin(p + f * k)) for k in range(len(line))]


def _trace(ctx, line):
    ctx.move_to(*line[0])
    for at in line[1:]:
        ctx.line_to(*at)


def _shade(ctx, line, angle, width, color):
    """Hatching: one long zigzag, clipped to the outline."""
    ctx.save()
    _trace(ctx, line)
    ctx.clip()
    ctx.rotate(angle)
    ctx.set_line_width(width * 0.6)
    ctx.set_source_rgba(*color, 0.9)
    y, side, gap = -1.6, 1, max(width * 1.1, 0.09)
    ctx.move_to(-1.6, y)
    while y < 1.6:
        y, side = y + gap, -side
        ctx.line_to(-side * 1.6, y)
    ctx.stroke()
    ctx.restore()


def paint(ctx, marks):
    """Draws marks on a context whose unit is half the sign."""
    ctx.set_line_cap(cairo.LINE_CAP_ROUND)
    ctx.set_line_join(cairo.LINE_JOIN_ROUND)
    for mark in marks:
        if mark[0] == "fill":
            ctx.set_source_rgb(*mark[2])
            _trace(ctx, mark[1])
            ctx.fill()
        elif mark[0] == "shade":
            _shade(ctx, *mark[1:])
        else:
            _paint_line(ctx, *mark[1:])


def _paint_line(ctx, line, widths, color):
    ctx.set_source_rgb(*color)
    if len(widths) == 1:
        ctx.set_line_width(widths[0])
        _trace(ctx, line)
        ctx.stroke()
        return
    for a, b, w in zip(line, line[1:], widths):
        ctx.set_line_width(w)
        ctx.move_to(*a)
        ctx.line_to(*b)
        ctx.stroke()
