"""Pages in a room, seen by a pinhole camera that may move (held-out set; Pillow and numpy only)."""
from dataclasses import dataclass
from math import cos, radians, sin

import cairo
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from heldout.page import make_page

ROOM_MARGIN = 1.35  # the backdrop is this much larger than the frame, so that the camera can pan


@dataclass
class Pose:
    """Where a page hangs: offset (frame px), distance factor, three turns (radians)."""

    x: float
    y: float
    zoom: float
    tilt: float
    swing: float
    roll: float


def _matrix(pose, width, height, focal, page_w, page_h, scale):
    """Homography page px -> frame px: centre the page, turn it in space, project."""
    a, b, c = pose.tilt, pose.swing, pose.roll
    roll = np.array([[cos(c), -sin(c), 0], [sin(c), cos(c), 0], [0, 0, 1]])
    swing = np.array([[cos(b), 0, sin(b)], [0, 1, 0], [-sin(b), 0, cos(b)]])
    tilt = np.array([[1, 0, 0], [0, cos(a), -sin(a)], [0, sin(a), cos(a)]])
    r = swing @ tilt @ roll
    s = scale * pose.zoom
    page = np.array([[s, 0, -s * page_w / 2], [0, s, -s * page_h / 2], [0, 0, 1]])
    place = np.column_stack([r[:, 0], r[:, 1], [0, 0, focal]])
    frame = np.array([[focal, 0, width / 2 + pose.x], [0, focal, height / 2 + pose.y], [0, 0, 1]])
    return frame @ place @ page


def _warp(image, matrix, size, mode=Image.BILINEAR):
    inverse = np.linalg.inv(matrix)
    inverse /= inverse[2, 2]
    return image.transform(size, Image.PERSPECTIVE, inverse.ravel()[:8], mode)


def _spectrum(rng, w, h, slope):
    """Noise with power falling as 1/f^slope, 0..1: walls, cloth, leaves."""
    fy, fx = np.fft.fftfreq(h // 2)[:, None], np.fft.rfftfreq(w // 2)[None]
    f = np.hypot(fy, fx)
    f[0, 0] = 1
    n = np.fft.irfft2(np.fft.rfft2(rng.normal(0, 1, (h // 2, w // 2))) / f ** slope, (h // 2, w // 2))
    n = (n - n.min()) / (np.ptp(n) + 1e-9)
    return np.asarray(Image.fromarray((n * 255).astype(np.uint8)).resize((w, h), Image.BICUBIC), np.float32) / 255


def _wall(rng, w, h):
    a, b = rng.uniform(20, 235, 3), rng.uniform(20, 235, 3)
    t = _spectrum(rng, w, h, rng.uniform(0.6, 1.8))[..., None]
    if rng.random() < 0.4:
        t = 0.5 * t + 0.5 * _spectrum(rng, w, h, 2)[..., None]
    grey = rng.uniform(0, 1)
    a, b = a * (1 - grey) + a.mean() * grey, b * (1 - grey) + b.mean() * grey
    return Image.fromarray((a + t * (b - a)).astype(np.uint8))


def _furnish(rng, image):
    """Shelves, blinds, cables, boards: drawn by Cairo, long or irregular."""
    w, h = image.size
    data = np.dstack([np.asarray(image)[..., ::-1], np.full((h, w), 255, np.uint8)]).copy()
    ctx = cairo.Context(cairo.ImageSurface.create_for_data(data, cairo.FORMAT_RGB24, w, h))
    for _ in range(int(rng.integers(0, 9))):
        color = rng.uniform(0, 1, 3) * rng.uniform(0.4, 1)
        ctx.set_source_rgb(*color)
        kind, x, y = rng.random(), rng.uniform(0, w), rng.uniform(0, h)
        if kind < 0.35:
            long, thin = rng.uniform(150, 900), rng.uniform(10, 90)
            ctx.save(), ctx.translate(x, y), ctx.rotate(rng.choice([0, 1.5708, rng.uniform(0, 3)]))
            ctx.rectangle(-long / 2, -thin / 2, long, thin)
            ctx.fill(), ctx.restore()
        elif kind < 0.6:
            ctx.set_line_width(rng.uniform(2, 9))
            ctx.move_to(x, y)
            ctx.curve_to(*(rng.uniform(-0.2, 1.2, 6) * [w, h, w, h, w, h]))
            ctx.stroke()
        elif kind < 0.8:
            pitch = rng.uniform(12, 40)
            for k in range(int(rng.integers(4, 14))):
                ctx.rectangle(x, y + k * pitch, 320, pitch * 0.55)
            ctx.fill()
        else:
            ctx.move_to(x, y)
            for _ in range(3):
                ctx.curve_to(*(np.array([x, y] * 3) + rng.normal(0, 130, 6)))
            ctx.fill()
    return Image.fromarray(data[..., 2::-1].copy())


def _thumb(rng, frame, matrix, page_w, page_h):
    """A thumb over the page's rim."""
    p = matrix @ [rng.uniform(0.05, 0.95) * page_w, page_h * 1.02, 1]
    x, y = p[:2] / p[2]
    r = rng.uniform(10, 24)
    tone = tuple((np.array([1, 0.76, 0.62]) * rng.uniform(80, 245)).astype(int).tolist())
    patch = Image.new("L", frame.size, 0)
    draw = ImageDraw.Draw(patch)
    draw.ellipse((x - r, y - 2 * r, x + r, y + r), fill=255)
    draw.rectangle((x - r, y - 0.5 * r, x + r, y + 14 * r), fill=255)
    frame.paste(Image.new("RGB", frame.size, tone), (0, 0), patch)
    return patch


class World:
    """A still life: one backdrop and one to three pages. `view` takes its picture for a shift of the camera."""

    def __init__(self, rng, width, height, empty=False):
        self.size, self.focal = (width, height), rng.uniform(0.9, 1.9) * max(width, height)
        room = (int(width * ROOM_MARGIN), int(height * ROOM_MARGIN))
        self.room = _furnish(rng, _wall(rng, *room))
        if rng.random() < 0.6:
            self.room = self.room.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 9)))
        self.pages, self.thumb = [], rng.random() < 0.35
        self.thumb_seed = int(rng.integers(1 << 30))
        self._hang(rng, empty)

    def _hang(self, rng, empty):
        n = int(rng.choice([1, 2, 3], p=[0.75, 0.2, 0.05]))
        width, height = self.size
        slots = rng.permutation(n)
        for slot in slots:
            short = min(width, height) * (rng.uniform(0.5, 1.5) if n == 1 else rng.uniform(0.35, 0.6))
            count = 0 if empty else int(rng.choice([1, 2, 3, 4, 5] if n == 1 else [1, 1, 2]))
            low, high = {0: (0.2, 0.5), 1: (0.3, 0.75), 2: (0.22, 0.48), 3: (0.18, 0.4), 4: (0.14, 0.34), 5: (0.12, 0.3)}[count]
            w, h = int(short), int(short * rng.choice([1.294, 1.414, 1.5]))
            if rng.random() < 0.45:
                w, h = h, w
            spread = 0 if n == 1 else ((slot + 0.5) / n - 0.5) * max(width, height)
            x, y = (spread, 0) if width > height else (0, spread)
            pose = Pose(x + rng.normal(0, 30), y + rng.normal(0, 30), 1, radians(rng.normal(0, 20)), radians(rng.normal(0, 20)),
                        rng.normal(0, 0.2) if rng.random() < 0.6 else rng.uniform(-3.14, 3.14))
            self.pages.append((make_page(rng, w, h, count, low, high), pose))

    def view(self, dx=0.0, dy=0.0, turn=0.0, zoom=1.0, labels=True):
        """The frame (RGB) and its boxes [(class, x0, y0, x1, y1, share visible)] for a small camera movement (px, radians)."""
        w, h = self.size
        frame, layers = self._backdrop(dx * 0.6, dy * 0.6), []
        cover = []
        for page, pose in self.pages:
            moved = Pose(pose.x * zoom + dx, pose.y * zoom + dy, pose.zoom * zoom, pose.tilt, pose.swing, pose.roll + turn)
            m = _matrix(moved, w, h, self.focal, *page.image.size, 1.0)
            mask = _warp(Image.new("L", page.image.size, 255), m, self.size, Image.NEAREST)
            frame.paste(_warp(page.image, m, self.size), (0, 0), mask)
            cover.append(mask)
            layers.append((page, m))
        if self.thumb:
            cover.append(_thumb(np.random.default_rng(self.thumb_seed), frame, layers[-1][1], *layers[-1][0].image.size))
        return frame, self._boxes(layers, cover) if labels else []

    def _backdrop(self, dx, dy):
        w, h = self.size
        x, y = (self.room.width - w) / 2 - dx, (self.room.height - h) / 2 - dy
        return self.room.transform(self.size, Image.AFFINE, (1, 0, x, 0, 1, y), Image.BILINEAR)

    def _boxes(self, layers, cover):
        out = []
        for k, (page, m) in enumerate(layers):
            hidden = np.zeros(self.size[::-1], bool)
            for above in cover[k + 1:]:
                hidden |= np.asarray(above) > 127
            out += [box for index, mask in page.masks if (box := self._box(index, mask, m, hidden))]
        return out

    def _box(self, index, mask, m, hidden):
        """The box of a sign's inked pixels; the share counts what lies in the frame and under nothing."""
        w, h = self.size
        shift = np.array([[1, 0, w / 2], [0, 1, h / 2], [0, 0, 1]])  # so that ink beyond the frame is counted too
        wide = np.asarray(_warp(mask, shift @ m, (2 * w, 2 * h), Image.NEAREST)) > 90
        inner = wide[h // 2:h // 2 + h, w // 2:w // 2 + w]
        ys, xs = np.nonzero(inner)
        if not len(xs):
            return None
        share = (inner & ~hidden).sum() / wide.sum()
        return (index, int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1, float(share))
