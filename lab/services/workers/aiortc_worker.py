"""An inference worker on aiortc, the hosted one's stack: the same protocol, and nothing that detects. For the lab alone.

Debian's python3-aiortc. What is measured against it is ICE, DTLS and SCTP as the hosted worker does them; its results say
honestly that nothing was seen. HOST and PORT as for the embedded worker; results are never zipped.
Protocol: Roboflow inference v1.5.0, core/interfaces/webrtc_worker (one-shot offer and answer, a 12-byte header before JSON).
"""

import asyncio
import datetime
import json
import os
import signal
import struct

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

CHUNK_BYTES = 48 * 1024
OFFER_ROUTE = "/initialise_webrtc_worker"

sessions = set()


def ice_servers(config):
    servers = (config or {}).get("iceServers") or []
    return [
        RTCIceServer(urls=server["urls"], username=server.get("username"), credential=server.get("credential"))
        for server in servers
    ]


def message(data=None, metadata=None, reason=None):
    return {
        "serialized_output_data": data,
        "video_metadata": metadata,
        "errors": [],
        "processing_complete": reason is not None,
        "termination_reason": reason,
    }


class Session:
    def __init__(self, request):
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=ice_servers(request.get("webrtc_config"))))
        self.offer = request["webrtc_offer"]
        self.limit_s = request.get("processing_timeout") or 600
        self.channel = None
        self.frame_id = 0
        self.tasks = []
        self.peer.on("track", lambda track: self.spawn(self.read(track)))
        self.peer.on("datachannel", self.adopt)
        self.peer.on("connectionstatechange", self.on_state)

    async def answer(self):
        sessions.add(self)
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp=self.offer["sdp"], type=self.offer["type"]))
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        self.spawn(self.finish_later())
        return self.peer.localDescription

    def spawn(self, work):
        self.tasks.append(asyncio.ensure_future(work))

    def adopt(self, channel):
        self.channel = channel

    async def on_state(self):
        if self.peer.connectionState in ("failed", "closed"):
            await self.end()

    async def read(self, track):
        pending = None
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            # The newest frame counts: one that came before the channel was open is reported once it is.
            pending = frame
            if self.channel is not None and self.channel.readyState == "open":
                self.report(pending)

    def report(self, frame):
        # A clogged channel would only get old news.
        if self.channel.bufferedAmount > CHUNK_BYTES:
            return
        self.frame_id += 1
        metadata = {
            "frame_id": self.frame_id,
            "received_at": datetime.datetime.now().isoformat(),
            "pts": frame.pts,
            "time_base": float(frame.time_base),
            "declared_fps": None,
            "measured_fps": None,
            "width": frame.width,
            "height": frame.height,
        }
        nothing = {"predictions": {"image": {"width": None, "height": None}, "predictions": []}}
        self.send(message(nothing, metadata))

    def send(self, body):
        payload = json.dumps(body).encode()
        total = max(1, -(-len(payload) // CHUNK_BYTES))
        for index in range(total):
            part = payload[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
            self.channel.send(struct.pack("<III", self.frame_id, index, total) + part)

    async def finish_later(self):
        await asyncio.sleep(self.limit_s)
        if self.channel is not None and self.channel.readyState == "open":
            self.send(message(reason="timeout_reached"))
            await asyncio.sleep(1)
        await self.end()

    async def end(self):
        if self not in sessions:
            return
        sessions.discard(self)
        await self.peer.close()
        current = asyncio.current_task()
        for task in self.tasks:
            if task is not current:
                task.cancel()


async def read_request(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    fields = dict(line.split(":", 1) for line in head[1:] if ":" in line)
    length = next((int(value) for name, value in fields.items() if name.lower() == "content-length"), 0)
    return method, path.split("?")[0], await reader.readexactly(length)


async def respond(method, path, body):
    if method == "GET" and path == "/metrics":
        return 200, "text/plain", "sightline_sessions_active %d\n" % len(sessions)
    if method != "POST" or path != OFFER_ROUTE:
        return 404, "application/json", json.dumps({"message": "No such route."})
    answer = await Session(json.loads(body)).answer()
    context = {"request_id": None, "pipeline_id": None}
    reply = {"status": "success", "context": context, "sdp": answer.sdp, "type": answer.type}
    return 200, "application/json", json.dumps(reply)


async def serve(reader, writer):
    try:
        status, kind, text = await respond(*await read_request(reader))
        body = text.encode()
        head = "HTTP/1.1 %d -\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        writer.write((head % (status, kind, len(body))).encode() + body)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # Whoever asked has hung up.
    finally:
        writer.close()


async def main():
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "9001"))
    over = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, over.set)
    async with await asyncio.start_server(serve, host, port):
        print("The aiortc worker listens on %s:%d" % (host, port), flush=True)
        await over.wait()
        await asyncio.gather(*(session.end() for session in list(sessions)))


asyncio.run(main())
