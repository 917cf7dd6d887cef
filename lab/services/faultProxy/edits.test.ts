import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { decoysFor, withDecoys } from '../../../protocol/decoys';
import { renamed, shortLived, tlsOnly, withoutDecoys, withoutRelay, wrongPass } from './edits';

const answer = {
  iceServers: [
    { urls: ['stun:relay.test:3478'] },
    {
      urls: ['turn:relay.test:3478?transport=udp', 'turns:relay.test:443?transport=tcp'],
      username: '9:a',
      credential: 'b',
    },
  ],
  expiresInSeconds: 9,
};

it('mints credentials that coturn takes, and says when they end', () => {
  const short = shortLived(answer, 60, 'secret', 1_000_400);
  const [stun, turn] = short.iceServers;
  expect(stun).toEqual(answer.iceServers[0]);
  expect(turn?.username).toBe('1060:short');
  expect(turn?.credential).toBe(createHmac('sha1', 'secret').update('1060:short').digest('base64'));
  expect(short.expiresInSeconds).toBe(60);
});

it('leaves TLS alone', () => {
  expect(tlsOnly(answer).iceServers).toEqual([
    { urls: ['turns:relay.test:443?transport=tcp'], username: '9:a', credential: 'b' },
  ]);
});

it('takes out the decoys that the page puts in, and nothing else', () => {
  const line = 'a=candidate:1 1 udp 2122 192.0.2.9 40000 typ host\r\n';
  const relay = 'a=candidate:2 1 udp 41 203.0.113.20 50000 typ relay raddr 0.0.0.0 rport 0\r\n';
  const sdp = `v=0\r\n${line}${relay}a=mid:0\r\n`;
  const offered = withDecoys(sdp, decoysFor(80));
  expect(offered).not.toBe(sdp);
  const body = JSON.stringify({ offer: { type: 'offer', sdp: offered }, wrtcParams: { workflowId: 'fast' } });
  expect(JSON.parse(withoutDecoys(body))).toEqual({
    offer: { type: 'offer', sdp },
    wrtcParams: { workflowId: 'fast' },
  });
});

it('spoils the pass, the name, or the whole offer of a relay', () => {
  expect(wrongPass(answer).iceServers[0]).toEqual(answer.iceServers[0]);
  expect(wrongPass(answer).iceServers[1]?.credential).toBe('no');
  expect(renamed(answer, 'relay.test', '203.0.113.20').iceServers[1]?.urls).toEqual([
    'turn:203.0.113.20:3478?transport=udp',
    'turns:203.0.113.20:443?transport=tcp',
  ]);
  expect(withoutRelay({ enhanced: { available: true }, access: 'none' })).toEqual({
    enhanced: { available: false, reason: 'By the lab.' },
    access: 'none',
  });
});
