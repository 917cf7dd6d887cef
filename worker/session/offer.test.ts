import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import firefox from '../../protocol/fixtures/firefox-offer.json';
import { wordsOf } from '../ipc/refused';
import { isOffer, toRefused } from './offer';

const { sdp } = firefox;
const refusal = (message: string, offer = sdp) => toRefused(new TypeError(message), offer).words;

describe('what libwebrtc says', () => {
  it.each([
    ['Failed to parse video codecs correctly.', 'Failed to parse video codecs correctly.'],
    [
      'Failed to set remote offer sdp: Called with SDP without DTLS fingerprint.',
      'Called with SDP without DTLS fingerprint.',
    ],
    [
      "Failed to set remote offer sdp: Failed to apply the description for m= section with mid='0': Invalid ICE parameters.",
      "Failed to apply the description for m= section with mid='0': Invalid ICE parameters.",
    ],
    ['', 'libwebrtc refuses it.'],
  ])('%s is told as "%s"', (said, told) => {
    expect(refusal(said)).toEqual({ kind: 'offer', why: told });
  });

  it('never has a secret of the offer in it, or a part of one', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/]{4,24}$/);
    fc.assert(
      fc.property(secret, secret, (ufrag, pwd) => {
        const offer = `v=0\r\na=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\na=x:'${pwd}'\r\n`;
        const { why } = refusal(`Invalid value: ${pwd}. Not '${ufrag}', nor "${pwd}".`, offer);
        const said = why.match(/[A-Za-z0-9]{4,}/g) ?? [];
        expect(said.filter((word) => `${ufrag} ${pwd}`.includes(word))).toEqual([]);
      }),
    );
  });

  it('is short, and one line', () => {
    const { why } = refusal(`a\r\nb ${'long '.repeat(200)}`);
    expect(why).not.toMatch(/[\r\n]/);
    expect(why.length).toBeLessThanOrEqual(200);
  });
});

describe('isOffer', () => {
  it.each(['', 'v=0', 'garbage', 'v=0\r\nm=nonsense\r\n', 'v=0\r\n'.repeat(9), sdp.replace('v=0', 'v=1')])(
    'knows what is none (%#)',
    (text) => expect(isOffer({ type: 'offer', sdp: text })).toBe(false),
  );

  it('takes a browser’s, with \\n alone, too, and no answer', () => {
    expect(isOffer({ type: 'offer', sdp })).toBe(true);
    expect(isOffer({ type: 'offer', sdp: sdp.replaceAll('\r', '') })).toBe(true);
    expect(isOffer({ type: 'answer', sdp })).toBe(false);
  });
});

it('an error that nobody expected is told by its class and its place alone', () => {
  const { kind, why } = wordsOf(new RangeError('a=ice-pwd:secret'));
  expect(kind).toBe('broken');
  expect(why).toMatch(/^the session could not be started: unexpected RangeError/);
  expect(why).not.toContain('secret');
});
