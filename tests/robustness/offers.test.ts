/** Offers that lack something, or are none: answered in the protocol's words, and the witness goes on. */

import wrtc from '@roamhq/wrtc';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkerProcess } from '../../kit/stack/worker';
import {
  pause,
  post,
  readMetric,
  requestFor,
  type TestClient,
  untilMetric,
} from '../../worker/testing/client';
import { createScene, drawQr } from '../../worker/testing/scene';
import { ACTIVE, CODES, callWitness, createClient, expectService, startWorker } from './witness';

let worker: WorkerProcess;
let witness: TestClient;
beforeAll(async () => {
  worker = await startWorker({ MAX_STREAMS: '1000' });
  witness = await callWitness(worker);
});

type Wanted = { video?: boolean; audio?: boolean; channel?: boolean };

/** A peer that offers just these. */
function createPeer({ video, audio, channel }: Wanted) {
  const peer = new wrtc.RTCPeerConnection({ iceServers: [] });
  const ends: (() => void)[] = [() => peer.close()];
  if (channel) peer.createDataChannel('inference');
  if (audio) {
    const track = new wrtc.nonstandard.RTCAudioSource().createTrack();
    peer.addTrack(track);
    ends.push(() => track.stop());
  }
  if (video) {
    const source = new wrtc.nonstandard.RTCVideoSource();
    const track = source.createTrack();
    const data = new Uint8Array((320 * 240 * 3) / 2);
    const camera = setInterval(() => source.onFrame({ width: 320, height: 240, data }), 100);
    peer.addTrack(track);
    ends.push(
      () => clearInterval(camera),
      () => track.stop(),
    );
  }
  return {
    peer,
    close: () => {
      for (const end of ends.reverse()) end();
    },
  };
}

async function complete(peer: RTCPeerConnection): Promise<string> {
  await peer.setLocalDescription(await peer.createOffer());
  while (peer.iceGatheringState !== 'complete') await pause(10);
  return peer.localDescription?.sdp ?? '';
}

async function postOffer(sdp: string, changes = {}) {
  const response = await post(
    `${worker.url}/initialise_webrtc_worker`,
    requestFor(sdp, { ...CODES, ...changes }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('an offer with', () => {
  it.each<[string, Wanted]>([
    ['no video', { channel: true }],
    ['audio alone', { audio: true }],
    ['audio and a channel', { audio: true, channel: true }],
  ])('%s is answered, gets no results, and is gone when its client is', async (_, wanted) => {
    const { peer, close } = createPeer(wanted);
    const { status, body } = await postOffer(await complete(peer));
    expect(status).toBe(200);
    await peer.setRemoteDescription({ type: 'answer', sdp: String(body.sdp) });
    while (peer.connectionState !== 'connected') await pause(20);
    await expectService(witness);
    expect(await readMetric(worker.url, ACTIVE)).toBe(2);
    close();
    await untilMetric(worker.url, ACTIVE, 1);
  });

  it('video but no channel for the results ends when its time is over', async () => {
    const { peer, close } = createPeer({ video: true });
    const before = await readMetric(worker.url, 'sightline_sessions_started_total');
    const { status, body } = await postOffer(await complete(peer), { processing_timeout: 3 });
    expect(status).toBe(200);
    await peer.setRemoteDescription({ type: 'answer', sdp: String(body.sdp) });
    while (peer.connectionState !== 'connected') await pause(20);
    await untilMetric(worker.url, ACTIVE, 1);
    expect(await readMetric(worker.url, 'sightline_sessions_started_total')).toBe(before + 1);
    await expectService(witness);
    close();
  });
});

const line = fc.constantFrom(
  'a=candidate:1 1 udp 2113937151 no-such-host.invalid 9 typ host',
  'a=candidate:1 1 udp 2113937151 999.1.1.1 99999 typ host',
  `a=candidate:${'9'.repeat(5000)} 1 udp 1 127.0.0.1 1 typ host`,
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'm=audio 0 RTP/AVP 0',
  'a=group:BUNDLE 0 1 2 3 4',
  'a=mid:0',
  'a=fingerprint:sha-256 00',
  'a=setup:passive',
  'a=ice-ufrag:x',
  'a=sctp-port:0',
  'a=max-message-size:-1',
  'a=rtpmap:96 H264/90000',
  'a=rtpmap:-1 VP8/0',
  `a=ssrc:1 cname:${'x'.repeat(10_000)}`,
  'a=ssrc-group:FID 1 1',
  'a=simulcast:send 1;2;3',
  'a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid',
  '\u0000',
  'v=1',
);
const place = fc.nat(999).map((thousandths) => thousandths / 1000);
type Damage = { kind: string; at: number; to: number; line: string };
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('drop', 'copy', 'insert', 'replace', 'cut', 'swap', 'blank'),
  at: place,
  to: place,
  line,
});

/** One line-wise change to an SDP. */
function harm(lines: string[], { kind, at, to, line }: Damage): string[] {
  const [here, there] = [Math.floor(at * lines.length), Math.floor(to * lines.length)];
  switch (kind) {
    case 'drop':
      return lines.toSpliced(here, 1);
    case 'copy':
      return lines.toSpliced(there, 0, lines[here] ?? '');
    case 'insert':
      return lines.toSpliced(here, 0, line);
    case 'replace':
      return lines.toSpliced(here, 1, line);
    case 'cut':
      return lines.slice(0, here + 1);
    case 'swap':
      return lines.with(here, lines[there] ?? '').with(there, lines[here] ?? '');
    default:
      return lines.with(here, (lines[here] ?? '').replace(/[0-9a-f]/g, '0'));
  }
}

const REFUSED = {
  message: expect.stringMatching(/^The offer cannot be answered: \S.*$/),
  error_type: 'WebRTCConfigurationError',
};

describe('an SDP', () => {
  it.each([
    '',
    'v=0',
    'garbage',
    '\u0000\u0001',
    '🎥'.repeat(1000),
    'a='.repeat(100_000),
    'v=0\r\n'.repeat(1000),
  ])('that is none is the documented 500 (%#)', async (sdp) => {
    expect(await postOffer(sdp)).toEqual({ status: 500, body: { message: 'Internal error.' } });
  });

  it('that is damaged gets an answer, the documented 500 or a 400 that says why, and the witness goes on', async () => {
    const client = createClient();
    const good = (await client.offer()).split('\r\n');
    const seen = new Map<number, number>();
    const oneTry = fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
      const { status, body } = await postOffer(damages.reduce(harm, good).join('\r\n'));
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (status === 200) expect(body).toMatchObject({ status: 'success', type: 'answer' });
      else if (status === 400) expect(body).toEqual(REFUSED);
      else expect({ status, body }).toEqual({ status: 500, body: { message: 'Internal error.' } });
    });
    await fc.assert(oneTry, { numRuns: Number(process.env.FUZZ_COUNT ?? 120), seed: 5, endOnFailure: true });
    // A fuzz that is always refused, or never, tests one path alone.
    expect([...seen.keys()].sort()).toEqual([200, 400, 500]);
    await expectService(witness);
  });
});

describe('a channel that gets', () => {
  it('noise instead of control messages has the results go on', async () => {
    const client = await createClient().dial(worker.url, CODES);
    const scene = drawQr(createScene(), 'LOUD', 100, 100, 5);
    client.film(() => scene, 10);
    await client.until(() => true);
    const deep = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000);
    const noise: (string | Uint8Array<ArrayBuffer>)[] = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '1e999',
      '{"ack":"x"}',
      '{"ack":-1}',
      '{"ack":1e300}',
      '{"data_output":{}}',
      '{"data_output":[1]}',
      '{"stream_output":"x"}',
      '{"__proto__":{"ack":1}}',
      '{"data_output":["__proto__"]}',
      deep('[', ']'),
      deep('{"a":', '}').replace(/:}/, ':1}'),
      `"${'x'.repeat(60_000)}"`,
      'x'.repeat(200_000),
      new Uint8Array(0),
      new Uint8Array(1),
      new Uint8Array(200_000),
      '{"data_output":["*"]}',
    ];
    for (const one of noise) client.channel.send(one as string);
    for (let count = 0; count < 300; count += 1) client.channel.send(`{"data_output":["*"],"n":${count}}`);
    const from = client.received.length;
    await client.until(({ message }) => message.serialized_output_data?.predictions !== undefined, from);
    await expectService(witness);
  });
});
