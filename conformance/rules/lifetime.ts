/** The end of a session, and how fresh results are while it lasts. */
import { createScene, drawQr, type Scene } from '../client/scene';
import type { Context } from '../context';
import type { Group } from '../rule';
import {
  EFFECT_MS,
  type Ended,
  FIRST_RESULT_MS,
  foundIn,
  isFinal,
  metadataOf,
  timed,
  timeoutS,
} from '../sessions';
import { expect, judged, NotOffered, show } from '../verdict';

const DEADLINE = 'streamvision/webrtc_worker/webrtc.py:420-438, 591-597, 995-1010';
const COMPLETE = 'streamvision/webrtc_worker/webrtc.py:554-583';
/** The server's clock starts before its answer, it looks at it between frames, and the news has to travel. */
const SLACK_MS = 1500;

export const lifetime: Group = {
  title: 'Lifetime',
  rules: [
    {
      number: 84,
      words: 'A session ends with a message that says processing_complete',
      source: COMPLETE,
      check: async (context) => {
        const { final } = await finished(context);
        return show(final.json, 150);
      },
    },
    {
      number: 85,
      words: 'It lasts for the granted processing_timeout less a second, and no longer than granted',
      source: DEADLINE,
      check: async (context) => {
        const { final, peer, sentAtMs, answeredAtMs } = await context.once(timed);
        const last = final ?? peer.messages.at(-1);
        expect(last, 'no message at all');
        const lasted = (last.atMs - answeredAtMs) / 1000;
        const granted = timeoutS(context);
        const atMost = granted + SLACK_MS / 1000;
        expect(
          final && lasted <= atMost,
          `still sending ${lasted.toFixed(1)} s after the answer, of ${granted} s`,
        );
        const since = (final.atMs - sentAtMs) / 1000;
        expect(since >= granted - 1.25, `over ${since.toFixed(1)} s after the request, of ${granted} s`);
        return `${lasted.toFixed(1)} s after the answer, of ${granted} s`;
      },
    },
    {
      number: 86,
      words: 'The final message is plain JSON without data',
      source: COMPLETE,
      check: async (context) => {
        const { final } = await finished(context);
        expect(!final.zipped, 'it is gzipped');
        expect(final.json?.serialized_output_data === null, show(final.json));
        return `${final.payload.length} bytes`;
      },
    },
    {
      number: 87,
      words: 'Its frame id is one more than the last result, inside and out as the server counts',
      source: COMPLETE,
      check: async (context) => {
        const { final, peer } = await finished(context);
        const results = peer.messages.filter((each) => !isFinal(each));
        const last = results.at(-1)?.frameId ?? 0;
        expect(final.frameId === last + 1, `${final.frameId} after ${last}`);
        const inside = metadataOf(final).frame_id;
        expect(inside === last, `video_metadata.frame_id ${show(inside)} after ${last}`);
        return `${final.frameId} after ${last}`;
      },
    },
    {
      number: 88,
      words: 'It says that the time was over: termination_reason "timeout_reached"',
      source: `${DEADLINE}; pull request 2008`,
      optional: 'reason',
      check: async (context) => {
        const { final } = await finished(context);
        if (!('termination_reason' in (final.json ?? {}))) throw new NotOffered('no such field');
        const reason = final.json?.termination_reason;
        return judged(reason, reason === 'timeout_reached');
      },
    },
    {
      number: 89,
      words: 'Nothing follows it',
      source: COMPLETE,
      check: async (context) => {
        const { final, peer } = await finished(context);
        const more = peer.messages.length - 1 - peer.messages.indexOf(final);
        expect(more === 0, `${more} messages more`);
        return 'nothing';
      },
    },
    {
      number: 90,
      words: 'The server hangs up itself within its drain of 2 s',
      source: 'streamvision/webrtc_worker/webrtc.py:578-583, 1468-1486',
      check: async (context) => {
        const { final, endAtMs } = await finished(context);
        expect(endAtMs !== null, 'the channel was still open 6 s later');
        const took = endAtMs - final.atMs;
        expect(took <= 2000 + context.ms(SLACK_MS), `after ${Math.round(took)} ms`);
        return `after ${Math.round(Math.max(0, took))} ms`;
      },
    },
    {
      number: 91,
      words: 'Overloaded, it works on the newest frame and keeps no line of old ones',
      source: 'streamvision/webrtc_worker/webrtc.py:1230-1234; MediaRelay buffered=False',
      check: freshness,
    },
  ],
};

async function finished(context: Context): Promise<Ended & { final: NonNullable<Ended['final']> }> {
  const ended = await context.once(timed);
  const { final } = ended;
  expect(final, `${ended.peer.messages.length} messages, none of them final, in ${timeoutS(context) + 3} s`);
  return { ...ended, final };
}

const FPS = 30;
const LOAD_FRAMES = 120;
/** On their way at the stop: encoder, network, jitter buffer, decoder, one at work and one waiting. */
const IN_FLIGHT = 18;

/**
 * Four seconds of a picture that is hard to read, then none. Each frame bears its number. A server that keeps
 * a line goes on for as long as the line is, one that works on the newest has only what was on its way. One
 * that is faster than the camera has no line either way. Counted in frames: a busy machine changes how long
 * they take, not how many they are.
 */
async function freshness(context: Context): Promise<string> {
  const { peer } = await context.connect();
  const scenes = numberedScenes();
  peer.film((index) => scenes[Math.min(index, LOAD_FRAMES) % scenes.length] as Scene, FPS);
  const began = await peer.next(() => true, context.ms(FIRST_RESULT_MS));
  expect(began, 'no result in 15 s');
  await peer.until(() => peer.filmed >= LOAD_FRAMES, context.ms(EFFECT_MS * 3));
  peer.stopFilming();
  const [filmed, from] = [peer.filmed, peer.messages.length];
  // A starved server takes long for each: silence is what lasts longer than three of its results.
  const pace = (performance.now() - began.atMs) / Math.max(1, from);
  let count = -1;
  while (count !== peer.messages.length && peer.messages.length - from <= IN_FLIGHT) {
    count = peer.messages.length;
    await peer.until(() => peer.messages.length > count, context.ms(1000) + 3 * pace);
  }
  context.hangUp(peer);
  const late = peer.messages.length - from;
  expect(late <= IN_FLIGHT, `${late} results followed the last of ${filmed} frames`);
  const read = peer.messages.filter((each) => (foundIn(each)?.length ?? 0) > 0).length;
  return `${filmed} frames, ${peer.messages.length} results (${read} read), ${late} after the last frame`;
}

function numberedScenes(): Scene[] {
  return Array.from({ length: 8 }, (_, index) =>
    drawQr(createScene({ noise: 60 }), `number ${index}`, 120 + index * 20, 140, 6),
  );
}
