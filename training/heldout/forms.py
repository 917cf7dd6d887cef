"""The held-out set's own shapes, as Cairo paths. Shares nothing with the training renderer.

A form is a function (ctx, rng) that returns pieces: (kind, path) where path draws on a Cairo
context whose unit is half the sign's size, y down. Kinds: "area" may be filled, "trace" is a
stroke, "feature" is a solid detail, "feature-trace" a stroked detail.
"""
from math import cos, pi, sin, tau

NAMES = ("circle", "triangle", "square", "star", "heart", "cross", "arrow", "smiley")


def _polygon(corners, closed=True):
    def path(ctx):
        ctx.move_to(*corners[0])
        for x, y in corners[1:]:
            ctx.line_to(x, y)
        if closed:
            ctx.close_path()
    return path


def _oval(x, y, rx, ry):
    def path(ctx):
        ctx.save()
        ctx.translate(x, y)
        ctx.scale(rx, ry)
        ctx.arc(0, 0, 1, 0.4, 0.4 + tau)
        ctx.restore()
        ctx.close_path()
    return path


def _bow(x0, y0, x1, y1, sag):
    """One cubic curve from end to end, sagging down by `sag`."""
    def path(ctx):
        dx = x1 - x0
        ctx.move_to(x0, y0)
        ctx.curve_to(x0 + dx * 0.22, y0 + sag * 1.3, x1 - dx * 0.22, y1 + sag * 1.3, x1, y1)
    return path


def circle(rng):
    return [("area", _oval(0, 0, 0.95, 0.95 * rng.uniform(0.9, 1.06)))]


def triangle(rng):
    pick = rng.random()
    if pick < 0.5:
        corners = [(0, -0.9), (0.92, 0.72), (-0.92, 0.72)]
    elif pick < 0.75:
        corners = [(-0.75, -0.8), (0.85, 0.8), (-0.75, 0.8)]
    else:
        corners = [(rng.uniform(-0.5, 0.5), -0.85), (0.95, rng.uniform(0.5, 0.85)), (-0.95, 0.7)]
    return [("area", _polygon(corners))]


def square(rng):
    a, b, r = 0.88, 0.88 * rng.uniform(0.87, 1.1), rng.choice([0, 0, 0, 0.12, 0.2])

    def path(ctx):
        if r == 0:
            ctx.rectangle(-a, -b, 2 * a, 2 * b)
            return
        for x, y, start in ((a - r, -b + r, -pi / 2), (a - r, b - r, 0), (-a + r, b - r, pi / 2), (-a + r, -b + r, pi)):
            ctx.arc(x, y, r, start, start + pi / 2)
        ctx.close_path()
    return [("area", path)]


def star(rng):
    if rng.random() < 0.3:
        tips = [(0.98 * sin(tau * k * 2 / 5), -0.98 * cos(tau * k * 2 / 5)) for k in range(5)]
        return [("trace", _polygon(tips))]
    waist = rng.choice([0.382, 0.42, 0.5])
    radii = [1.0, waist] * 5
    return [("area", _polygon([(r * sin(pi * k / 5), -r * cos(pi * k / 5)) for k, r in enumerate(radii)]))]


def heart(rng):
    dip, belly, tip = rng.uniform(-0.55, -0.3), rng.uniform(-0.05, 0.25), rng.uniform(0.85, 1.0)
    top = rng.uniform(-1.25, -1.0)

    def path(ctx):
        ctx.move_to(0, dip)
        ctx.curve_to(0.25, top, 1.25, top + 0.05, 0.95, belly - 0.15)
        ctx.curve_to(0.85, belly + 0.25, 0.3, tip - 0.25, 0, tip)
        ctx.curve_to(-0.3, tip - 0.25, -0.85, belly + 0.25, -0.95, belly - 0.15)
        ctx.curve_to(-1.25, top + 0.05, -0.25, top, 0, dip)
        ctx.close_path()
    return [("area", path)]


def cross(rng):
    if rng.random() < 0.45:
        return [("trace", _polygon([(0, -0.95), (0.02, 0.95)], False)), ("trace", _polygon([(-0.93, 0.03), (0.95, 0)], False))]
    t = rng.choice([0.16, 0.25, 0.33])
    quarter = [(t, -0.93), (t, -t), (0.93, -t)]
    corners = []
    for k in range(4):
        c, s = round(cos(k * pi / 2)), round(sin(k * pi / 2))
        corners += [(x * c - y * s, x * s + y * c) for x, y in quarter]
    return [("area", _polygon(corners))]


def _thin_arrow(rng):
    sag = rng.choice([0, 0, 0.3, -0.35])
    a, length = rng.uniform(0.45, 0.75), rng.uniform(0.4, 0.65)
    lean = -1.3 * sag / 0.42 * 0.5
    wings = [(0.95 - length * cos(lean + k * a), -length * sin(lean + k * a)) for k in (1, -1)]
    shaft = ("trace", _bow(-0.95, 0, 0.95, 0, sag))
    if rng.random() < 0.35:
        return [shaft, ("feature", _polygon([wings[0], (0.97, 0), wings[1]]))]
    return [shaft, ("trace", _polygon([wings[0], (0.95, 0), wings[1]], False))]


def arrow(rng):
    if rng.random() < 0.55:
        return _thin_arrow(rng)
    neck, half, t = rng.uniform(-0.1, 0.3), rng.uniform(0.5, 0.75), rng.uniform(0.18, 0.3)
    return [("area", _polygon([(-0.95, -t), (neck, -t), (neck, -half), (0.95, 0), (neck, half), (neck, t), (-0.95, t)]))]


def smiley(rng):
    x, y, r = rng.uniform(0.3, 0.38), rng.uniform(-0.35, -0.22), rng.uniform(0.09, 0.14)
    pieces = [("area", _oval(0, 0, 0.96, 0.96))]
    pieces += [("feature", _oval(k * x, y, r, r * rng.uniform(1.0, 1.5))) for k in (-1, 1)]
    w, low = rng.uniform(0.42, 0.6), rng.uniform(0.15, 0.3)
    mouth = _bow(-w, low, w, low, rng.uniform(0.28, 0.42))
    if rng.random() < 0.2:
        pieces.append(("feature", lambda ctx: (mouth(ctx), ctx.close_path())))
    else:
        pieces.append(("feature-trace", mouth))
    return pieces


MAKERS = {f.__name__: f for f in (circle, triangle, square, star, heart, cross, arrow, smiley)}


def _ngon(n):
    return lambda rng: [("area", _polygon([(0.95 * sin(tau * k / n), -0.95 * cos(tau * k / n)) for k in range(n)]))]


def _strip(rng):
    h = rng.uniform(0.1, 0.4)
    return [("area", _polygon([(-0.95, -h), (0.95, -h), (0.95, h), (-0.95, h)]))]


def _horseshoe(rng):
    gap = rng.uniform(1.3, 2.6)
    return [("trace", lambda ctx: ctx.arc(0, 0, 0.9, gap / 2, tau - gap / 2))]


def _coil(rng):
    turns = rng.uniform(2, 4)

    def path(ctx):
        for k in range(80):
            r, a = 0.12 + 0.8 * k / 80, turns * tau * k / 80
            ctx.line_to(r * cos(a), r * sin(a))
    return [("trace", path)]


def _tangle(rng):
    k = [rng.uniform(-0.9, 0.9, 2) for _ in range(int(rng.integers(10, 22)))]

    def path(ctx):
        ctx.move_to(*k[0])
        for a, b, c in zip(k[1::3], k[2::3], k[3::3]):
            ctx.curve_to(*a, *b, *c)
    return [("trace", path)]


def _half_moon(rng):
    def path(ctx):
        ctx.arc(0, 0.3, 0.9, pi, tau)
        ctx.close_path()
    return [("area", path)]


def _flash(rng):
    return [("trace", _polygon([(-0.3, -0.95), (0.3, -0.2), (-0.25, 0.1), (0.35, 0.95)], False))]


def _check(rng):
    return [("trace", _polygon([(-0.8, 0.05), (-0.25, 0.65), (0.85, -0.75)], False))]


def _leaf(rng):
    def path(ctx):
        ctx.move_to(-0.95, 0)
        ctx.curve_to(-0.3, -0.6, 0.3, -0.6, 0.95, 0)
        ctx.curve_to(0.3, 0.6, -0.3, 0.6, -0.95, 0)
        ctx.close_path()
    return [("area", path)]


def _pipe(rng):
    return [("trace", _polygon([(-0.9, -0.5), (0.2, -0.5), (0.2, 0.6), (0.9, 0.6)], False))]


def _rays(rng):
    return [("trace", _polygon([(0, 0), (0.95 * cos(a), 0.95 * sin(a))], False)) for a in (0.2, 1.1, 2.3, 3.5, 4.9)]


OTHERS = (_ngon(5), _ngon(6), _strip, _horseshoe, _coil, _tangle, _tangle, _half_moon, _flash, _check, _leaf, _pipe, _rays)
