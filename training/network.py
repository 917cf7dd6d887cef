"""The detector: a small convolutional backbone, a two-way feature pyramid, one anchor-free head per stride.

Plain 3x3 convolutions and ReLU throughout: at this size ONNX Runtime's CPU kernels run
them faster than depthwise ones of fewer operations.
"""
import math

import torch
from torch import nn
import torch.nn.functional as F

STRIDES = (8, 16, 32)
CLASS_COUNT = 8


class ConvBN(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, cin, cout, k=3, s=1):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, k, s, k // 2, bias=False)
        self.bn = nn.BatchNorm2d(cout, eps=1e-3, momentum=0.03)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, c):
        super().__init__()
        self.a, self.b = ConvBN(c, c), ConvBN(c, c)

    def forward(self, x):
        return x + self.b(self.a(x))


class Split(nn.Module):
    """Half of the channels pass by, half go through n residual blocks; a 1x1 mixes all stages."""

    def __init__(self, c, n):
        super().__init__()
        self.half = c // 2
        self.into = ConvBN(c, c, 1)
        self.blocks = nn.ModuleList(Residual(c // 2) for _ in range(n))
        self.out = ConvBN(c + n * (c // 2), c, 1)

    def forward(self, x):
        x = self.into(x)
        y = [x[:, :self.half], x[:, self.half:]]  # slices, as chunk would export as shape arithmetic
        for block in self.blocks:
            y.append(block(y[-1]))
        return self.out(torch.cat(y, 1))


class Context(nn.Module):
    """Max pools of growing reach at the coarsest stride, so that a sign of 90 % of the frame fits one cell's view."""

    def __init__(self, c):
        super().__init__()
        self.into, self.out = ConvBN(c, c // 2, 1), ConvBN(c * 2, c, 1)

    def forward(self, x):
        y = [self.into(x)]
        for _ in range(3):
            y.append(F.max_pool2d(y[-1], 5, 1, 2))
        return self.out(torch.cat(y, 1))


class Head(nn.Module):
    """Class logits and four distances (strides) for each cell of one level."""

    def __init__(self, c, width=32):
        super().__init__()
        self.stem = ConvBN(c, width)
        self.cls_conv, self.box_conv = ConvBN(width, width), ConvBN(width, width)
        self.cls, self.box = nn.Conv2d(width, CLASS_COUNT, 1), nn.Conv2d(width, 4, 1)
        nn.init.constant_(self.cls.bias, -math.log((1 - 0.01) / 0.01))
        nn.init.constant_(self.box.bias, 1.5)

    def forward(self, x):
        x = self.stem(x)
        return self.cls(self.cls_conv(x)), F.softplus(self.box(self.box_conv(x)))


class Detector(nn.Module):
    """forward: B x 3 x H x W (RGB 0..1, H and W multiples of 32) to one (logits, distances) per stride."""

    def __init__(self, widths=(16, 24, 48, 96, 128), neck=48):
        super().__init__()
        a, b, c, d, e = widths
        self.stem = nn.Sequential(ConvBN(3, a, 3, 2), ConvBN(a, b, 3, 2))
        self.c3 = nn.Sequential(ConvBN(b, c, 3, 2), Split(c, 2))
        self.c4 = nn.Sequential(ConvBN(c, d, 3, 2), Split(d, 2))
        self.c5 = nn.Sequential(ConvBN(d, e, 3, 2), Split(e, 1), Context(e))
        self.side3, self.side4, self.side5 = ConvBN(c, neck, 1), ConvBN(d, neck, 1), ConvBN(e, neck, 1)
        self.up4, self.up3 = Split(neck, 1), Split(neck, 1)
        self.down4, self.down5 = ConvBN(neck, neck, 3, 2), ConvBN(neck, neck, 3, 2)
        self.out4, self.out5 = Split(neck, 1), Split(neck, 1)
        self.heads = nn.ModuleList(Head(neck) for _ in STRIDES)

    def _pyramid(self, x):
        c3 = self.c3(self.stem(x))
        c4 = self.c4(c3)
        p5 = self.side5(self.c5(c4))
        p4 = self.up4(self.side4(c4) + F.interpolate(p5, scale_factor=2.0))
        p3 = self.up3(self.side3(c3) + F.interpolate(p4, scale_factor=2.0))
        n4 = self.out4(p4 + self.down4(p3))
        return p3, n4, self.out5(p5 + self.down5(n4))

    def forward(self, x):
        return [head(p) for head, p in zip(self.heads, self._pyramid(x))]


def flatten(levels):
    """One (logits, distances) per level to B x N x classes and B x N x 4, cells row by row."""
    logits = torch.cat([c.flatten(2) for c, _ in levels], 2).transpose(1, 2)
    reach = torch.cat([d.flatten(2) for _, d in levels], 2).transpose(1, 2)
    return logits, reach


def cell_centers(sizes):
    """Centres (N x 2, input pixels) and strides (N) of all cells; sizes: (rows, columns) per level."""
    points, strides = [], []
    for (h, w), s in zip(sizes, STRIDES):
        y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        points.append(torch.stack([x, y], -1).reshape(-1, 2).float().add(0.5).mul(s))
        strides.append(torch.full((h * w,), float(s)))
    return torch.cat(points), torch.cat(strides)


def corners(points, strides, reach):
    """Boxes x0, y0, x1, y1 (input pixels) from left, top, right, bottom distances in strides."""
    d = reach * strides[:, None]
    return torch.cat([points - d[..., :2], points + d[..., 2:]], -1)
