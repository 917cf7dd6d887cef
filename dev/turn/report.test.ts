import { expect, it } from 'vitest';
import { answersOnTls443, conclusion, type Probed, reportLines } from './report';
import { failureWords } from './words';

const tls443: Probed = {
  url: 'turns:relay.example:443?transport=tcp',
  used: true,
  stages: { dns: 3.4, connect: 20.2, tls: 41.7, allocate: 19.9 },
  outcome: { ok: true, seen: null },
};
const refused: Probed = {
  url: 'turn:relay.example:3478',
  used: false,
  stages: { dns: 2 },
  outcome: { ok: false, stage: 'connect', reason: 'ECONNREFUSED' },
};

it('says what each URL answered and how long it took, in words', () => {
  expect(reportLines('twilio', [tls443, refused])).toEqual([
    'twilio',
    '  * turns:relay.example:443?transport=tcp   answers   dns 3 · connect 20 · tls 42 · allocate 20 ms',
    '    turn:relay.example:3478                 fails     connect: nothing listens on this port   (dns 2 ms)',
  ]);
});

it('counts TLS on 443 alone as the way that always exists', () => {
  expect(answersOnTls443([tls443])).toBe(true);
  expect(answersOnTls443([refused])).toBe(false);
  expect(answersOnTls443([{ ...tls443, outcome: refused.outcome }])).toBe(false);
  expect(answersOnTls443([{ ...tls443, url: 'turn:relay.example:443?transport=tcp' }])).toBe(false);
  expect(answersOnTls443([{ ...tls443, url: 'turns:relay.example:5349' }])).toBe(false);
  expect(answersOnTls443([{ ...tls443, url: 'stuns:relay.example:443' }])).toBe(false);
  expect(conclusion([tls443])).toMatch(/^TLS on port 443 answers/);
  expect(conclusion([])).toMatch(/^No relay answers over TLS on port 443/);
});

it('has words for each stage that got no answer, and for what it does not know', () => {
  const words = (['dns', 'connect', 'tls', 'allocate'] as const).map((stage) =>
    failureWords(stage, 'timeout'),
  );
  expect(new Set(words).size).toBe(4);
  expect(failureWords('allocate', '401')).toMatch(/credentials/);
  expect(failureWords('allocate', '599')).toBe('it failed (599)');
});
