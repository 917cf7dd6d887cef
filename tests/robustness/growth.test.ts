/**
 * Text from outside is read in a time that grows with its length and no faster. For every pattern in worker,
 * proxy, protocol and web that meets such text: what a pattern of two minds would be slow at, 10,000 and
 * 80,000 of it in the same run.
 */
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { growthOf, MOST_GROWTH } from '../../kit/growth';
import { withUsableCandidates } from '../../protocol/candidates';
import { withDecoys } from '../../protocol/decoys';
import { decodeMessage } from '../../protocol/result';
import { withoutUnofferedPayloads } from '../../protocol/sdp';
import { nameThrown } from '../../protocol/thrown';
import { workerFailure } from '../../proxy/inference/failure';
import { readOffer } from '../../proxy/inference/offer';
import { offerSdp } from '../../web/session/dial/sdp/offerSdp';
import { readNames } from '../../worker/detect/objects/model/names';
import { decodeBase64 } from '../../worker/http/base64';
import { resolveKey } from '../../worker/http/keys';
import { withoutLoopback } from '../../worker/session/answer';
import { isOffer, toRefused } from '../../worker/session/offer';
import { toText } from '../../worker/workflows/blocks/text';
import { inOrder } from '../../worker/workflows/specification';

const bytes = (text: string) => new TextEncoder().encode(text);
const bearer = (authorization: string) =>
  resolveKey({ headers: { authorization } } as unknown as IncomingMessage, null);
/** libwebrtc quotes a line of the offer. */
const refusal = (text: string) => toRefused(new Error(text), `${'x'.repeat(text.length)}${text}`);
const stack = (text: string) => nameThrown(Object.assign(new Error('x'), { stack: text }));
const refused = (message: string) =>
  workerFailure('photo', { status: 400, body: { error_type: 'RuntimeInputError', message } });
/** As its caller has it, who takes what is thrown for a no. */
const orNull =
  <Given>(read: (given: Given) => unknown) =>
  (given: Given) => {
    try {
      return read(given);
    } catch {
      return null;
    }
  };
const offered = orNull((sdp: string) => readOffer(JSON.stringify({ offer: { type: 'offer', sdp } })));
const result = orNull((text: string) => decodeMessage(bytes(text)));
const textInList = orNull((text: string) => toText([text]));
const selectors = (data: string) => inOrder([{ type: 'a', name: 'b', data }]);
const candidate = 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host';
const usable = (sdp: string) => withUsableCandidates(sdp, 'any');

type Row = [what: string, work: (text: string) => unknown, piece: string, before?: string, after?: string];
const ROWS: Row[] = [
  ['base64', decodeBase64, ' ', 'a', '!'],
  ['base64', decodeBase64, '\n', '', '='],
  ['base64', decodeBase64, 'a', '', '!'],
  ['base64', decodeBase64, '=', 'a'],
  ['a data URL', decodeBase64, 'x', 'data:image/'],
  ['a key', bearer, ' ', 'Bearer '],
  ['a key', bearer, ' ', 'Bearer x', 'y'],
  ['a key', bearer, 'x', 'Bearer ', ' y'],
  ['an offer', (sdp) => isOffer({ type: 'offer', sdp }), 'm=', 'v=0\r\n'],
  ['an offer', (sdp) => isOffer({ type: 'offer', sdp }), '1', 'v=0\r\nm=a '],
  ['an offer', (sdp) => isOffer({ type: 'offer', sdp }), 'm=\n', 'v=0\r\n'],
  ['a refusal', refusal, 'abcde '],
  ['a refusal', refusal, ' '],
  ['an answer', withoutLoopback, 'a=candidate:1 1 1 '],
  ['an answer', withoutLoopback, ' ', 'a=candidate:1 1 udp 1 127.0.0.1', '\n'],
  ['payloads', withoutUnofferedPayloads, 'm=a a ', ''],
  ['payloads', withoutUnofferedPayloads, ' ', 'm=a 1 RTP/AVP', 'x'],
  ['payloads', withoutUnofferedPayloads, 'a=fmtp:1\n', 'm=a 1 RTP/AVP 2\n'],
  ['candidates', usable, ' ', candidate, '\u00e9'],
  ['candidates', usable, '\r', candidate, 'x'],
  ['candidates', usable, '1', 'a=candidate:'],
  ['candidates', usable, 'a=candidate'],
  ['candidates', usable, ':', 'a=candidate:1 1 udp 1 ', ' 9 typ host'],
  ['candidates', usable, `${candidate}\n`],
  ['the proxy’s offer', offered, 'm=video \n', 'v=0\n'],
  ['the proxy’s offer', offered, ' ', 'v=0\na=ice-ufrag:'],
  ['the page’s offer', (sdp) => offerSdp(sdp, 3, 800), `${candidate} typ relay\n`],
  ['the page’s offer', (sdp) => offerSdp(sdp, 3, 800), 'c=x\n', 'm=video x\n'],
  ['the page’s offer', (sdp) => offerSdp(sdp, 3, 800), 'm=video \r'],
  ['the page’s offer', (sdp) => withDecoys(sdp, 3), 'a=candidate:1 1 udp 1 '],
  ['a result', result, '\\"', 'NaN "'],
  ['a result', result, '"', 'NaN'],
  ['a result', result, '\\', 'NaN "'],
  ['a result', result, '-', 'NaN'],
  ['a result', result, '-NaN'],
  ['a result', result, '['],
  ['a stack', stack, ' ', 'Error\n'],
  ['a stack', stack, ' at async new '],
  ['a server’s words', refused, '`image`'],
  ['class names', (text) => readNames(text, 'Its file'), "\\'", "{0: '"],
  ['class names', (text) => readNames(text, 'Its file'), '[', '{0: '],
  ['class names', (text) => readNames(text, 'Its file'), ' ', '{0', '1'],
  ['class names', (text) => readNames(text, 'LABELS'), '\r', 'a', '\n'],
  ['a selector', selectors, '$steps.', '', '\n'],
  ['a selector', selectors, 'a', '$steps.', '\n'],
  ['a text in a list', textInList, "\\'"],
];

it.each(ROWS)(
  '%s is read in a time that grows as it does (%#)',
  (_what, work, piece, before = '', after = '') => {
    const make = (length: number) => before + piece.repeat(Math.ceil(length / piece.length)) + after;
    expect(growthOf(make, work)).toBeLessThan(MOST_GROWTH);
  },
);
