/** `stream_output`: whether the server sends video back. */
import { inline } from '../context';
import type { Group } from '../rule';
import { allOutputs, EFFECT_MS, FIRST_RESULT_MS, TWO_CODES } from '../sessions';
import { expect, NotOffered } from '../verdict';
import { sectionOf } from './answer';

const MODES = 'streamvision/webrtc_worker/webrtc.py:1012-1035, 1174-1178';

export const stream: Group = {
  title: 'Stream output',
  rules: [
    {
      number: 67,
      words: '[] sends no video back: the video section is recvonly',
      source: MODES,
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        return onlyReceives(sdp);
      },
    },
    {
      number: 68,
      words: '[""] does the same as []',
      source: MODES,
      check: async (context) => {
        const { peer, sdp } = await context.connect({ stream_output: [''] });
        context.hangUp(peer);
        return onlyReceives(sdp);
      },
    },
    {
      number: 69,
      words: 'Left out or null it sends video back, and results beside it',
      source: `${MODES}; utils.py:51-116`,
      optional: 'video',
      check: async (context) => {
        const { peer, sdp } = await context.connect({
          stream_output: null,
          workflow_configuration: inline(),
        });
        const direction = directionOf(sdp);
        peer.film(() => TWO_CODES);
        const results = await peer.next(() => true, context.ms(FIRST_RESULT_MS));
        const isBack =
          direction === 'sendrecv' && (await peer.until(() => peer.framesBack > 0, context.ms(EFFECT_MS)));
        context.hangUp(peer);
        expect(results, 'no results in 15 s');
        if (direction === 'recvonly') throw new NotOffered('recvonly, results come');
        expect(isBack, `${direction}, and no frame came back in 6 s`);
        return `${direction}, ${peer.framesBack} frames back`;
      },
    },
  ],
};

export function directionOf(sdp: string): string {
  return /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(sectionOf(sdp, 'video'))?.[1] ?? 'sendrecv';
}

/** @throws Violation where the video section is anything but recvonly. */
export function onlyReceives(sdp: string): string {
  const direction = directionOf(sdp);
  expect(direction === 'recvonly', direction);
  return direction;
}
