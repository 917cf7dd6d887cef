"""Writes the shipped file: python3 export.py CHECKPOINT OUT.onnx [VERSION].

Batch norm is folded into the convolutions; height and width stay free (multiples of 32).
"""
import sys

import onnx
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from network import CLASS_COUNT, ConvBN, STRIDES, Detector
from shapes import CLASSES

OPSET = 13
EXAMPLE = (1, 3, 256, 320)


def fold_norms(net):
    """Replaces each convolution and its batch norm by one convolution."""
    for module in net.modules():
        if isinstance(module, ConvBN):
            module.conv = fuse_conv_bn_eval(module.conv.eval(), module.bn.eval())
            module.bn = nn.Identity()
    return net


class Shipped(nn.Module):
    """The detector with its answers decoded: 1 x (4 + classes) x N, see worker/model/README.md."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, images):
        levels = zip(self.net(images), STRIDES)
        return torch.cat([self._level(c, d, s) for (c, d), s in levels], 2)

    def _level(self, logits, reach, stride):
        # Cell positions by a running sum, not from the shape: the graph then holds no shape arithmetic.
        one = torch.ones_like(reach[:, :1])
        center = torch.cat([one.cumsum(3), one.cumsum(2)], 1) - 0.5
        near, far = reach[:, :2], reach[:, 2:]
        box = torch.cat([center + (far - near) / 2, near + far], 1) * stride
        return torch.cat([box, logits.sigmoid()], 1).reshape(1, 4 + CLASS_COUNT, -1)


def describe(path, version):
    """Adds the metadata that readers of this layout look for."""
    model = onnx.load(path)
    facts = {
        "description": "Finds eight signs drawn or printed on paper", "author": "Sightline", "license": "MIT",
        "version": version, "task": "detect", "batch": "1", "stride": "32", "imgsz": "[320, 320]",
        "names": str(dict(enumerate(CLASSES))),
    }
    del model.metadata_props[:]
    for key, value in facts.items():
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def load(checkpoint):
    """The trained detector, ready to run."""
    net = Detector()
    net.load_state_dict(torch.load(checkpoint, map_location="cpu")["model"])
    return net.eval()


def export(checkpoint, path, version):
    shipped = Shipped(fold_norms(load(checkpoint))).eval()
    axes = {"images": {2: "height", 3: "width"}, "output0": {2: "cells"}}
    torch.onnx.export(shipped, torch.zeros(EXAMPLE), path, opset_version=OPSET, input_names=["images"],
                      output_names=["output0"], dynamic_axes=axes)
    describe(path, version)


if __name__ == "__main__":
    torch.set_num_threads(1)
    export(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "1.0.0")
