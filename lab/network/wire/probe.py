"""The self-test's two ends: a server outside and a client inside, which say what gets through and how it was mapped.

    probe.py serve ADDRESS ADDRESS          UDP 4000 and 4001, TCP 80, 443 and 3478 on both; until stdin closes
    probe.py look NAME NAME [KBIT]          one JSON object: what the client finds, sending at most KBIT a second
    probe.py reach NAME MS                  one JSON object: the outer address that NAME sees us at, or null
    probe.py stun ADDRESS MS                one JSON object: did a STUN server answer on port 3478 within this time?
    probe.py connect ADDRESS PORT [SOURCE]  one JSON object: does a TCP connection open within 600 ms?

UDP answers: "who" -> the sender's address; "poke" -> the other port of the other address sends to the sender, uninvited;
"n..." -> the same back, and counted; "sum" -> what was counted of this sender.
"""

import json
import select
import socket
import statistics
import struct
import sys
import threading
import time

UDP_PORTS = (4000, 4001)
TCP_PORTS = (80, 443, 3478)
PATIENCE_S = 0.6
PACKET_BYTES = 1200
IP_UDP_BYTES = 28


def serve_udp(sockets):
    counts = {}
    while True:
        for server in select.select(sockets, [], [])[0]:
            data, peer = server.recvfrom(2048)
            if data == b"who":
                server.sendto(("%s %d" % peer[:2]).encode(), peer)
            elif data == b"poke":
                stranger = next(s for s in sockets if all(a != b for a, b in zip(s.getsockname(), server.getsockname())))
                stranger.sendto(b"poked", peer)
            elif data == b"sum":
                count, first, last = counts.pop(peer, (0, 0.0, 0.0))
                server.sendto(json.dumps([count, last - first]).encode(), peer)
            else:
                now = time.monotonic()
                count, first, _ = counts.get(peer, (0, now, now))
                counts[peer] = (count + 1, first, now)
                server.sendto(data[:16], peer)


def answer_tcp(connection):
    with connection:
        connection.settimeout(5)
        try:
            if connection.recv(64):
                connection.sendall(b"ok")
        except OSError:
            pass


def serve_tcp(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer_tcp, args=(connection,), daemon=True).start()


def serve(addresses):
    sockets = []
    for address in addresses:
        for port in UDP_PORTS:
            server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            server.bind((address, port))
            sockets.append(server)
        for port in TCP_PORTS:
            listener = socket.create_server((address, port))
            threading.Thread(target=serve_tcp, args=(listener,), daemon=True).start()
    threading.Thread(target=serve_udp, args=(sockets,), daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()


def resolve(name, kind):
    # The last: where DNS64 answers, IPv6 is what works, and the IPv4 address is of no use.
    found = socket.getaddrinfo(name, None, type=kind)
    return sorted(found, key=lambda one: one[0] == socket.AF_INET6 and has_v6())[-1]


def has_v6():
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("2001:db8:64::1", 9))
            return True
        except OSError:
            return False


def ask(client, target, words, patience_s=PATIENCE_S):
    """(answer, seconds) or None."""
    start = time.monotonic()
    try:
        client.sendto(words, target)
    except OSError:
        return None
    ready = select.select([client], [], [], patience_s)[0]
    if not ready:
        return None
    return client.recv(2048).decode(), time.monotonic() - start


def udp_client(name):
    family, _, _, _, address = resolve(name, socket.SOCK_DGRAM)
    return socket.socket(family, socket.SOCK_DGRAM), address[0]


def who(client, target):
    # Three tries: the lossy network loses one in twenty-five of these.
    for _ in range(3):
        answer = ask(client, target, b"who")
        if answer is not None:
            return answer[0].split()
    return None


def tcp(name, port, payload=None, source=None, patience_s=PATIENCE_S):
    """(connected, answered, seconds to connect)"""
    family, kind, _, _, address = resolve(name, socket.SOCK_STREAM)
    with socket.socket(family, kind) as client:
        client.settimeout(patience_s)
        start = time.monotonic()
        try:
            if source:
                client.bind((source, 0))
            client.connect((address[0], port))
            took = time.monotonic() - start
            if payload is None:
                return True, False, took
            client.sendall(payload)
            return True, client.recv(2) == b"ok", took
        except OSError:
            return False, False, None


def patient_tcp(name, port, payload):
    """Lost SYNs come again after a second."""
    return tcp(name, port, payload, patience_s=3.5)


def flood(client, target, packets, gap_s, size):
    """Sends, takes what comes back; (sent, came back, seconds of the whole)."""
    came, waits, start = 0, [], time.monotonic()
    for number in range(packets):
        due = start + number * gap_s
        while True:
            left = due - time.monotonic()
            if not select.select([client], [], [], max(0, left))[0]:
                break
            waits.append(time.monotonic() - float(client.recv(2048)[1:].split()[0]))
            came += 1
            if left <= 0:
                break
        client.sendto(b"n%.9f ".ljust(14) % time.monotonic() + b"." * (size - 20), target)
    while select.select([client], [], [], 0.7)[0]:
        waits.append(time.monotonic() - float(client.recv(2048)[1:].split()[0]))
        came += 1
    return came, waits


def counted(client, target):
    for _ in range(5):
        answer = ask(client, target, b"sum")
        if answer is not None:
            return json.loads(answer[0])
    return [0, 0]


def look_udp(one, two, kbit):
    client, first = udp_client(one)
    second = udp_client(two)[1]
    seen = [who(client, target) for target in ((first, 4000), (first, 4001), (second, 4000))]
    facts = {"udp": None not in seen}
    if not facts["udp"]:
        return facts
    facts["address"] = seen[0][0]
    facts["ports"] = [int(port) for _, port in seen]
    facts["localPort"] = client.getsockname()[1]
    asked = ask(client, (first, 4000), b"poke", 0.4)
    facts["uninvited"] = asked is not None and asked[0] == "poked"
    facts["portAfterPoke"] = int((who(client, (first, 4000)) or [0, 0])[1])
    return {**facts, **look_quality(first, client.family, kbit)}


def look_quality(first, family, kbit):
    target = (first, 4000)
    small = socket.socket(family, socket.SOCK_DGRAM)
    sent = 800
    came, waits = flood(small, target, sent, 0.0025, 60)
    arrived = counted(small, target)[0]
    ordered = sorted(waits) or [0]
    facts = {
        "rttMs": statistics.median(ordered) * 1000,
        "spreadMs": (ordered[int(len(ordered) * 0.95)] - ordered[0]) * 1000,
        "lossUp": 1 - arrived / sent,
        "lossDown": 1 - came / max(1, arrived),
    }
    if kbit:
        big = socket.socket(family, socket.SOCK_DGRAM)
        flood(big, target, int(kbit * 1000 / 8 / PACKET_BYTES * 1.5), PACKET_BYTES * 8 / (kbit * 1000), PACKET_BYTES)
        arrived, span = counted(big, target)
        facts["kbitUp"] = (arrived - 1) * (PACKET_BYTES + IP_UDP_BYTES) * 8 / 1000 / span if span else 0
    return facts


def look(one, two, kbit):
    facts = look_udp(one, two, kbit)
    facts["tcp80"] = patient_tcp(one, 80, b"GET")[1] if facts["udp"] else tcp(one, 80, b"GET")[1]
    facts["tcp3478"] = tcp(one, 3478, b"xx", patience_s=1.5)[1]
    connected, facts["tls443"], took = patient_tcp(one, 443, b"\x16\x03\x01")
    facts["plain443"] = tcp(two, 443, b"GET", patience_s=1.5)[1]
    facts.setdefault("rttMs", took * 1000 if connected else None)
    return facts


def stun(address, patience_s):
    # RFC 8489 §5: a binding request is 20 bytes, type 1, magic cookie, any transaction id.
    request = struct.pack("!HHI12s", 1, 0, 0x2112A442, b"sightline-ok")
    until = time.monotonic() + patience_s
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        while time.monotonic() < until:
            client.sendto(request, (address, 3478))
            if select.select([client], [], [], 0.05)[0] and client.recv(2048)[8:20] == b"sightline-ok":
                return True
    return False


def main():
    what, *rest = sys.argv[1:]
    if what == "serve":
        return serve(rest)
    if what == "look":
        found = look(rest[0], rest[1], int(rest[2]) if len(rest) > 2 else 0)
    elif what == "stun":
        found = stun(rest[0], int(rest[1]) / 1000)
    elif what == "reach":
        client, address = udp_client(rest[0])
        answer = ask(client, (address, 4000), b"who", int(rest[1]) / 1000)
        found = answer and answer[0].split()[0]
    else:
        found = tcp(rest[0], int(rest[1]), None, rest[2] if len(rest) > 2 else None)[0]
    print(json.dumps(found))


main()
