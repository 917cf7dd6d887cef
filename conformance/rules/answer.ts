/** The answer: its JSON and its SDP, which must be enough to connect. */
import type { Context } from '../context';
import type { Group } from '../rule';
import { allOutputs } from '../sessions';
import { expect, isRecord, show } from '../verdict';

const ONE_SHOT = 'streamvision/webrtc_worker/webrtc.py:1441-1465; facts §1 SDP/ICE';

export const answer: Group = {
  title: 'Answer and SDP',
  rules: [
    {
      number: 30,
      words: 'A 200 is {status: "success", type: "answer", sdp, context} with a null pipeline_id',
      source: 'http_api.py:2875-2880',
      check: async (context) => {
        const { answer: body } = await context.once(allOutputs);
        const { status, type } = body;
        expect(status === 'success' && type === 'answer', show({ status, type }));
        expect(isRecord(body.context) && 'request_id' in body.context, `context ${show(body.context)}`);
        expect(body.context.pipeline_id === null, `pipeline_id ${show(body.context.pipeline_id)}`);
        return show({ status, type, context: body.context });
      },
    },
    {
      number: 31,
      words: 'The answer comes after gathering: its candidates stand in it',
      source: ONE_SHOT,
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        const candidates = candidatesOf(sdp);
        expect(candidates.length > 0, 'no candidate');
        return `${candidates.length} candidates`;
      },
    },
    {
      number: 32,
      words: 'No loopback address is offered beside another',
      source: 'aioice ice.py:91-102',
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        const candidates = candidatesOf(sdp);
        const loopback = candidates.filter((line) => / (127\.[\d.]+|::1) \d+ typ /.test(line));
        expect(
          loopback.length === 0 || loopback.length === candidates.length,
          `${loopback.length} of ${candidates.length} candidates are loopback`,
        );
        return `${loopback.length} of ${candidates.length}`;
      },
    },
    {
      number: 33,
      words: 'The answer brings a SHA-256 fingerprint and has chosen its DTLS role',
      source: 'RFC 8842 §5.3; aiortc rtcdtlstransport.py',
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        expect(/^a=fingerprint:sha-256 /im.test(sdp), 'no SHA-256 fingerprint');
        const roles = [...sdp.matchAll(/^a=setup:(\w+)/gm)].map((match) => match[1] ?? '');
        const chosen = roles.length > 0 && roles.every((role) => role === 'active' || role === 'passive');
        expect(chosen, `a=setup ${show(roles)}`);
        return `setup ${roles[0]}`;
      },
    },
    {
      number: 34,
      words: 'Its media sections are those of the offer, one for one',
      source: 'RFC 9429 §5.3.1',
      check: async (context) => {
        const { sdp, offered } = await context.once(allOutputs);
        const [mine, theirs] = [sectionsOf(offered).map(nameOf), sectionsOf(sdp).map(nameOf)];
        expect(show(mine) === show(theirs), `offered ${show(mine)}, answered ${show(theirs)}`);
        return show(theirs);
      },
    },
    {
      number: 35,
      words: 'The data section is accepted, for messages of a whole chunk at least',
      source: 'streamvision/webrtc_worker/webrtc.py:89; aiortc rtcsctptransport.py',
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        const data = sectionOf(sdp, 'application');
        expect(/webrtc-datachannel/.test(data) && !/^application 0 /.test(data), 'refused');
        // Without the attribute it is 64 KiB (RFC 8841 §6.1); 0 stands for any size.
        const most = Number(/^a=max-message-size:(\d+)/m.exec(data)?.[1] ?? 65_536);
        expect(most === 0 || most >= 48 * 1024 + 12, `max-message-size ${most}`);
        return `max-message-size ${most}`;
      },
    },
    {
      number: 36,
      words: 'The video section is accepted with VP8',
      source: 'aiortc codecs/__init__.py:95-98',
      check: async (context) => {
        const { sdp } = await context.once(allOutputs);
        const video = sectionOf(sdp, 'video');
        expect(!/^video 0 /.test(video), 'refused');
        expect(/^a=rtpmap:\d+ VP8\/90000/im.test(video), 'no VP8');
        return show([...video.matchAll(/^a=rtpmap:\d+ (VP8|H264)\//gm)].map((match) => match[1]));
      },
    },
    {
      number: 37,
      words: 'Offer and answer are all that it takes to connect',
      source: ONE_SHOT,
      check: async (context) => {
        const { peer } = await context.once(allOutputs);
        return `connected, ${peer.collector.chunks.length} data-channel messages`;
      },
    },
    {
      number: 38,
      words: 'An offer without video is answered',
      source: 'streamvision/webrtc_worker/webrtc.py:1227, 1441-1465',
      check: (context) => answered(context, { video: false }),
    },
    {
      number: 39,
      words: 'An offer without a data channel is answered',
      source: 'streamvision/webrtc_worker/webrtc.py:1319, 1441-1465',
      check: (context) => answered(context, { channel: false }),
    },
  ],
};

async function answered(context: Context, options: { video?: boolean; channel?: boolean }): Promise<string> {
  const { peer } = await context.connect({}, options);
  context.hangUp(peer);
  return '200, connected';
}

function candidatesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line.startsWith('a=candidate:'));
}

/** Each from behind its "m=" on. */
function sectionsOf(sdp: string): string[] {
  return sdp.split(/^m=/m).slice(1);
}

export function sectionOf(sdp: string, kind: string): string {
  const section = sectionsOf(sdp).find((each) => each.startsWith(`${kind} `));
  expect(section !== undefined, `no ${kind} section`);
  return section;
}

function nameOf(section: string): string {
  return `${section.split(' ')[0]} mid ${/^a=mid:(\S+)/m.exec(section)?.[1] ?? '-'}`;
}
