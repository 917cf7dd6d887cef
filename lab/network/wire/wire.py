"""One access link in user space: carries IP packets between two TUN devices that stand in two network namespaces.

    wire.py NAMESPACE_A DEVICE_A NAMESPACE_B DEVICE_B

"up" is A to B. `tc netem` would do most of this, but many kernels are built without it; TUN is everywhere.
It says "ready" when both devices are there, takes one JSON object a line on stdin and answers each with one line:
  {"set": {"up": {...}, "down": {...}}}   fields of `Direction`; what is not named stays as it was
  {"inspect": true}                       drop TCP flows to port 443 whose first payload byte is no TLS handshake
  {"cut_tls": {"host": "…", "after_s": 4}}  let TLS in to that IPv4 address, and drop each flow so long after its start
  {"cut": true}                           the link is down: what comes and what is under way is lost
  {"stats": true}                         the answer carries the counters of both directions
It ends when stdin closes, so that it never outlives whoever made it; its devices go with it.
"""

import collections
import ctypes
import fcntl
import json
import os
import random
import select
import socket
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
CLONE_NEWNET = 0x40000000

TCP = 6
TLS_PORT = 443
TLS_HANDSHAKE = 0x16
SYN = 0x02


def enter(namespace):
    # os.setns came with Python 3.12; Debian 12 has 3.11.
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/run/netns/" + namespace, "rb") as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns " + namespace)


def open_tun(namespace, name):
    """The file of a new TUN device. It stays tied to the namespace that was entered when it was made."""
    enter(namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return tun


class Direction:
    """A first-in-first-out link. A cellular link does not reorder (RLC delivers in sequence), so jitter keeps the order."""

    # Drawn for each packet, it would come to its maximum at any real packet rate, for none may overtake.
    JITTER_HOLD_S = 0.02
    FIELDS = ("delay_ms", "jitter_ms", "loss", "rate_kbit", "queue_ms")

    def __init__(self, target):
        self.target = target
        self.delay_ms = 0.0
        self.jitter_ms = 0.0  # uniform between 0 and this, on top of the delay, drawn anew every JITTER_HOLD_S
        self.loss = 0.0  # 0..1
        self.rate_kbit = 0.0  # 0: no limit
        self.queue_ms = 250.0  # what the buffer before the bottleneck may hold, in time at that rate
        self.queue = collections.deque()
        self.free_at = 0.0
        self.last_due = 0.0
        self.jitter_s = 0.0
        self.jitter_until = 0.0
        self.counts = {"packets": 0, "bytes": 0, "lost": 0, "overflowed": 0}

    def set(self, fields):
        for key, value in fields.items():
            if key not in self.FIELDS:
                raise ValueError("no such field: " + key)
            setattr(self, key, float(value))

    def offer(self, packet, now):
        ready = now
        if self.rate_kbit > 0:
            start = max(now, self.free_at)
            if (start - now) * 1000 > self.queue_ms:
                self.counts["overflowed"] += 1
                return
            self.free_at = ready = start + len(packet) * 8 / (self.rate_kbit * 1000)
        # Lost in the air, after it has taken its time at the bottleneck.
        if self.loss > 0 and random.random() < self.loss:
            self.counts["lost"] += 1
            return
        if now >= self.jitter_until:
            self.jitter_s = random.random() * self.jitter_ms / 1000
            self.jitter_until = now + self.JITTER_HOLD_S
        due = ready + self.delay_ms / 1000 + self.jitter_s
        self.last_due = due = max(due, self.last_due)
        self.queue.append((due, packet))

    def deliver(self, now):
        while self.queue and self.queue[0][0] <= now:
            packet = self.queue.popleft()[1]
            try:
                os.write(self.target, packet)
                self.counts["packets"] += 1
                self.counts["bytes"] += len(packet)
            except OSError:
                # The far device is down or its queue is full: on a real link that is a lost packet, too.
                self.counts["lost"] += 1

    def clear(self):
        self.queue.clear()
        self.free_at = self.last_due = 0.0


def tcp_segment(packet):
    """(flow key seen from the client, to the TLS port?, flags, first payload byte or None), or None where it is not TCP."""
    if packet[0] >> 4 == 4:
        if packet[9] != TCP:
            return None
        head, source, target = (packet[0] & 15) * 4, packet[12:16], packet[16:20]
        end = struct.unpack_from("!H", packet, 2)[0]
    else:
        if packet[6] != TCP:
            return None
        head, source, target = 40, packet[8:24], packet[24:40]
        end = 40 + struct.unpack_from("!H", packet, 4)[0]
    source_port, target_port = struct.unpack_from("!HH", packet, head)
    body = head + (packet[head + 12] >> 4) * 4
    first = packet[body] if end > body else None
    outward = target_port == TLS_PORT
    if not outward and source_port != TLS_PORT:
        return None
    key = (source, source_port, target) if outward else (target, target_port, source)
    return key, outward, packet[head + 13], first


class Inspector:
    """A firewall that looks inside: what talks to port 443 and does not begin with a TLS handshake goes nowhere.

    It may also end TLS to one address once it has looked at it for a while: what it takes for no web page.
    """

    def __init__(self):
        self.on = False
        self.verdicts = {}
        self.dropped_flows = 0
        self.cut_host = None
        self.cut_after_s = 0.0
        self.began = {}

    def cut_tls(self, rule):
        self.cut_host = socket.inet_aton(rule["host"]) if rule else None
        self.cut_after_s = float(rule["after_s"]) if rule else 0.0
        self.began.clear()

    def is_cut(self, key, outward, first):
        if key[2] != self.cut_host:
            return False
        if outward and first == TLS_HANDSHAKE:
            self.began.setdefault(key, time.monotonic())
        return time.monotonic() - self.began.get(key, float("inf")) > self.cut_after_s

    def passes(self, packet):
        segment = tcp_segment(packet) if self.on or self.cut_host else None
        if segment is None:
            return True
        key, outward, flags, first = segment
        if outward and flags & SYN:
            self.verdicts.pop(key, None)
            self.began.pop(key, None)
        if self.is_cut(key, outward, first):
            return False
        if not self.on:
            return True
        if outward and first is not None and key not in self.verdicts:
            self.verdicts[key] = first == TLS_HANDSHAKE
            self.dropped_flows += 0 if self.verdicts[key] else 1
        return self.verdicts.get(key, True)


class Wire:
    def __init__(self, near, far):
        self.paths = {near: Direction(far), far: Direction(near)}
        self.up, self.down = self.paths[near], self.paths[far]
        self.inspector = Inspector()
        self.is_cut = False

    def take(self, tun):
        path = self.paths[tun]
        while True:
            try:
                packet = os.read(tun, 65536)
            except BlockingIOError:
                return
            except OSError:
                return  # the device is down for a moment
            if not self.is_cut and self.inspector.passes(packet):
                path.offer(packet, time.monotonic())

    def command(self, order):
        for name, fields in order.get("set", {}).items():
            {"up": self.up, "down": self.down}[name].set(fields)
        if "inspect" in order:
            self.inspector.on = bool(order["inspect"])
        if "cut_tls" in order:
            self.inspector.cut_tls(order["cut_tls"])
        if "cut" in order:
            self.is_cut = bool(order["cut"])
            if self.is_cut:
                self.up.clear()
                self.down.clear()
        if "stats" in order:
            return {"up": self.up.counts, "down": self.down.counts, "droppedFlows": self.inspector.dropped_flows}
        return {}

    def wait_s(self):
        dues = [path.queue[0][0] for path in self.paths.values() if path.queue]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def run(self, orders):
        pending = b""
        while True:
            readable, _, _ = select.select([*self.paths, orders], [], [], self.wait_s())
            for source in readable:
                if source != orders:
                    self.take(source)
                    continue
                data = os.read(orders, 65536)
                if not data:
                    return
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    print(json.dumps(self.command(json.loads(line))), flush=True)
            now = time.monotonic()
            self.up.deliver(now)
            self.down.deliver(now)


def take_precedence():
    # A wire that waits for the processor adds delay that is not the network's.
    try:
        os.nice(-15)
    except OSError:
        pass  # root without CAP_SYS_NICE, in a container


def main():
    take_precedence()
    near_namespace, near, far_namespace, far = sys.argv[1:5]
    wire = Wire(open_tun(near_namespace, near), open_tun(far_namespace, far))
    print(json.dumps({"ready": True}), flush=True)
    wire.run(sys.stdin.fileno())


main()
