"""Things on paper that are none of the eight classes, as parts in unit coordinates."""
import numpy as np

from shapes import BODY, LINE, Part, _ellipse


def _polygon(rng):
    n = int(rng.choice([5, 5, 6]))
    t = np.arange(n) * 2 * np.pi / n
    return [Part(np.stack([np.cos(t), np.sin(t)], 1), True, BODY, True)]


def _bar(rng):
    h = rng.uniform(0.08, 0.5)
    return [Part(np.array([[-1, -h], [1, -h], [1, h], [-1, h]]), True, BODY, True)]


def _parallelogram(rng):
    s, h = rng.uniform(0.5, 0.8), rng.uniform(0.3, 0.5)
    return [Part(np.array([[-1 + s, -h], [1, -h], [1 - s, h], [-1, h]]), True, BODY, True)]


def _arc(rng):
    sweep = rng.uniform(1.2, 4.0)
    return [Part(_ellipse(rng, 0, 0, 1, rng.uniform(0.6, 1), rng.uniform(0, 6.28), sweep), False, LINE)]


def _half_disc(rng):
    return [Part(_ellipse(rng, 0, -0.4, 1, rng.uniform(0.7, 1), 0, np.pi), True, BODY)]


def _long_ellipse(rng):
    return [Part(_ellipse(rng, 0, 0, 1, rng.uniform(0.12, 0.28)), True, BODY)]


def _crescent(rng):
    outer = _ellipse(rng, 0, 0, 1, 1, -1.9, 3.8, 30)
    inner = _ellipse(rng, -0.4, 0, rng.uniform(0.85, 1), 0.94, 1.5, -3.0, 30)
    return [Part(np.concatenate([outer, inner]), True, BODY)]


def _drop(rng):
    t = np.linspace(0, 2 * np.pi, 40)
    return [Part(np.stack([0.6 * np.sin(t) * np.sin(t / 2) ** 1.5, -np.cos(t)], 1), True, BODY)]


def _spiral(rng):
    t = np.linspace(0, rng.uniform(9, 20), 90)
    r = t / t[-1]
    return [Part(np.stack([r * np.cos(t), r * np.sin(t)], 1), False, LINE)]


def _scribble(rng):
    k = np.cumsum(rng.normal(0, 1, (int(rng.integers(8, 26)), 2)), 0)
    k -= k.mean(0)
    k /= np.abs(k).max() + 1e-6
    t = np.linspace(0, len(k) - 1, len(k) * 6)
    p = np.stack([np.interp(t, np.arange(len(k)), k[:, i]) for i in (0, 1)], 1)
    kernel = np.ones(7) / 7
    smooth = np.stack([np.convolve(np.pad(p[:, i], 3, "edge"), kernel, "valid") for i in (0, 1)], 1)
    return [Part(smooth, False, LINE)]


def _zigzag(rng):
    n = int(rng.integers(4, 10))
    y = rng.uniform(0.15, 0.6)
    p = np.stack([np.linspace(-1, 1, n), y * (np.arange(n) % 2 * 2 - 1)], 1)
    return [Part(p, False, LINE, True)]


def _wave(rng):
    x = np.linspace(-1, 1, 60)
    return [Part(np.stack([x, rng.uniform(0.1, 0.4) * np.sin(x * rng.uniform(5, 15))], 1), False, LINE)]


def _line(rng):
    return [Part(np.array([[-1.0, 0], [1, 0]]), False, LINE)]


def _corner(rng):
    return [Part(np.array([[-1, -1], [-1, 1], [rng.uniform(-0.3, 1), 1]]), False, LINE, True)]


def _tee(rng):
    return [Part(np.array([[-1.0, -1], [1, -1]]), False, LINE), Part(np.array([[0.0, -1], [0, 1]]), False, LINE)]


def _tick(rng):
    return [Part(np.array([[-0.8, 0.1], [-0.3, 0.8], [0.9, -0.9]]), False, LINE, True)]


def _asterisk(rng):
    n = int(rng.choice([3, 4]))
    t = np.arange(n) * np.pi / n
    return [Part(np.array([[np.cos(a), np.sin(a)], [-np.cos(a), -np.sin(a)]]), False, LINE) for a in t]


def _bolt(rng):
    p = [[0.1, -1], [-0.6, 0.15], [-0.05, 0.1], [-0.3, 1], [0.6, -0.25], [0.05, -0.2], [0.5, -1]]
    return [Part(np.array(p), True, BODY, True)]


def _cloud(rng):
    t = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    r = 0.75 + 0.2 * np.abs(np.sin(t * rng.choice([2, 2.5, 3])))
    return [Part(np.stack([r * np.cos(t), 0.65 * r * np.sin(t)], 1), True, BODY)]


def _blob(rng):
    """A closed curve too uneven to be a circle."""
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    r = 0.6 + 0.28 * np.sin(2 * t + rng.uniform(0, 6)) + 0.2 * np.sin(3 * t + rng.uniform(0, 6))
    return [Part(np.stack([r * np.cos(t), r * np.sin(t)], 1), True, BODY)]


def _chevron(rng):
    return [Part(np.array([[-0.5, -1], [0.5, 0], [-0.5, 1.0]]), False, LINE, True)]


def _parallel_lines(rng):
    n = int(rng.integers(2, 7))
    return [Part(np.array([[-1, y], [rng.uniform(0.4, 1), y]]), False, LINE) for y in np.linspace(-0.8, 0.8, n)]


MAKERS = [_polygon, _polygon, _bar, _parallelogram, _arc, _half_disc, _long_ellipse, _crescent, _drop,
          _spiral, _scribble, _scribble, _zigzag, _wave, _line, _corner, _tee, _tick, _asterisk, _bolt,
          _cloud, _blob, _chevron, _parallel_lines]


def make_distractor(rng):
    """The parts of one random shape that carries no label."""
    return MAKERS[rng.integers(len(MAKERS))](rng)
