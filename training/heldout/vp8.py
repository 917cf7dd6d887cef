"""Sends a clip through VP8 as a WebRTC sender would: real time, one key frame, a hard rate limit."""
import subprocess

import numpy as np


def _ffmpeg(args, data):
    done = subprocess.run(["ffmpeg", "-v", "error", "-threads", "1", *args], input=data, capture_output=True, check=True)
    return done.stdout


def through_vp8(frames, fps, kbit_per_second):
    """Frames (T x H x W x 3 uint8 RGB) after encoding and decoding; the number of bytes sent."""
    t, h, w, _ = frames.shape
    rate = f"{kbit_per_second}k"
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{w}x{h}", "-r", str(fps), "-i", "-"]
    coder = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-error-resilient", "1",
             "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-undershoot-pct", "100",
             "-qmin", "2", "-qmax", "56", "-g", "3000", "-keyint_min", "3000", "-threads", "1", "-pix_fmt", "yuv420p", "-f", "ivf", "-"]
    coded = _ffmpeg(raw + coder, frames.tobytes())
    back = _ffmpeg(["-f", "ivf", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], coded)
    return np.frombuffer(back, np.uint8).reshape(-1, h, w, 3), len(coded)
