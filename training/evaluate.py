"""Measures the shipped file on the held-out set: python3 evaluate.py MODEL.onnx HELDOUT_DIR.

Prints mAP50 per class, clean and after VP8, false positives on pictures without signs, and time per picture.
Runs the file by onnxruntime (one thread), or by OpenCV where that is not installed.
"""
import os
import sys
import time

import cv2
import numpy as np

from metrics import average_precisions, decode, iou_matrix
from shapes import CLASSES

LONG_SIDE, PAD = 320, 114
ALARM = 0.4  # confidence from which the app shows a box


def letterbox(picture):
    """The reader's letterbox: long side to 320, sides padded evenly to multiples of 32. Returns input, scale, shift (px)."""
    h, w = picture.shape[:2]
    scale = LONG_SIDE / max(h, w)
    sw, sh = round(w * scale), round(h * scale)
    small = cv2.resize(picture, (sw, sh), interpolation=cv2.INTER_LINEAR)
    left, top = (-sw % 32) // 2, (-sh % 32) // 2
    out = np.full((sh + -sh % 32, sw + -sw % 32, 3), PAD, np.uint8)
    out[top:top + sh, left:left + sw] = small
    return out, scale, (left, top)


def as_input(letterboxed):
    return np.ascontiguousarray(letterboxed.transpose(2, 0, 1)[None], np.float32) / 255


def runner(path):
    """A function from input to output0, and what runs it."""
    try:
        import onnxruntime
    except ImportError:
        net = cv2.dnn.readNetFromONNX(path)
        return lambda x: (net.setInput(x), net.forward())[1], f"OpenCV {cv2.__version__}"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda x: session.run(None, {"images": x})[0], f"onnxruntime {onnxruntime.__version__}, 1 thread"


def detect(run, picture):
    """Rows (class, confidence, x0, y0, x1, y1 in the picture's px)."""
    small, scale, (left, top) = letterbox(picture)
    rows = decode(run(as_input(small))[0])
    if len(rows):
        rows[:, 2:] = (rows[:, 2:] - [left, top, left, top]) / scale
    return rows


def _pictures(data, key):
    return [np.rot90(p, -1) if t else p for p, t in zip(data[key], data["turned"])]


def load(folder, name, key="pictures"):
    """Pictures of one part of the held-out set and the true rows (class, corners) of each."""
    with np.load(os.path.join(folder, name + ".npz")) as data:
        pictures, rows = _pictures(data, key), data["rows"]
        return pictures, [rows[rows[:, 0] == i, 1:] for i in range(len(pictures))]


def _by_size(found, truths, pictures):
    """Recall at ALARM and IoU 0.5 by the sign's size over the short side."""
    bins = ((0, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 1.0))
    hits = {b: [] for b in bins}
    for d, t, p in zip(found, truths, pictures):
        d = d[d[:, 1] >= ALARM]
        for row in t:
            share = max(row[3] - row[1], row[4] - row[2]) / min(p.shape[:2])
            same = d[d[:, 0] == row[0]]
            hit = len(same) and iou_matrix(row[None, 1:], same[:, 2:]).max() >= 0.5
            hits[next(b for b in bins if share <= b[1])].append(bool(hit))
    return [(f"{int(a * 100)}-{int(b * 100)} %", len(v), np.mean(v) if v else float("nan")) for (a, b), v in hits.items()]


def _precision(found, truths):
    """Share of boxes at ALARM or above that are right."""
    good = total = 0
    for d, t in zip(found, truths):
        for row in d[d[:, 1] >= ALARM]:
            same = t[t[:, 0] == row[0]]
            good += bool(len(same) and iou_matrix(row[None, 2:], same[:, 1:]).max() >= 0.5)
            total += 1
    return good / max(total, 1)


def measure(run, pictures, truths):
    """(AP50 per class, detections)."""
    found = [detect(run, p) for p in pictures]
    return average_precisions(found, truths, len(CLASSES)), found


def time_of(run):
    """Median milliseconds of one 320 x 256 run."""
    x = np.random.default_rng(0).random((1, 3, 256, 320), np.float32)
    taken = []
    for _ in range(60):
        start = time.perf_counter()
        run(x)
        taken.append((time.perf_counter() - start) * 1000)
    return np.median(taken), min(taken)


def report(run, folder):
    """Prints the table."""
    parts = {"clean": ("stills", "pictures"), "clip": ("clips", "pictures"), "VP8": ("clips", "coded")}
    results, lines = {}, {}
    for title, (name, key) in parts.items():
        pictures, truths = load(folder, name, key)
        results[title], found = measure(run, pictures, truths)
        lines[title] = (len(pictures), sum(map(len, truths)), _precision(found, truths), _by_size(found, truths, pictures))
    print(f"{'AP50':10}" + "".join(f"{t:>8}" for t in parts))
    for k, name in enumerate(CLASSES):
        print(f"{name:10}" + "".join(f"{results[t][k]:8.3f}" for t in parts))
    print(f"{'mAP50':10}" + "".join(f"{np.nanmean(results[t]):8.3f}" for t in parts))
    for title, (n, signs, precision, sizes) in lines.items():
        shares = ", ".join(f"{s} of the short side {r:.2f} (of {c})" for s, c, r in sizes)
        print(f"{title}: {n} pictures, {signs} signs; at confidence {ALARM} precision {precision:.3f}, recall by size: {shares}")
    _report_alarms(run, folder)


def _report_alarms(run, folder):
    pictures, _ = load(folder, "empties")
    alarms = [(detect(run, p)[:, 1] >= ALARM).sum() for p in pictures]
    print(f"no sign: {len(pictures)} pictures, {np.mean(alarms):.3f} false positives per picture at confidence {ALARM}")
    with np.load(os.path.join(folder, "clips.npz")) as data:
        print(f"VP8 rate sent: mean {data['kbit'].mean():.0f}, most {data['kbit'].max():.0f} kbit/s")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    model, engine = runner(sys.argv[1])
    median, least = time_of(model)
    print(f"{sys.argv[1]}: {os.path.getsize(sys.argv[1]) / 1e6:.2f} MB, {engine}, {median:.1f} ms median, {least:.1f} ms least per 320x256")
    report(model, sys.argv[2])
