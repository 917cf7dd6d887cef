/** What anybody can throw at a session's UDP ports. None of it is authenticated, so none may matter. */
import { createSocket } from 'node:dgram';
import { beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../kit/figures/random';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, readMetric, type TestClient } from '../../worker/testing/client';
import { ACTIVE, callWitness, expectService, startWorker } from './witness';

let worker: WorkerProcess;
let witness: TestClient;
beforeAll(async () => {
  worker = await startWorker();
  witness = await callWitness(worker);
});

/** Repeatable bytes. */
function noise(length: number, seed: number): Buffer {
  const { whole } = createRandom(seed);
  return Buffer.from(Array.from({ length }, () => whole(256)));
}

/** RFC 8489 §5: a binding request with a USERNAME, and an integrity that is wrong or missing. */
function binding(username: string, seed: number): Buffer {
  const name = Buffer.from(username.padEnd(Math.ceil(username.length / 4) * 4, '\0'));
  const integrity =
    seed % 2 === 0 ? Buffer.concat([Buffer.from([0, 8, 0, 20]), noise(20, seed)]) : Buffer.alloc(0);
  const header = Buffer.alloc(20);
  header.writeUInt16BE(1, 0);
  header.writeUInt16BE(4 + name.length + integrity.length, 2);
  header.writeUInt32BE(0x2112a442, 4);
  noise(12, seed).copy(header, 8);
  const attribute = Buffer.from([0, 6, username.length >> 8, username.length & 255]);
  return Buffer.concat([header, attribute, name, integrity]);
}

/** Noise behind the first bytes of each protocol that shares the port (RFC 7983). */
function garbage(kind: number, seed: number, username: string, ssrc: number): Buffer {
  const rest = noise(20 + ((seed * 37) % 1300), seed);
  switch (kind % 8) {
    case 0:
      return binding(username, seed);
    case 1: // STUN whose length lies.
      return Buffer.concat([Buffer.from([0, 1, 0xff, 0xfc, 0x21, 0x12, 0xa4, 0x42]), rest]);
    case 2: // A DTLS 1.2 handshake record, RFC 6347, 4.1.
      return Buffer.concat([Buffer.from([22, 254, 253, 0, 0, 0, 0, 0, 0, 0, seed & 255, 5, 0, 1]), rest]);
    case 3: // A DTLS alert: "close", as the far end would say it.
      return Buffer.from([21, 254, 253, 0, 1, 0, 0, 0, 0, 0, seed & 255, 0, 2, 1, 0]);
    case 4: {
      // RTP of the witness's own stream, RFC 3550, 5.1.
      const header = Buffer.from([0x80, 96, seed >> 8, seed & 255, 0, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(ssrc, 8);
      return Buffer.concat([header, rest]);
    }
    case 5: // An RTCP goodbye, RFC 3550, 6.6.
      return Buffer.concat([Buffer.from([0x81, 203, 0, 1]), rest.subarray(0, 4)]);
    case 6:
      return Buffer.alloc(seed % 3);
    default:
      return noise(9000, seed);
  }
}

type Target = { address: string; port: number };

function targetsOf(sdp: string): Target[] {
  const hosts = sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ ([\d.]+) (\d+) typ host/gim);
  return [...hosts].map(([, address = '', port]) => ({ address, port: Number(port) }));
}

it('goes on with its session while 16,000 garbage datagrams arrive at its ports', async () => {
  const answer = witness.peer.remoteDescription?.sdp ?? '';
  const offer = witness.peer.localDescription?.sdp ?? '';
  const ufrag = (sdp: string) => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';
  const ssrc = Number(/^a=ssrc:(\d+)/m.exec(offer)?.[1]);
  const targets = targetsOf(answer);
  expect(targets.length).toBeGreaterThan(0);
  const socket = createSocket('udp4');
  const from = witness.received.length;
  for (let seed = 0; seed < 16_000; seed += 1) {
    const { address, port } = targets[(seed >> 3) % targets.length]!;
    socket.send(garbage(seed, seed, `${ufrag(answer)}:${ufrag(offer)}`, ssrc), port, address);
    if (seed % 200 === 0) await pause(10);
  }
  await expectService(witness);
  socket.close();
  expect(witness.peer.connectionState).toBe('connected');
  const during = witness.received.slice(from);
  expect(during.flatMap(({ message }) => message.errors)).toEqual([]);
  expect(await readMetric(worker.url, ACTIVE)).toBe(1);
});
