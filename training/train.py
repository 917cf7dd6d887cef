"""Trains the detector: python3 train.py --data DIR --val DIR --out DIR [--minutes M | --steps N].

The schedule follows the wall clock (--minutes) or the step count (--steps: the same on every machine).
Two processes of one thread each share the work and average their gradients: on a machine where others
run too, that wastes far less than two threads that wait for each other in every layer.
"""
import argparse
import copy
import math
import os
import time

import cv2
import numpy as np
import torch
import torch.distributed as dist

from batches import Bank, stream
from loss import detection_loss
from metrics import average_precisions, decode
from network import CLASS_COUNT, Detector
from postprocess import as_output

STAGES = ((0.28, 64), (0.52, 96), (0.7, 160), (1.0, 320))  # up to this share of the run, this long side in px
RESUMED_STAGES = ((0.15, 96), (0.45, 160), (1.0, 320))  # a network that has learnt needs no tiny tiles
WORKERS = 2
PEAK_RATE, RESUMED_PEAK_RATE, LAST_RATE, WARMUP_STEPS = 3e-3, 2e-3, 2e-5, 150


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--data", default="/tmp/signs/train")
    p.add_argument("--val", default="/tmp/signs/val")
    p.add_argument("--out", default="/tmp/signs/run")
    p.add_argument("--minutes", type=float, default=40)
    p.add_argument("--steps", type=int, default=0)
    p.add_argument("--batch", type=int, default=16,
                   help="pictures per worker and step; below 16 torch 1.13 falls back to slow convolutions on one thread")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--resume", default="", help="checkpoint whose weights to start from")
    p.add_argument("--every", type=float, default=240, help="seconds between checkpoints")
    return p.parse_args()


class Progress:
    """How much of the run is done, 0..1, by steps or by the clock."""

    def __init__(self, args):
        self.start, self.step, self.args = time.time(), 0, args
        self.agreed = 0.0  # the workers' mean, so that all stop at the same step

    def share(self):
        return self.agreed

    def own_share(self):
        if self.args.steps:
            return self.step / self.args.steps
        return (time.time() - self.start) / (self.args.minutes * 60)


def long_side(share, stages):
    """Input size for this share of the run: tiles teach classes at a tenth of the cost, whole pictures context and size."""
    return next(size for until, size in stages if share < until or until == 1)


def rate(progress):
    """Learning rate: a short warm-up, then a cosine."""
    s = min(progress.share(), 1)
    peak = RESUMED_PEAK_RATE if progress.args.resume else PEAK_RATE
    wave = LAST_RATE + (peak - LAST_RATE) * (1 + math.cos(math.pi * s)) / 2
    return wave * min(1, (progress.step + 1) / WARMUP_STEPS)


def optimizer_for(net):
    """AdamW; weights of convolutions decay, biases and norms do not."""
    decay = [p for p in net.parameters() if p.ndim > 1]
    rest = [p for p in net.parameters() if p.ndim == 1]
    return torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": rest, "weight_decay": 0}], lr=PEAK_RATE, foreach=True)


class Average:
    """Exponential moving average of the weights, which is what is checked and shipped."""

    def __init__(self, net):
        self.net, self.count = copy.deepcopy(net).eval(), 0

    @torch.no_grad()
    def update(self, net):
        self.count += 1
        if self.count % 4:
            return
        keep = 0.992 * (1 - math.exp(-self.count / 300))
        for mine, new in zip(self.net.state_dict().values(), net.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.mul_(keep).add_(new, alpha=1 - keep)
            else:
                mine.copy_(new)


def letterboxed(picture):
    """A 240 x 320 picture in the middle of a 256 x 320 input."""
    return cv2.copyMakeBorder(picture, 8, 8, 0, 0, cv2.BORDER_CONSTANT, value=(114, 114, 114))


@torch.no_grad()
def validate(net, bank, count):
    """mAP50 on the first `count` validation pictures."""
    found, truths = [], []
    for i in range(0, min(count, len(bank)), 25):
        block = np.stack([letterboxed(p) for p in bank.pictures[i:i + 25]])
        out = as_output(net(torch.from_numpy(block).permute(0, 3, 1, 2).float() / 255)).numpy()
        found += [decode(o) for o in out]
        truths += [b + [0, 0, 8, 0, 8] for b in bank.boxes[i:i + 25]]
    return float(np.nanmean(average_precisions(found, truths, CLASS_COUNT)))


def save(path, average, progress, score):
    torch.save({"model": average.net.state_dict(), "step": progress.step, "val_map50": score}, path + ".part")
    os.replace(path + ".part", path)


def run(args, rank, bank, val):
    """Trains as worker `rank`; worker 0 also checks, saves and reports."""
    start_group(args, rank)
    torch.manual_seed(args.seed)
    net = Detector().to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume)["model"])
    average, optimizer, progress = Average(net), optimizer_for(net), Progress(args)
    stages = RESUMED_STAGES if args.resume else STAGES
    source = stream([args.seed, rank], bank, args.batch, lambda: long_side(progress.share(), stages))
    last, sums = time.time(), np.zeros(3)
    while progress.share() < 1:
        sums += step(net, optimizer, average, progress, next(source))
        if rank == 0 and progress.step % 50 == 0:
            report(progress, bank, sums / 50)
            sums[:] = 0
        if time.time() - last > args.every:
            if rank == 0:
                checkpoint(args, average, progress, val, 200)
            bank.refresh()
            last = time.time()
    if rank == 0:
        checkpoint(args, average, progress, val, 1000)


def start_group(args, rank):
    torch.set_num_threads(1)
    meeting = os.path.join(os.path.abspath(args.out), f"meeting-{os.getpgrp()}-{args.started}")
    dist.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=WORKERS)


def report(progress, bank, losses):
    print(f"{time.time() - progress.start:6.0f}s step {progress.step} share {progress.share():.3f} bank {len(bank)} "
          f"loss {losses[0]:.3f} class {losses[1]:.3f} box {losses[2]:.3f}", flush=True)


def average_gradients(net, progress):
    """Gradients, and how far the run is, become the mean over all workers."""
    grads = [p.grad for p in net.parameters()]
    flat = torch.cat([g.reshape(-1) for g in grads] + [torch.tensor([progress.own_share()])])
    dist.all_reduce(flat)
    flat /= WORKERS
    progress.agreed = float(flat[-1])
    for grad, mean in zip(grads, flat[:-1].split([g.numel() for g in grads])):
        grad.copy_(mean.view_as(grad))


def step(net, optimizer, average, progress, data):
    """One update; returns the losses."""
    for group in optimizer.param_groups:
        group["lr"] = rate(progress)
    pictures, labels, boxes, valid = data
    net.train()
    total, cls, box = detection_loss(net(pictures), labels, boxes, valid)
    optimizer.zero_grad(set_to_none=True)
    total.backward()
    average_gradients(net, progress)
    torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
    optimizer.step()
    average.update(net)
    progress.step += 1
    return np.array([total.item(), cls.item(), box.item()])


def checkpoint(args, average, progress, val, count):
    score = validate(average.net, val, count)
    save(os.path.join(args.out, "last.pt"), average, progress, score)
    print(f"checkpoint: step {progress.step}, validation mAP50 {score:.4f} on {min(count, len(val))}", flush=True)


if __name__ == "__main__":
    arguments = options()
    os.makedirs(arguments.out, exist_ok=True)
    cv2.setNumThreads(1)
    arguments.started = int(time.time())
    pictures, checks = Bank(arguments.data), Bank(arguments.val)
    if os.fork() == 0:  # before torch starts threads; the pictures are shared, not copied
        run(arguments, 1, pictures, checks)
    else:
        run(arguments, 0, pictures, checks)
        os.wait()
