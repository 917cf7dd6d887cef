import { describe, expect, it } from 'vitest';
import { API_ERROR_CODES } from '../../protocol/api';
import { failureFromBody, unreachable } from '../api/failures';
import { english } from '../words/english';
import { type FailureCode, LOCAL_FAILURE_CODES } from './failure';
import { wordsFor } from './words';

const CODES: FailureCode[] = [...LOCAL_FAILURE_CODES, ...API_ERROR_CODES];
const words = (code: FailureCode) => wordsFor({ code }, 'desktop');
const JARGON =
  /\b(ICE|TURN|STUN|SDP|NAT|peer|candidate|WebRTC|HTTP|JSON|token|4\d\d|5\d\d|exception|proxy|null|API)\b|undefined|\w_\w/;

describe('words', () => {
  it('are there for every code, and for no other', () => {
    const said = Object.keys(english.failures).filter((name) => !name.endsWith('_remedy'));
    expect(said.sort()).toEqual([...CODES].sort());
  });

  it.each(CODES)('%s: one sentence, one remedy, no jargon', (code) => {
    const { say, remedy } = words(code);
    for (const sentence of [say, remedy]) {
      expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
      expect(sentence).not.toMatch(JARGON);
      expect(sentence.length).toBeLessThan(110);
    }
  });

  it('say each thing once', () => {
    const sentences = CODES.flatMap((code) => [words(code).say, words(code).remedy]);
    expect(sentences.filter((one, index) => sentences.indexOf(one) !== index)).toEqual([]);
  });

  it('offer ENH exactly where the network blocks direct video', () => {
    expect(CODES.filter((code) => words(code).action === 'enhance')).toEqual(['direct_blocked']);
  });
});

describe('wordsFor', () => {
  it('tells where the camera permission lies in this browser', () => {
    const families = ['ios-safari', 'ios-app', 'ios-other', 'android', 'firefox', 'desktop'] as const;
    const remedies = families.map((family) => wordsFor({ code: 'camera_denied' }, family).remedy);
    expect(new Set(remedies).size).toBe(families.length);
    for (const remedy of remedies) expect(remedy).toMatch(/[Cc]amera.*\.$/);
  });

  it('tells what gives live video back in this browser, and what works meanwhile', () => {
    for (const family of ['ios-safari', 'ios-app', 'ios-other', 'android', 'desktop'] as const) {
      const { remedy } = wordsFor({ code: 'webrtc_missing' }, family);
      expect(remedy).toMatch(/^PHOTO still works; for LIVE [^.]*\.$/);
      expect(remedy).not.toMatch(JARGON);
      expect(remedy.length).toBeLessThan(110);
      // Every browser of an iPhone is the same engine: another one is no remedy.
      expect(/Lockdown Mode/.test(remedy)).toBe(family !== 'android');
    }
  });

  it.each([
    [400, 'Try again in 1 second.'],
    [12_000, 'Try again in 12 seconds.'],
    [240_000, 'Try again in 4 minutes.'],
    [5_400_000, 'Try again in 90 minutes.'],
    [5_401_000, 'Try again in 2 hours.'],
    [86_400_000, 'Try again in 24 hours.'],
  ])('names a wait of %i ms', (retryAfterMs, remedy) => {
    for (const code of ['rate_limited', 'budget_spent', 'worker_too_many_streams'] as const)
      expect(wordsFor({ code, retryAfterMs }, 'desktop').remedy).toBe(remedy);
  });

  it('promises no retry where none helps', () => {
    const { remedy } = wordsFor({ code: 'worker_out_of_credits', retryAfterMs: 5_000 }, 'desktop');
    expect(remedy).toBe(words('worker_out_of_credits').remedy);
  });

  it('offers no button that a spent budget would only refuse again', () => {
    expect(wordsFor({ code: 'budget_spent', retryAfterMs: 5_000 }, 'desktop').action).toBe('none');
  });
});

describe('the proxy’s errors', () => {
  it('keep their code and wait', () => {
    const failure = failureFromBody({ error: { code: 'rate_limited', message: '', retryAfterMs: 7_000 } });
    expect(failure.facts).toEqual({ code: 'rate_limited', retryAfterMs: 7_000 });
  });

  it.each([null, 'text', {}, { error: {} }, { error: { code: 'camera_none' } }])(
    '%o is a bad answer',
    (body) => {
      expect(failureFromBody(body).facts).toEqual({ code: 'proxy_bad_answer' });
    },
  );

  it('a fetch without an answer is a server that does not answer', () => {
    expect(unreachable(new TypeError()).code).toBe('proxy_unreachable');
  });
});
