"""Decoding, non-maximum suppression and mean average precision, in numpy."""
import numpy as np


def iou_matrix(a, b):
    """IoU of K x 4 with L x 4 boxes (corners)."""
    lo, hi = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    inter = np.prod(np.clip(hi - lo, 0, None), -1)
    area = lambda t: np.prod(t[:, 2:] - t[:, :2], -1)
    return inter / (area(a)[:, None] + area(b)[None] - inter + 1e-9)


def decode(output, confidence=0.01, iou=0.6, most=300):
    """output0 of one picture, (4 + C) x N, to rows (class, confidence, x0, y0, x1, y1), best first."""
    scores = output[4:]
    cls, conf = scores.argmax(0), scores.max(0)
    keep = np.flatnonzero(conf > confidence)
    keep = keep[np.argsort(-conf[keep])][:most]
    c, half = output[:2, keep].T, output[2:4, keep].T / 2
    boxes = np.concatenate([c - half, c + half], 1)
    return suppress(np.c_[cls[keep], conf[keep], boxes], iou)


def suppress(rows, iou):
    """Greedy non-maximum suppression within each class; rows sorted by confidence."""
    if not len(rows):
        return rows
    clash = (iou_matrix(rows[:, 2:], rows[:, 2:]) > iou) & (rows[:, None, 0] == rows[None, :, 0])
    alive = np.ones(len(rows), bool)
    for i in range(len(rows)):
        if alive[i]:
            alive[i + 1:] &= ~clash[i, i + 1:]
    return rows[alive]


def _matches(found, truth, threshold):
    """Per detection of one class in one picture (best first): does it hit a box not yet hit?"""
    hit, used = np.zeros(len(found), bool), np.zeros(len(truth), bool)
    if not len(truth) or not len(found):
        return hit
    overlap = iou_matrix(found, truth)
    for i in range(len(found)):
        free = np.where(used, -1, overlap[i])
        j = free.argmax()
        if free[j] >= threshold:
            hit[i] = used[j] = True
    return hit


def _average_precision(conf, hit, truths):
    """Area under the precision envelope at 101 recalls, as COCO takes it."""
    if not truths:
        return float("nan")
    order = np.argsort(-conf, kind="stable")
    tp = np.cumsum(hit[order])
    recall, precision = tp / truths, tp / (np.arange(len(tp)) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101))
    return float(np.mean(np.append(envelope, 0)[np.minimum(at, len(envelope))]))


def average_precisions(detections, truths, classes, threshold=0.5):
    """AP per class. detections: rows (class, confidence, corners) per picture; truths: rows (class, corners)."""
    out = []
    for k in range(classes):
        conf, hit, count = [], [], 0
        for d, t in zip(detections, truths):
            d, t = d[d[:, 0] == k], t[t[:, 0] == k]
            conf.append(d[:, 1])
            hit.append(_matches(d[:, 2:], t[:, 1:], threshold))
            count += len(t)
        out.append(_average_precision(np.concatenate(conf), np.concatenate(hit), count))
    return np.array(out)
