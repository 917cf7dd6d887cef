"""What light, lens, sensor and codec do to a scene."""
import cv2
import numpy as np


def _light(rng, picture):
    """A gradient and, in two of five pictures, the soft edge of a shadow."""
    h, w = picture.shape[:2]
    small = rng.normal(1, 0.16, (3, 3)).astype(np.float32)
    gain = cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.4:
        mask = np.ones((h, w), np.float32)
        c, a = rng.uniform(0, 1, 2) * [w, h], rng.uniform(0, 6.28)
        d, n = np.array([np.cos(a), np.sin(a)]) * 900, np.array([-np.sin(a), np.cos(a)]) * rng.uniform(60, 500)
        q = np.array([c - d, c + d, c + d + n, c - d + n]).astype(np.int32)
        cv2.fillPoly(mask, [q], rng.uniform(0.35, 0.8))
        k = int(rng.integers(1, 40)) * 2 + 1
        gain = gain * cv2.blur(mask, (k, k))
    if rng.random() < 0.1:
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        cx, cy, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(40, 160)
        gain = gain + rng.uniform(0.3, 0.9) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / r ** 2)
    return picture * np.clip(gain, 0.15, 2.2).astype(np.float32)[..., None]


def _exposure(rng, picture):
    level = rng.uniform(0.45, 1.15) if rng.random() < 0.8 else rng.uniform(0.2, 0.5)
    balance = rng.normal(1, 0.07, 3)
    gamma = rng.uniform(0.75, 1.35)
    black = rng.uniform(0, 18)
    scaled = np.clip(picture * (level * balance / 255).astype(np.float32), 0, 1)
    return cv2.pow(scaled, gamma) * np.float32(255 - black) + np.float32(black)


def _motion(rng, picture):
    n = int(rng.integers(3, 17))
    kernel = np.zeros((n, n), np.float32)
    a, r = rng.uniform(0, np.pi), n / 2
    d = np.array([np.cos(a), np.sin(a)]) * r
    c = np.array([r, r]) - 0.5
    cv2.line(kernel, np.round(c - d).astype(int).tolist(), np.round(c + d).astype(int).tolist(), 1, 1)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def _defocus(rng, picture):
    r = rng.uniform(0.5, 4.5)
    n = int(np.ceil(r)) * 2 + 1
    y, x = np.mgrid[0:n, 0:n] - n // 2
    kernel = np.clip(r + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def _blur(rng, picture):
    kind = rng.random()
    if kind < 0.18:
        return _motion(rng, picture)
    if kind < 0.36:
        return _defocus(rng, picture)
    if kind < 0.7:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.3))
    return picture


def _noise(rng, picture):
    sigma = rng.choice([0, 3, 6, 12, 22]) * rng.uniform(0.5, 1.2)
    h, w = picture.shape[:2]
    n = np.empty((h, w, 3), np.int16)
    cv2.randn(n, 0, sigma * 4)  # quarter steps: int16 noise is made five times faster than float
    noisy = picture + n.astype(np.float32) * np.float32(0.25)
    if rng.random() < 0.3:
        noisy = cv2.blur(noisy, (2, 2))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _codec(rng, picture):
    """JPEG, or WebP, whose lossy mode is VP8's key-frame coding."""
    kind = rng.random()
    if kind < 0.35:
        return picture
    if kind < 0.6:
        ext, flag, q = ".jpg", cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(12, 90))
    else:
        ext, flag, q = ".webp", cv2.IMWRITE_WEBP_QUALITY, int(rng.integers(1, 45))
    ok, data = cv2.imencode(ext, picture, [flag, q])
    return cv2.imdecode(data, cv2.IMREAD_COLOR) if ok else picture


def photograph(rng, picture):
    """The scene (float32 RGB 0..255) as a phone would send it (uint8 RGB)."""
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    seen = _exposure(rng, _light(rng, picture))
    return _codec(rng, _noise(rng, _blur(rng, seen)))
