"""Training loss: binary cross-entropy on aligned class targets, complete IoU on boxes."""
import math

import torch
import torch.nn.functional as F

from assign import assign
from network import cell_centers, corners, flatten

BOX_WEIGHT = 2.5


def complete_iou(a, b):
    """CIoU (Zheng et al., 2020) of matching boxes, K x 4 corners; 1 is perfect."""
    wh = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0)
    inter = wh.prod(1)
    sa, sb = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    iou = inter / (sa.prod(1) + sb.prod(1) - inter + 1e-6)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    shift = (a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]).pow(2).sum(1) / 4
    angle = lambda s: torch.atan(s[:, 0] / (s[:, 1] + 1e-6))
    v = 4 / math.pi ** 2 * (angle(sa) - angle(sb)).pow(2)
    with torch.no_grad():
        alpha = v / (1 - iou + v + 1e-6)
    return iou - shift / (hull.pow(2).sum(1) + 1e-6) - alpha * v


def detection_loss(levels, labels, boxes, valid):
    """(total, class part, box part) for one batch; boxes B x M x 4 in input pixels."""
    logits, reach = flatten(levels)
    logits, reach = logits.float(), reach.float()
    points, strides = cell_centers([c.shape[2:] for c, _ in levels])
    predicted = corners(points, strides, reach)
    positive, best, targets = assign(logits.sigmoid(), predicted, points, strides, labels, boxes, valid)
    total = targets.sum().clamp(min=1)
    cls = F.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / total
    wanted = boxes.gather(1, best[..., None].expand(-1, -1, 4))[positive]
    weight = targets.sum(-1)[positive]
    box = ((1 - complete_iou(predicted[positive], wanted)) * weight).sum() / total
    return cls + BOX_WEIGHT * box, cls.detach(), box.detach()
