"""The access network's resolver: a fixed table of names, and DNS64 (RFC 6147) where a prefix is given.

    names.py ADDRESS PREFIX|- NAME=IPV4 [NAME=IPV4 ...]

Listens on UDP port 53 of ADDRESS. Every name that it does not know does not exist, at once: nothing asks further.
"""

import ipaddress
import socket
import struct
import sys

A, AAAA, ANY_TTL_S = 1, 28, 60
NXDOMAIN = 3
# RFC 7050: how a host finds out the prefix that its network translates by.
DISCOVERY = {"ipv4only.arpa": ["192.0.0.170", "192.0.0.171"]}


def question(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace"))
        at += 1 + query[at]
    kind = struct.unpack_from("!H", query, at + 1)[0]
    return ".".join(labels).lower(), kind, query[12 : at + 5]


def records(addresses, kind, prefix):
    packed = [ipaddress.IPv4Address(address).packed for address in addresses]
    if kind == A:
        return packed
    if kind == AAAA and prefix is not None:
        return [prefix + address for address in packed]
    return []


def answer(query, table, prefix):
    name, kind, asked = question(query)
    found = records(table.get(name, []), kind, prefix)
    # A response, recursion desired and available.
    flags = 0x8180 | (0 if name in table else NXDOMAIN)
    head = query[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0)
    body = b"".join(struct.pack("!HHHIH", 0xC00C, kind, 1, ANY_TTL_S, len(data)) + data for data in found)
    return head + asked + body


def main():
    address, prefix_text, *pairs = sys.argv[1:]
    prefix = None if prefix_text == "-" else ipaddress.IPv6Network(prefix_text).network_address.packed[:12]
    table = {name: [where] for name, where in (pair.split("=") for pair in pairs)}
    if prefix is not None:
        table.update(DISCOVERY)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    server = socket.socket(family, socket.SOCK_DGRAM)
    server.bind((address, 53))
    print("ready", flush=True)
    while True:
        query, peer = server.recvfrom(4096)
        try:
            server.sendto(answer(query, table, prefix), peer)
        except (IndexError, struct.error, OSError):
            pass  # no DNS query, or its sender is gone


main()
