"""Which cells answer for which sign: task-aligned assignment (Feng et al., TOOD, 2021) near the box's centre."""
import torch

TOP_K = 9
CLASS_POWER, IOU_POWER = 0.5, 4.0
CENTER_REACH = 2.5  # strides


def pairwise_iou(a, b):
    """IoU of B x M x 4 with B x N x 4 boxes (corners), B x M x N."""
    a, b = a[:, :, None], b[:, None]
    wh = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0)
    inter = wh[..., 0] * wh[..., 1]
    area = lambda t: (t[..., 2] - t[..., 0]) * (t[..., 3] - t[..., 1])
    return inter / (area(a) + area(b) - inter + 1e-6)


def _candidates(points, strides, boxes, valid):
    """B x M x N: cells inside a box and within CENTER_REACH strides of its centre."""
    lo, hi = points - boxes[:, :, None, :2], boxes[:, :, None, 2:] - points
    inside = torch.minimum(lo, hi).amin(-1) > 0
    center = (boxes[..., :2] + boxes[..., 2:]) / 2
    near = (points - center[:, :, None]).abs().amax(-1) < CENTER_REACH * strides
    return inside & near & valid[:, :, None]


@torch.no_grad()
def assign(scores, predicted, points, strides, labels, boxes, valid):
    """Targets for each cell.

    scores B x N x C (0..1), predicted B x N x 4, labels B x M, boxes B x M x 4 (corners, pixels), valid B x M.
    Returns positive cells (B x N, bool), the box index of each (B x N) and soft class targets (B x N x C).
    """
    b, m = labels.shape
    n, c = scores.shape[1:]
    allowed = _candidates(points, strides, boxes, valid)
    iou = pairwise_iou(boxes, predicted).clamp(0, 1)
    own = scores.transpose(1, 2).gather(1, labels[:, :, None].expand(b, m, n))
    metric = (own ** CLASS_POWER * iou ** IOU_POWER + 1e-9) * allowed
    top = metric.topk(min(TOP_K, n), -1).indices
    chosen = torch.zeros_like(allowed).scatter_(-1, top, True) & allowed
    best = (iou * chosen + chosen * 1e-6).argmax(1)
    positive = chosen.any(1)
    chosen &= torch.arange(m)[None, :, None] == best[:, None]
    metric, iou = metric * chosen, iou * chosen
    strength = metric / (metric.amax(-1, keepdim=True) + 1e-9) * iou.amax(-1, keepdim=True)
    value = strength.amax(1)
    targets = torch.zeros(b, n, c)
    targets.scatter_(2, labels.gather(1, best)[..., None], (value * positive)[..., None])
    return positive, best, targets
