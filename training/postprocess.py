"""The network's answers in the shipped layout."""
import torch

from network import cell_centers, corners, flatten


def as_output(levels):
    """B x (4 + C) x N: centre x, centre y, width, height in input pixels, then class probabilities."""
    logits, reach = flatten(levels)
    points, strides = cell_centers([c.shape[2:] for c, _ in levels])
    box = corners(points, strides, reach)
    center, size = (box[..., :2] + box[..., 2:]) / 2, box[..., 2:] - box[..., :2]
    return torch.cat([center, size, logits.sigmoid()], -1).transpose(1, 2)
