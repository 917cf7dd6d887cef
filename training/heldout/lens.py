"""The held-out camera: light falling off, colour of the lamp, blur by moving or missing focus, shot noise, JPEG."""
from dataclasses import dataclass
from io import BytesIO
from math import cos, sin

import numpy as np
from PIL import Image, ImageFilter


@dataclass
class Lens:
    """One camera and light; the same for all frames of a clip."""

    gain: np.ndarray  # H x W x 1
    lamp: np.ndarray  # RGB factors
    focus: float  # blur radius, px
    streak: float  # motion, px
    direction: float
    full_well: float  # electrons at white: fewer, noisier
    read_noise: float  # of 255
    quality: int  # JPEG, 0 for none


def make_lens(rng, width, height):
    """A random camera and light for frames of width x height px."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, cy = rng.uniform(-0.2, 1.2) * width, rng.uniform(-0.2, 1.2) * height
    fall = 1 / (1 + ((x - cx) ** 2 + (y - cy) ** 2) / (rng.uniform(0.7, 3) * width) ** 2)
    gain = rng.uniform(0.65, 1.15) * fall / fall.mean()
    if rng.random() < 0.35:
        gain = gain * _penumbra(rng, x, y, width, height)
    warm = rng.uniform(-0.14, 0.14)
    blurry = rng.random()
    return Lens(np.clip(gain, 0.12, 1.7)[..., None].astype(np.float32), np.array([1 + warm, 1, 1 - warm], np.float32),
                rng.uniform(0.8, 3.2) if blurry < 0.25 else rng.uniform(0, 0.8),
                rng.uniform(4, 16) if 0.25 < blurry < 0.45 else 0.0, rng.uniform(0, 3.14),
                float(np.exp(rng.uniform(np.log(150), np.log(6000)))), rng.uniform(0.5, 5),
                int(rng.integers(25, 92)) if rng.random() < 0.5 else 0)


def _penumbra(rng, x, y, width, height):
    """A shadow with one straight, soft edge."""
    a = rng.uniform(0, 6.28)
    d = (x - width * rng.uniform(0.3, 0.7)) * cos(a) + (y - height * rng.uniform(0.3, 0.7)) * sin(a)
    return 1 - rng.uniform(0.2, 0.6) / (1 + np.exp(np.clip(-d / rng.uniform(2, 40), -60, 60)))


def _streaked(image, length, direction):
    """Mean of the picture moved along a line: exposure while the hand moves."""
    n = max(int(length), 2)
    total = np.zeros((image.height, image.width, 3), np.float32)
    for t in np.linspace(-0.5, 0.5, n):
        dx, dy = length * t * cos(direction), length * t * sin(direction)
        total += np.asarray(image.transform(image.size, Image.AFFINE, (1, 0, dx, 0, 1, dy), Image.BILINEAR), np.float32)
    return Image.fromarray((total / n).astype(np.uint8))


def expose(rng, frame, lens):
    """The frame (RGB picture) as the camera delivers it."""
    if lens.focus > 0.3:
        frame = frame.filter(ImageFilter.GaussianBlur(lens.focus))
    if lens.streak:
        frame = _streaked(frame, lens.streak, lens.direction)
    linear = (np.asarray(frame, np.float32) / 255) ** 2.2 * lens.gain ** 1.5 * lens.lamp
    electrons = np.clip(linear, 0, 1.2) * lens.full_well
    noisy = electrons + rng.standard_normal(electrons.shape, np.float32) * np.sqrt(electrons + 1)
    shown = 255 * np.clip(noisy / lens.full_well, 0, 1) ** (1 / 2.2) + lens.read_noise * rng.standard_normal(electrons.shape, np.float32)
    out = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))
    return _jpeg(out, lens.quality) if lens.quality else out


def _jpeg(image, quality):
    store = BytesIO()
    image.save(store, "JPEG", quality=quality)
    return Image.open(store).convert("RGB")
