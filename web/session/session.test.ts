import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import firefox from '../../protocol/fixtures/firefox-offer.json';
import type { FailureCode } from '../errors/failure';
import { FakeClock, settled } from '../time/fakes';
import type { AttendEvents } from './attend';
import type { Link } from './dial/link';
import type { DialPlan } from './dial/plan';
import { START_LONG_SIDE_PX } from './dial/sender';
import { FakeCamera, FakePeer, fakeTrack } from './fakes';
import type { Traffic } from './meter';
import { createSession } from './session';
import type { LiveSession, Picture } from './types';

/** A frame on which the workflow failed. */
const failing = { serialized_output_data: null, errors: ['ValueError: the lens cap is on'] };
/** The worker's last message. */
const over = (reason: string | null) => ({ processing_complete: true, termination_reason: reason });

function setUp() {
  FakePeer.reset();
  const clock = new FakeClock();
  const camera = new FakeCamera();
  const peers: FakePeer[] = [];
  const offers: {
    offer: { sdp: string };
    params: object;
    resolve(sdp: string): void;
    reject(thrown: unknown): void;
  }[] = [];
  const turn: { answer: unknown; refusal: unknown; unreachable: boolean; expiresInMs: number | null } = {
    answer: [{ urls: ['turns:r:443'] }],
    refusal: null,
    unreachable: false,
    expiresInMs: null,
  };
  /** What the browser can do, and what it throws where it should make a peer. */
  const browser: { canSendVideo: boolean; thrown: unknown } = { canSendVideo: true, thrown: null };
  const limits: { mostBytes: number | null } = { mostBytes: null };
  const attended: { link: Link; events: AttendEvents; signal: AbortSignal }[] = [];
  let asked = 0;
  const session = createSession({
    clock,
    camera,
    canSendVideo: () => browser.canSendVideo,
    ask: async () => {
      if (turn.unreachable) throw new Error('no network');
    },
    random: () => 0,
    mostBytes: () => limits.mostBytes,
    attend: (link, events, signal) => attended.push({ link, events, signal }),
    roundTripMs: () => 80,
    createPeer: (configuration, fresh) => {
      if (browser.thrown) throw browser.thrown;
      const peer = new FakePeer(configuration, fresh);
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    fetch: async () => {
      asked += 1;
      if (!turn.answer) return Response.json(turn.refusal, { status: 502 });
      const expiresInSeconds = turn.expiresInMs === null ? undefined : turn.expiresInMs / 1000;
      return Response.json({ iceServers: turn.answer, expiresInSeconds });
    },
  });
  const plan = (
    enhanced = false,
    policy: RTCIceTransportPolicy = 'all',
    picture: DialPlan['picture'] = null,
  ): DialPlan => ({
    enhanced,
    turnConfigUrl: enhanced ? '/v1/webrtc-turn-config/twilio' : '/v1/webrtc-turn-config',
    runs: 'fast',
    wrtcParams: { workflowId: 'fast' },
    workflow: null,
    iceTransportPolicy: policy,
    picture,
    sessionMs: null,
    fallback: null,
    connector: {
      connectWrtc: (offer, params) =>
        new Promise((resolve, reject) => {
          const context = { request_id: null, pipeline_id: null, lineage: `after ${offers.length}` };
          offers.push({ offer, params, resolve: (sdp) => resolve({ sdp, type: 'answer', context }), reject });
        }),
    },
  });
  const peer = () => peers.at(-1) as FakePeer;
  const answer = async () => {
    offers.at(-1)?.resolve('v=0 answer');
    await settled();
  };
  const goLive = async (enhanced = false) => {
    session.start(plan(enhanced));
    await settled();
    if (enhanced) peer().candidate('relay');
    else peer().gatheringComplete();
    await clock.pass(200);
    await answer();
    peer().connect();
    peer().result();
    await settled();
  };
  /** Carries the dial under way to its first result. */
  const connectNext = async () => {
    await settled();
    peer().candidate('relay');
    peer().gatheringComplete();
    await clock.pass(200);
    await answer();
    peer().connect();
    peer().result();
    await settled();
  };
  const requests = () => asked + offers.length;
  return {
    clock,
    camera,
    session,
    plan,
    peers,
    peer,
    offers,
    turn,
    answer,
    goLive,
    connectNext,
    browser,
    requests,
    attended,
    limits,
  };
}

/** With four results a second from the peer in use. */
async function passWithResults(rig: ReturnType<typeof setUp>, seconds: number): Promise<void> {
  for (let quarter = 0; quarter < 4 * seconds; quarter += 1) {
    await rig.clock.pass(250);
    rig.peers.find(({ closed }) => !closed)?.result();
  }
}

const failureCode = ({ state }: LiveSession): FailureCode | null =>
  state.phase === 'failed' ? state.failure.code : null;

describe('the workflow’s picture', () => {
  let rig: ReturnType<typeof setUp>;
  let shown: (Picture | null)[];
  beforeEach(() => {
    rig = setUp();
    shown = [];
    rig.session.onPicture((picture) => shown.push(picture));
    rig.camera.on();
  });
  const plan = (picture: DialPlan['picture'], enhanced = false) => rig.plan(enhanced, 'all', picture);
  const asked = () => rig.offers.map(({ params }) => (params as { picture?: unknown }).picture);
  const start = async (picture: DialPlan['picture']) => {
    rig.session.start(plan(picture));
    await rig.connectNext();
  };
  const refuse = (code: string) =>
    rig.offers
      .at(-1)
      ?.reject(new Error(`Proxy request failed (502): ${JSON.stringify({ error: { code, message: 'x' } })}`));

  it('is not asked for where nobody wants it', async () => {
    await rig.goLive();
    expect([rig.peer().direction, shown]).toEqual(['sendonly', []]);
    expect(rig.offers[0]?.params).not.toHaveProperty('picture');
  });

  it.each([true, 'output_image'] as const)(
    'is asked for by %j, in the one section of video',
    async (name) => {
      await start(name);
      expect([asked(), rig.peer().direction]).toEqual([[name], 'sendrecv']);
      expect(shown).toEqual([{ track: rig.peer().back }]);
      rig.session.stop();
      expect(shown).toEqual([{ track: rig.peers[0]?.back }, null]);
    },
  );

  it('comes and goes while live, in silence, the old peer in use until the new one delivers', async () => {
    const phases: string[] = [];
    await rig.goLive();
    rig.session.onState(({ phase }) => phases.push(phase));
    rig.session.follow(plan(true));
    await settled();
    expect([rig.peers[0]?.closed, rig.peers.length, shown]).toEqual([false, 2, []]);
    await rig.connectNext();
    expect([rig.peers[0]?.closed, shown]).toEqual([true, [{ track: rig.peers[1]?.back }]]);
    rig.session.follow(plan(null));
    await rig.connectNext();
    expect([rig.peers[1]?.closed, shown.at(-1), rig.peers.length]).toEqual([true, null, 3]);
    expect(rig.peer().direction).toBe('sendonly');
    expect(new Set(phases)).toEqual(new Set(['live']));
    expect(asked()).toEqual([undefined, true, undefined]);
  });

  it('goes where the proxy is silent and results stall meanwhile, once both are back', async () => {
    await start('a');
    rig.turn.unreachable = true;
    rig.session.follow(plan(null));
    await rig.clock.pass(900);
    expect([rig.session.state.phase, rig.peers.length]).toEqual(['stalled', 1]);
    rig.peer().result();
    expect(rig.session.state.phase).toBe('live');
    rig.turn.unreachable = false;
    await passWithResults(rig, 2);
    await rig.connectNext();
    expect([asked(), rig.peers[0]?.closed, shown.at(-1)]).toEqual([['a', undefined], true, null]);
  });

  it('of another output is another session', async () => {
    await start('a');
    rig.session.follow(plan('a'));
    await settled();
    expect(rig.peers).toHaveLength(1);
    rig.session.follow(plan('b'));
    await rig.connectNext();
    expect([asked(), rig.session.state.phase]).toEqual([['a', 'b'], 'live']);
  });

  it('asked for and given up again before it is there leaves a session without it', async () => {
    await rig.goLive();
    rig.session.follow(plan(true));
    await settled();
    rig.session.follow(plan(null));
    await rig.connectNext();
    expect([rig.session.state.phase, shown]).toEqual(['live', []]);
    expect(rig.peer().direction).toBe('sendonly');
    await rig.clock.pass(1_000);
    expect(rig.peers.filter(({ closed }) => !closed)).toEqual([rig.peer()]);
  });

  it('goes along with ENH, and takes its warm peer', async () => {
    rig.session.follow(plan(true, true));
    rig.session.arm();
    await settled();
    const warm = rig.peer();
    rig.session.start(plan(true, true));
    await rig.connectNext();
    expect([rig.peers.length, warm.direction, asked()]).toEqual([1, 'sendrecv', [true]]);
    expect(shown).toEqual([{ track: warm.back }]);
  });

  it('that the worker does not send is told as missing', async () => {
    rig.session.start(plan(true));
    await settled();
    rig.peer().sendsBack = false;
    await rig.connectNext();
    expect([rig.session.state.phase, shown]).toEqual(['live', [{ track: null }]]);
  });

  it('that the worker refuses costs no session: it is asked once more, without', async () => {
    rig.session.start(plan('gone'));
    await settled();
    rig.peer().gatheringComplete();
    rig.peer().sendsBack = false;
    await rig.clock.pass(200);
    refuse('worker_refused_offer');
    await rig.connectNext();
    expect([rig.session.state.phase, asked(), rig.peers.length]).toEqual(['live', ['gone', undefined], 1]);
    expect(shown).toEqual([{ track: null }]);
  });

  it('is no reason to ask again where something else is wrong, or nobody waits any more', async () => {
    rig.session.start(plan('gone'));
    await settled();
    rig.peer().gatheringComplete();
    await rig.clock.pass(200);
    refuse('worker_out_of_credits');
    await settled();
    expect([failureCode(rig.session), asked()]).toEqual(['worker_out_of_credits', ['gone']]);
    rig.session.start(plan('gone'));
    await settled();
    rig.peer().gatheringComplete();
    await rig.clock.pass(200);
    rig.session.stop();
    refuse('worker_refused_offer');
    await settled();
    expect(asked()).toEqual(['gone', 'gone']);
  });
});

describe('the meter', () => {
  it('sums over re-dials by route, tells once a second, and begins anew with LIVE', async () => {
    const rig = setUp();
    const told: [number, Traffic][] = [];
    rig.session.onTraffic((traffic) => told.push([rig.clock.now(), traffic]));
    rig.camera.on();
    const count = (sent: number, received: number) =>
      Object.assign(rig.peer(), { bytesSent: sent, bytesReceived: received });
    await rig.goLive();
    const direct = () => told.at(-1)?.[1].direct;
    count(1_000, 10);
    await rig.clock.pass(2_000);
    expect(direct()).toEqual({ sent: 1_000, received: 10 });
    rig.session.follow(rig.plan(false, 'all', true));
    await rig.connectNext();
    count(500, 400);
    await rig.clock.pass(2_000);
    expect(direct()).toEqual({ sent: 1_500, received: 410 });
    await rig.clock.pass(30_000); // Stalls, and reads ten times a second.
    const times = told.map(([ms]) => ms);
    for (const [at, ms] of times.entries())
      if (at > 1) expect(ms - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    rig.session.stop();
    expect(direct()).toEqual({ sent: 1_500, received: 410 });
    rig.session.start(rig.plan());
    expect(direct()).toEqual({ sent: 0, received: 0 });
    rig.session.stop();
  });
});

describe('what a session may use', () => {
  it('ends it, over all its re-dials, with words and without a peer', async () => {
    const rig = setUp();
    rig.camera.on();
    await rig.goLive();
    const use = async (bytes: number) => {
      Object.assign(rig.peer(), { bytesSent: bytes, bytesReceived: 50 });
      rig.peer().result();
      await rig.clock.pass(500);
      rig.peer().result();
      await rig.clock.pass(600);
    };
    rig.limits.mostBytes = 1_000;
    await use(700);
    rig.session.follow(rig.plan(false, 'all', true));
    await rig.connectNext();
    await use(100);
    expect(rig.session.state.phase).toBe('live');
    await use(400);
    expect([failureCode(rig.session), FakePeer.open, rig.clock.pending]).toEqual([
      'data_limit_reached',
      0,
      0,
    ]);
    await rig.goLive();
    await use(400);
    expect(rig.session.state.phase).toBe('live');
    rig.session.stop();
  });
});

describe('the live session', () => {
  let rig: ReturnType<typeof setUp>;
  beforeEach(() => {
    rig = setUp();
    rig.camera.on();
  });

  it('goes live with the first result and leaves nothing after stop', async () => {
    await rig.goLive();
    expect(rig.session.state).toMatchObject({ phase: 'live', enhanced: false });
    rig.session.stop();
    rig.session.stop();
    expect(rig.session.state.phase).toBe('idle');
    expect(FakePeer.open).toBe(0);
    expect(rig.clock.pending).toBe(0);
  });

  it('sends an offer without attributes of codecs that it took out, and leaves the browser’s own as it is', async () => {
    FakePeer.sdp = firefox.sdp;
    await rig.goLive();
    expect(rig.peer().localDescription?.sdp).toBe(firefox.sdp);
    const sent = rig.offers[0]?.offer.sdp ?? '';
    expect(sent).toBe(firefox.sdp.replace(/a=rtcp-fb:12[23] .*\r\n/g, ''));
  });

  it.each([
    ['udp', 0],
    ['tls', 30],
  ])(
    'in ENH sends the offer at a relay candidate over %s and %d ms, not at gathering complete',
    async (protocol, ms) => {
      rig.session.start(rig.plan(true));
      await rig.clock.pass(500);
      expect(rig.offers).toHaveLength(0);
      rig.peer().candidate('relay', protocol);
      await rig.clock.pass(ms - 1);
      expect(rig.offers).toHaveLength(ms === 0 ? 1 : 0);
      await rig.clock.pass(1);
      expect(rig.offers).toHaveLength(1);
    },
  );

  it('says that the GPU wakes, sends one offer, and connects after 45 s', async () => {
    rig.session.start(rig.plan());
    await settled();
    rig.peer().gatheringComplete();
    await rig.clock.pass(45_000);
    expect(rig.session.state).toMatchObject({ phase: 'dialing', wakingGpu: true });
    await rig.answer();
    rig.peer().connect();
    rig.peer().result();
    await settled();
    expect(rig.session.state.phase).toBe('live');
    expect(rig.offers).toHaveLength(1);
  });

  it('ignores an answer that comes after the cancel', async () => {
    rig.session.start(rig.plan());
    await settled();
    rig.peer().gatheringComplete();
    await rig.clock.pass(20_000);
    rig.session.stop();
    await rig.answer();
    rig.peer().connect();
    rig.peer().result();
    await rig.clock.pass(100_000);
    expect(rig.session.state.phase).toBe('idle');
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  describe('a dial that is left hangs up properly', () => {
    const leave = async () => {
      rig.session.start(rig.plan());
      await settled();
      rig.peer().gatheringComplete();
      await rig.clock.pass(500);
      rig.session.stop();
      await settled();
    };

    it('waits without the camera, takes the answer, and closes once connected', async () => {
      await leave();
      const peer = rig.peer();
      expect([peer.closed, peer.track, peer.remoteDescription]).toEqual([false, null, null]);
      await rig.clock.pass(40_000);
      await rig.answer();
      expect([peer.closed, peer.remoteDescription?.type]).toEqual([false, 'answer']);
      peer.connect();
      await settled();
      expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
    });

    it.each([
      ['2 s after the answer where no check gets through', false, 2_000],
      ['5 s after the path is there where DTLS does not come', true, 5_000],
    ])('closes %s', async (_, path, ms) => {
      await leave();
      await rig.answer();
      if (path) rig.peer().ice('connected');
      await rig.clock.pass(ms - 100);
      expect(rig.peer().closed).toBe(false);
      await rig.clock.pass(100);
      expect([rig.peer().closed, rig.clock.pending]).toEqual([true, 0]);
    });

    it.each(['refused', 'silent'])('closes where the worker is %s', async (how) => {
      await leave();
      if (how === 'refused') rig.offers[0]?.reject(new TypeError('network'));
      await rig.clock.pass(how === 'refused' ? 0 : 75_000);
      expect([rig.peer().closed, rig.clock.pending]).toEqual([true, 0]);
    });

    it('closes at once before its offer is out', async () => {
      rig.session.start(rig.plan());
      await settled();
      rig.session.stop();
      expect([rig.peer().closed, rig.offers.length]).toEqual([true, 0]);
    });

    it('closes where the worker’s answer makes no sense', async () => {
      await leave();
      rig.offers[0]?.resolve('not an SDP');
      await settled();
      expect([rig.peer().closed, rig.clock.pending]).toEqual([true, 0]);
    });

    it('also while the answer is taken but the path is not up', async () => {
      rig.session.start(rig.plan());
      await settled();
      rig.peer().gatheringComplete();
      await rig.clock.pass(500);
      await rig.answer();
      rig.session.stop();
      expect(rig.peer().closed).toBe(false);
      rig.peer().connect();
      await settled();
      expect([rig.peer().closed, rig.clock.pending]).toEqual([true, 0]);
    });

    it('does not keep a next dial waiting, nor tell of the old one', async () => {
      await leave();
      await rig.goLive();
      expect(rig.session.state.phase).toBe('live');
      rig.offers[0]?.resolve('v=0 late');
      await settled();
      rig.peers[0]?.connect();
      rig.peers[0]?.result();
      await settled();
      expect([rig.peers[0]?.closed, rig.session.state.phase, FakePeer.open]).toEqual([true, 'live', 1]);
    });
  });

  it('says with its code why there are no relay credentials, and dials nobody', async () => {
    rig.turn.answer = null;
    rig.turn.refusal = { error: { code: 'turn_unauthorized', message: 'x' } };
    rig.session.start(rig.plan(true));
    await rig.clock.pass(10);
    expect(failureCode(rig.session)).toBe('turn_unauthorized');
    expect(rig.peers).toHaveLength(0);
  });

  it.each([
    [401, 'relay_refused_credentials'],
    [701, 'relay_unreachable'],
  ])('with relay forced, a candidate error %d is %s', async (errorCode, code) => {
    rig.session.start(rig.plan(true, 'relay'));
    await settled();
    rig.peer().candidateError(errorCode);
    rig.peer().gatheringComplete();
    await rig.clock.pass(10);
    expect(failureCode(rig.session)).toBe(code);
    expect([FakePeer.open, rig.offers.length]).toEqual([0, 0]);
  });

  it('connects directly with a notice where ENH finds no relay but may go direct', async () => {
    rig.session.start(rig.plan(true));
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    await rig.answer();
    rig.peer().connect();
    rig.peer().result();
    await settled();
    expect(rig.session.state).toMatchObject({ phase: 'live', notice: { code: 'relay_unreachable' } });
  });

  it('reads the proxy’s code and retry time out of the error the SDK throws', async () => {
    rig.session.start(rig.plan());
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    const body = { error: { code: 'worker_too_many_streams', message: 'x', retryAfterMs: 60_000 } };
    rig.offers[0]?.reject(new Error(`Proxy request failed (429): ${JSON.stringify(body)}`));
    await settled();
    const failure = { code: 'worker_too_many_streams', retryAfterMs: 60_000 };
    // As plain facts, fit for the store.
    expect(rig.session.state).toStrictEqual({ phase: 'failed', enhanced: false, failure });
  });

  it('notices within 4 s of the answer that direct is blocked', async () => {
    rig.session.start(rig.plan());
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    await rig.answer();
    rig.peer().ice('checking');
    await rig.clock.pass(4_000);
    expect(failureCode(rig.session)).toBe('direct_blocked');
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it.each([
    [false, 'direct_blocked'],
    [true, 'relay_unreachable'],
  ])('sends no offer that has no candidate (ENH %s): %s', async (enhanced, code) => {
    FakePeer.sdp = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
    rig.session.start(rig.plan(enhanced));
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    expect([rig.offers.length, failureCode(rig.session)]).toEqual([0, code]);
  });

  it('gets a relay ready while direct is late, and dials on it at the one tap', async () => {
    const fallback = rig.plan(true);
    rig.session.start({ ...rig.plan(), turnConfigUrl: '/default', fallback });
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    await rig.answer();
    await rig.clock.pass(4_000);
    expect([failureCode(rig.session), rig.peers.length, rig.offers.length]).toEqual(['direct_blocked', 2, 1]);
    rig.session.arm(); // The tap begins as any touch does.
    await rig.goLive(true);
    expect([rig.session.state.phase, rig.peers.length, FakePeer.open]).toEqual(['live', 2, 1]);
  });

  it('lets go of that relay when nobody taps', async () => {
    rig.session.start({ ...rig.plan(), turnConfigUrl: '/default', fallback: rig.plan(true) });
    await settled();
    rig.peer().gatheringComplete();
    await settled();
    await rig.answer();
    await rig.clock.pass(20_000);
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it('makes before it breaks when ENH is toggled while live', async () => {
    await rig.goLive();
    const old = rig.peer();
    rig.session.follow(rig.plan(true));
    await settled();
    expect([rig.session.state.phase, old.closed]).toEqual(['redialing', false]);
    rig.peer().candidate('relay');
    await rig.clock.pass(200);
    await rig.answer();
    rig.peer().connect();
    expect(old.closed).toBe(false);
    rig.peer().result();
    await settled();
    expect(old.closed).toBe(true);
    expect(rig.session.state).toMatchObject({ phase: 'live', enhanced: true });
    expect(FakePeer.open).toBe(1);
  });

  it('keeps the peer in use, and says why, when the second cannot be had', async () => {
    await rig.goLive();
    rig.turn.answer = null;
    rig.turn.refusal = { error: { code: 'turn_rate_limited', message: 'x', retryAfterMs: 1000 } };
    rig.session.follow(rig.plan(true));
    await rig.clock.pass(10);
    const notice = { code: 'turn_rate_limited', retryAfterMs: 1000 };
    expect(rig.session.state).toMatchObject({ phase: 'live', enhanced: false, notice });
    expect(FakePeer.open).toBe(1);
    rig.session.dismiss();
    expect(rig.session.state).toMatchObject({ phase: 'live', notice: null });
  });

  it('drops the second dial when the mode is switched back', async () => {
    await rig.goLive();
    rig.session.follow(rig.plan(true));
    await settled();
    rig.session.follow(rig.plan(false));
    await rig.clock.pass(500);
    expect(rig.session.state).toMatchObject({ phase: 'live', enhanced: false, notice: null });
    expect(FakePeer.open).toBe(1);
  });

  it('asks once where what is known of the same session grows while it is dialled', async () => {
    rig.session.start(rig.plan());
    await settled();
    rig.session.follow({ ...rig.plan(), wrtcParams: { workflowId: 'its id' }, sessionMs: 600_000 });
    rig.peer().gatheringComplete();
    await rig.clock.pass(500);
    expect(rig.offers).toHaveLength(1);
    expect(FakePeer.open).toBe(1);
  });

  it('pauses while the page is hidden and comes back with the camera', async () => {
    await rig.goLive();
    rig.camera.become({ phase: 'off' });
    expect([rig.session.state.phase, FakePeer.open, rig.clock.pending]).toEqual(['paused', 0, 0]);
    rig.camera.become({ phase: 'opening', slow: false });
    rig.camera.on();
    await settled();
    expect([rig.session.state.phase, FakePeer.open]).toEqual(['dialing', 1]);
  });

  it('sends the other camera’s track through the same peer', async () => {
    await rig.goLive();
    rig.camera.become({ phase: 'opening', slow: false });
    rig.camera.on(fakeTrack('front'));
    await settled();
    expect([rig.session.state.phase, rig.peer().track?.id, rig.peers.length]).toEqual(['live', 'front', 1]);
  });

  it('opens the camera first where it is not open, and says when it cannot', async () => {
    rig.camera.become({ phase: 'off' });
    rig.session.start(rig.plan());
    expect([rig.camera.opened, rig.peers.length]).toEqual([1, 0]);
    rig.camera.become({ phase: 'failed', failure: { code: 'camera_busy' }, canFlip: false });
    expect(failureCode(rig.session)).toBe('camera_busy');
  });

  it.each([
    ['the channel closes', (peer: FakePeer) => peer.channelClosed()],
    ['its time is up', (peer: FakePeer) => peer.result(over('timeout_reached'))],
    ['the worker ends it without a word', (peer: FakePeer) => peer.result(over(null))],
    ['the worker ends it for a reason of its own', (peer: FakePeer) => peer.result(over('quota_exceeded'))],
    ['the peer fails', (peer: FakePeer) => peer.connection('failed')],
  ])('dials again when %s', async (_, happen) => {
    await rig.goLive();
    happen(rig.peer());
    await rig.clock.pass(10);
    expect([rig.session.state.phase, FakePeer.open]).toEqual(['redialing', 1]);
    await rig.connectNext();
    expect([rig.session.state.phase, FakePeer.open]).toEqual(['live', 1]);
  });

  it.each([
    ['the first thing it says is that it is over', null, 'workflow_failed'],
    ['its time was up before it began', 'timeout_reached', 'session_ended'],
    ['a reason of its own', 'gpu_lost', 'worker_ended'],
  ])('says why a dial led to nothing where %s, and asks no more than it must', async (_, reason, code) => {
    rig.session.start(rig.plan());
    await settled();
    rig.peer().gatheringComplete();
    await rig.clock.pass(200);
    await rig.answer();
    rig.peer().connect();
    rig.peer().result(over(reason));
    await settled();
    expect(failureCode(rig.session)).toBe(code);
    expect([rig.peers.length, FakePeer.open]).toEqual([1, 0]);
  });

  describe('where the workflow fails on frames', () => {
    const dialToFrames = async () => {
      rig.session.start(rig.plan());
      await settled();
      rig.peer().gatheringComplete();
      await rig.clock.pass(200);
      await rig.answer();
      rig.peer().connect();
      await settled();
    };
    const fail = async (peer: FakePeer, ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        peer.result(failing);
        await rig.clock.pass(100);
      }
    };

    it('none of them makes a session live; with nothing else the dial ends in the worker’s words', async () => {
      await dialToFrames();
      await fail(rig.peer(), 14_000);
      expect(rig.session.state.phase).toBe('dialing');
      await fail(rig.peer(), 1_500);
      expect(rig.session.state).toEqual({
        phase: 'failed',
        enhanced: false,
        failure: { code: 'workflow_failed', reason: 'ValueError: the lens cap is on' },
      });
      expect([rig.peers.length, FakePeer.open, rig.clock.pending]).toEqual([1, 0, 0]);
    });

    it('frames without data and without a reason are said in words', async () => {
      await dialToFrames();
      rig.peer().result({ serialized_output_data: null });
      await rig.clock.pass(15_000);
      const reason = 'The workflow sent nothing for this picture.';
      expect(rig.session.state).toMatchObject({ failure: { code: 'workflow_failed', reason } });
    });

    it('an end after failing frames alone is put down to them', async () => {
      await dialToFrames();
      rig.peer().result(failing);
      rig.peer().result(over(null));
      await settled();
      const failure = { code: 'workflow_failed', reason: failing.errors[0] };
      expect(rig.session.state).toMatchObject({ phase: 'failed', failure });
    });

    it('the first that is well makes it live', async () => {
      await dialToFrames();
      await fail(rig.peer(), 5_000);
      rig.peer().result();
      await settled();
      expect(rig.session.state).toMatchObject({ phase: 'live', notice: null });
    });

    it('it stays live, is heard, and dials no second peer however long that lasts', async () => {
      await rig.goLive();
      const heard: boolean[] = [];
      rig.session.onResult(({ well }) => heard.push(well));
      await fail(rig.peer(), 60_000);
      expect([rig.session.state.phase, rig.peers.length, rig.offers.length]).toEqual(['live', 1, 1]);
      expect([heard.length, heard.includes(true)]).toEqual([600, false]);
    });

    it('a second peer with nothing else does not take over, and is not tried again', async () => {
      await rig.goLive();
      const old = rig.peer();
      rig.session.follow(rig.plan(true));
      await settled();
      rig.peer().candidate('relay');
      await rig.clock.pass(200);
      await rig.answer();
      rig.peer().connect();
      for (let passed = 0; passed < 20_000; passed += 100) {
        if (!old.closed) old.result();
        if (!rig.peers[1]?.closed) rig.peers[1]?.result(failing);
        await rig.clock.pass(100);
      }
      expect(rig.session.state).toMatchObject({
        phase: 'live',
        enhanced: false,
        notice: { code: 'workflow_failed', reason: failing.errors[0] },
      });
      expect([old.closed, rig.peers.length, FakePeer.open]).toEqual([false, 2, 1]);
    });
  });

  it('shows a stall, and takes it back when results come again on the same peer', async () => {
    await rig.goLive();
    await rig.clock.pass(900);
    expect(rig.session.state.phase).toBe('stalled');
    rig.peer().result();
    expect([rig.session.state.phase, rig.peers.length]).toEqual(['live', 1]);
  });

  it('awaits nothing while nothing is sent, and again once it is; steering ends with its peer', async () => {
    await rig.goLive();
    const [attended] = rig.attended;
    expect([rig.attended.length, attended?.link.media?.pc]).toEqual([1, rig.peer()]);
    attended?.events.onRest(true);
    await rig.clock.pass(60_000);
    expect([rig.session.state.phase, rig.peers.length]).toEqual(['live', 1]);
    attended?.events.onRest(false);
    await rig.clock.pass(900);
    expect(rig.session.state.phase).toBe('stalled');
    rig.session.stop();
    expect(attended?.signal.aborted).toBe(true);
  });

  describe('moves over to a direct path', () => {
    const alive = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        for (const peer of rig.peers) if (!peer.closed && peer.connectionState === 'connected') peer.result();
        await rig.clock.pass(100);
      }
    };
    const begin = async () => {
      await rig.goLive(true);
      const told: string[] = [];
      rig.session.onState(({ phase }) => told.push(phase));
      rig.attended[0]?.events.onDirect();
      await settled();
      return { told, old: rig.peers[0] as FakePeer };
    };

    it('make before break, and tells nobody', async () => {
      const { told, old } = await begin();
      expect([rig.peers.length, old.closed]).toEqual([2, false]);
      await rig.connectNext();
      expect([rig.peers.length, old.closed, FakePeer.open]).toEqual([2, true, 1]);
      expect(told.filter((phase) => phase !== 'live')).toEqual([]);
      expect(rig.session.state).toMatchObject({ phase: 'live', enhanced: true, notice: null });
    });

    it('stays where the dial fails, and tells nobody', async () => {
      const { told, old } = await begin();
      rig.peer().candidate('relay');
      await rig.clock.pass(200);
      rig.offers.at(-1)?.reject(new Error('503'));
      await alive(5_000);
      expect([rig.peers.length, old.closed, FakePeer.open]).toEqual([2, false, 1]);
      expect(told.filter((phase) => phase !== 'live')).toEqual([]);
    });

    it('recovers as ever where the relay dies meanwhile', async () => {
      const { old } = await begin();
      await rig.clock.pass(4_000);
      expect(rig.session.state.phase).toBe('redialing');
      expect(rig.peers[1]?.closed).toBe(true);
      await rig.connectNext();
      expect([rig.session.state.phase, old.closed, FakePeer.open]).toEqual(['live', true, 1]);
    });

    it('recovers where the relay’s peer ends and then the dial fails', async () => {
      const { old } = await begin();
      old.channelClosed();
      rig.peer().candidate('relay');
      await rig.clock.pass(200);
      rig.offers.at(-1)?.reject(new Error('503'));
      await rig.clock.pass(2_000);
      expect(rig.session.state.phase).toBe('redialing');
      await rig.connectNext();
      expect([rig.session.state.phase, FakePeer.open]).toEqual(['live', 1]);
    });

    it('lets a wish of the person go first, and leaves nothing after stop', async () => {
      await begin();
      rig.session.follow(rig.plan(true));
      expect(rig.peers[1]?.closed).toBe(false);
      rig.session.follow(rig.plan(false));
      await settled();
      expect([rig.peers[1]?.closed, rig.session.state.phase]).toEqual([true, 'redialing']);
      rig.session.stop();
      await rig.clock.pass(80_000);
      expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
    });

    it('not while the session is unwell, or another peer is dialled', async () => {
      await rig.goLive(true);
      await rig.clock.pass(900);
      rig.attended[0]?.events.onDirect();
      await settled();
      expect(rig.peers.filter(({ remoteDescription }) => remoteDescription).length).toBe(1);
      expect(rig.offers.length).toBe(1);
    });
  });

  it('dials a second peer when the path is dead, and closes the old one only on the new one’s first result', async () => {
    await rig.goLive();
    const old = rig.peer();
    await rig.clock.pass(2_500);
    expect([rig.session.state.phase, rig.peers.length, old.closed]).toEqual(['redialing', 2, false]);
    await rig.connectNext();
    expect([rig.session.state.phase, old.closed, FakePeer.open]).toEqual(['live', true, 1]);
  });

  it('gives a second dial up when the first peer comes to life again', async () => {
    await rig.goLive();
    const old = rig.peer();
    await rig.clock.pass(2_500);
    old.result();
    await settled();
    expect([rig.session.state.phase, old.closed, FakePeer.open]).toEqual(['live', false, 1]);
  });

  it('sends no offer while the proxy cannot be reached, and one within 1.2 s of its return', async () => {
    await rig.goLive();
    rig.turn.unreachable = true;
    await rig.clock.pass(20_000);
    expect(rig.peers).toHaveLength(1);
    rig.turn.unreachable = false;
    await rig.clock.pass(1_200);
    expect(rig.peers).toHaveLength(2);
  });

  it('keeps to the offers a minute while the worker refuses, and returns when it is back', async () => {
    await rig.goLive();
    rig.peer().channelClosed();
    for (let step = 0; step < 600; step += 1) {
      await rig.clock.pass(100);
      rig.peer().gatheringComplete();
      await settled();
      const body = { error: { code: 'worker_unreachable', message: 'x' } };
      rig.offers.at(-1)?.reject(new Error(`Proxy request failed (502): ${JSON.stringify(body)}`));
    }
    expect(rig.offers.length).toBeLessThanOrEqual(12);
    await rig.clock.pass(20_000);
    await rig.connectNext();
    expect(rig.session.state.phase).toBe('live');
  });

  it('tells the proxy that a second dial continues the first', async () => {
    await rig.goLive();
    rig.peer().channelClosed();
    await rig.clock.pass(10);
    await rig.connectNext();
    const params = rig.offers.map((offer) => offer.params);
    expect(params).toEqual([{ workflowId: 'fast' }, { workflowId: 'fast', lineage: 'after 0' }]);
  });

  it('stops trying where only a person can help', async () => {
    await rig.goLive();
    rig.peer().channelClosed();
    await rig.clock.pass(10);
    rig.peer().gatheringComplete();
    await settled();
    const body = { error: { code: 'worker_out_of_credits', message: 'x' } };
    rig.offers.at(-1)?.reject(new Error(`Proxy request failed (402): ${JSON.stringify(body)}`));
    await settled();
    expect(failureCode(rig.session)).toBe('worker_out_of_credits');
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it('ends a dead session, too, once a second one is refused for good', async () => {
    await rig.goLive();
    await rig.clock.pass(2_500);
    rig.peer().gatheringComplete();
    await settled();
    const body = { error: { code: 'worker_out_of_credits', message: 'x' } };
    rig.offers.at(-1)?.reject(new Error(`Proxy request failed (402): ${JSON.stringify(body)}`));
    await rig.clock.pass(60_000);
    expect(failureCode(rig.session)).toBe('worker_out_of_credits');
    expect([FakePeer.open, rig.clock.pending, rig.offers.length]).toEqual([0, 0, 2]);
  });

  it('renews before its credentials end, without a word on the screen', async () => {
    rig.turn.expiresInMs = 60_000;
    await rig.goLive();
    const phases: string[] = [];
    rig.session.onState(({ phase }) => phases.push(phase));
    for (let second = 0; second < 53; second += 1) {
      await rig.clock.pass(500);
      rig.peer().bytesReceived += 1;
      if (rig.peers.length === 1) rig.peer().result();
      else await rig.connectNext();
      rig.peer().result();
      await rig.clock.pass(500);
      for (const peer of rig.peers) if (!peer.closed) peer.result();
    }
    expect([rig.peers.length, FakePeer.open, new Set(phases)]).toEqual([2, 1, new Set(['live'])]);
  });

  it('renews, too, where results stall at that moment and come again', async () => {
    rig.turn.expiresInMs = 60_000;
    await rig.goLive();
    await passWithResults(rig, 50.5);
    rig.turn.unreachable = true;
    await rig.clock.pass(1_500);
    rig.peer().result();
    rig.turn.unreachable = false;
    await passWithResults(rig, 2);
    expect(rig.peers).toHaveLength(2);
  });

  it('dials none for a network that changed where results stall and come again on the old one', async () => {
    await rig.goLive();
    rig.turn.unreachable = true;
    rig.session.networkChanged();
    await rig.clock.pass(900);
    expect(rig.session.state.phase).toBe('stalled');
    rig.peer().result();
    rig.turn.unreachable = false;
    await passWithResults(rig, 2);
    expect([rig.session.state.phase, rig.peers.length]).toEqual(['live', 1]);
  });

  it('dials a second peer at once when the network changes', async () => {
    await rig.goLive();
    rig.session.networkChanged();
    await settled();
    expect(rig.peers.map(({ fresh }) => fresh)).toEqual([false, true]);
    await rig.connectNext();
    expect([rig.session.state.phase, FakePeer.open]).toEqual(['live', 1]);
  });

  it('in ENH warms a relay while LIVE is off, sends no offer, and dials on the warm peer', async () => {
    rig.session.follow(rig.plan(true));
    await settled();
    expect([rig.peers.length, rig.offers.length]).toEqual([1, 0]);
    expect(rig.peer().localDescription).toMatchObject({ type: 'offer' });
    await rig.goLive(true);
    expect([rig.peers.length, rig.session.state.phase]).toEqual([1, 'live']);
    rig.session.stop();
    await settled();
    expect([rig.peers[0]?.closed, rig.peer().remoteDescription]).toEqual([true, null]);
    rig.camera.become({ phase: 'off' });
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it('has a peer ready at every tap, by one credential for ten taps within ten minutes', async () => {
    rig.turn.expiresInMs = 15 * 60_000;
    rig.session.follow(rig.plan(true));
    for (let tap = 1; tap <= 10; tap += 1) {
      rig.session.arm();
      await rig.clock.pass(30_000);
      const before = rig.peers.length;
      await rig.goLive(true);
      expect([rig.peers.length, rig.session.state.phase]).toEqual([before, 'live']);
      await rig.clock.pass(20_000);
      rig.session.stop();
      await settled();
    }
    expect(rig.requests() - rig.offers.length).toBe(1);
    await rig.clock.pass(3 * 60_000);
    expect(FakePeer.open).toBe(0);
  });

  it('fetches anew at the tap after a dial that failed', async () => {
    rig.turn.expiresInMs = 15 * 60_000;
    const asked = () => rig.requests() - rig.offers.length;
    for (const times of [1, 2]) {
      rig.session.start(rig.plan(true, 'relay'));
      await rig.clock.pass(7_000);
      expect(rig.session.state).toMatchObject({ failure: { code: 'relay_unreachable' } });
      expect(asked()).toBe(times);
    }
  });

  it('mints anew for a tap when what is left would not last, and after a refusal', async () => {
    rig.turn.expiresInMs = 10 * 60_000;
    const minted = () => rig.requests() - rig.offers.length;
    rig.session.follow(rig.plan(true));
    await rig.clock.pass(5 * 60_000);
    rig.session.arm();
    await settled();
    expect([minted(), FakePeer.open]).toEqual([1, 1]);
    await rig.clock.pass(3 * 60_000);
    rig.session.arm();
    await settled();
    expect([minted(), FakePeer.open]).toEqual([2, 1]);
    rig.session.start(rig.plan(true, 'relay'));
    await settled();
    rig.peer().candidateError(401);
    rig.peer().gatheringComplete();
    await rig.clock.pass(200);
    expect(rig.session.state).toMatchObject({ failure: { code: 'relay_refused_credentials' } });
    rig.session.start(rig.plan(true, 'relay'));
    await settled();
    expect(minted()).toBe(4);
  });

  it('drops a warm relay when idle for long, and when ENH is switched off', async () => {
    rig.session.follow(rig.plan(true));
    await rig.clock.pass(4 * 60_000);
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
    rig.session.arm();
    await settled();
    expect(FakePeer.open).toBe(1);
    rig.session.follow(rig.plan(false));
    expect(FakePeer.open).toBe(0);
    await settled();
    expect([FakePeer.open, rig.peer().configuration.iceTransportPolicy]).toEqual([1, 'all']);
    rig.camera.become({ phase: 'off' });
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it('has a direct peer ready once the camera is on, and asks for nothing at the tap', async () => {
    rig.camera.become({ phase: 'off' });
    rig.session.follow(rig.plan(false));
    expect(rig.requests()).toBe(0);
    rig.camera.on();
    await settled();
    expect([rig.requests(), FakePeer.open, rig.offers.length]).toEqual([1, 1, 0]);
    rig.session.arm();
    await settled();
    await rig.goLive(false);
    expect([rig.requests(), rig.peers.length, rig.offers.length]).toEqual([2, 1, 1]);
    rig.session.stop();
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });

  it('takes over what is still being got ready at the tap, and closes it where LIVE is off by then', async () => {
    rig.session.follow(rig.plan(false));
    await rig.goLive(false);
    expect([rig.requests(), rig.peers.length, rig.offers.length]).toEqual([2, 1, 1]);
    rig.session.stop();
    rig.session.arm();
    rig.session.start(rig.plan(false));
    rig.session.stop();
    await settled();
    expect([FakePeer.open, rig.clock.pending, rig.offers.length]).toEqual([0, 0, 1]);
  });

  describe('the offer is ready before the tap', () => {
    const readied = async (plan: DialPlan, find: (peer: FakePeer) => void) => {
      rig.session.follow(plan);
      await settled();
      find(rig.peer());
      await rig.clock.pass(2_000);
      rig.session.start(plan);
      await settled();
    };

    it.each<[string, boolean, (peer: FakePeer) => void]>([
      ['an address that a STUN server saw', false, (peer) => peer.srflx(50_000)],
      ['no answer of the STUN server in that time', false, () => {}],
      ['a relay over TLS', true, (peer) => peer.candidate('relay', 'tls')],
    ])('and leaves at once with %s', async (_, enhanced, find) => {
      await readied(rig.plan(enhanced), find);
      expect([rig.peers.length, rig.offers.length]).toEqual([1, 1]);
    });

    it('and waits in ENH for the relay that has not been found', async () => {
      await readied(rig.plan(true), (peer) => peer.srflx(50_000));
      expect(rig.offers).toHaveLength(0);
      rig.peer().candidate('relay');
      await settled();
      expect(rig.offers).toHaveLength(1);
    });

    it('and sends the camera that is on by now', async () => {
      rig.session.follow(rig.plan());
      await settled();
      const other = fakeTrack('other', { width: 960, height: 540 });
      rig.camera.on(other);
      rig.session.start(rig.plan());
      await settled();
      expect([rig.peers.length, rig.peer().track]).toEqual([1, other]);
      expect(rig.peer().encodings[0]?.scaleResolutionDownBy).toBe(960 / START_LONG_SIDE_PX);
      rig.session.stop();
    });

    it('and is made anew where the workflow’s picture is wanted, by the credentials in hand', async () => {
      rig.turn.expiresInMs = 15 * 60_000;
      rig.session.follow(rig.plan(true));
      await settled();
      rig.session.follow(rig.plan(true, 'all', true));
      await settled();
      expect([rig.peers.length, FakePeer.open, rig.requests()]).toEqual([2, 1, 1]);
      expect(rig.peer().direction).toBe('sendrecv');
    });

    it('and anew at a touch in a browser that does not keep the way through a NAT open', async () => {
      FakePeer.tendsMappings = false;
      rig.session.follow(rig.plan());
      await rig.clock.pass(10_000);
      rig.session.arm();
      await settled();
      expect(rig.peers).toHaveLength(1);
      await rig.clock.pass(10_000);
      rig.session.arm();
      await settled();
      expect([rig.peers.length, FakePeer.open]).toEqual([2, 1]);
      await rig.clock.pass(20_000);
      await rig.goLive();
      expect([rig.peers.length, FakePeer.open]).toEqual([3, 1]);
    });

    it('and no peer stays where the camera goes while it is made', async () => {
      rig.session.follow(rig.plan());
      rig.camera.become({ phase: 'off' });
      await settled();
      expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
    });
  });

  it('lets go of what it gathered on another network, and is ready again at a touch', async () => {
    rig.session.follow(rig.plan(false));
    await settled();
    rig.session.networkChanged();
    expect(FakePeer.open).toBe(0);
    rig.session.arm();
    await settled();
    expect([FakePeer.open, rig.peers.length]).toEqual([1, 2]);
  });

  it('passes results of the peer in use on, in order', async () => {
    const seen: number[] = [];
    rig.session.onResult((result) => seen.push(result.frameId));
    await rig.goLive();
    rig.peer().result();
    rig.peer().result();
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('a browser without live video', () => {
  let rig: ReturnType<typeof setUp>;
  beforeEach(() => {
    rig = setUp();
    rig.camera.on();
  });

  it.each([false, true])('says so at once, asks nobody, and dials no more (ENH %s)', async (enhanced) => {
    rig.browser.canSendVideo = false;
    rig.session.follow(rig.plan(enhanced));
    rig.session.arm();
    rig.session.start(rig.plan(enhanced));
    expect(failureCode(rig.session)).toBe('webrtc_missing');
    rig.session.networkChanged();
    await rig.clock.pass(120_000);
    rig.session.arm();
    await settled();
    expect(rig.requests()).toBe(0);
    expect(failureCode(rig.session)).toBe('webrtc_missing');
    rig.session.dismiss();
    expect(rig.session.state.phase).toBe('idle');
    expect(rig.clock.pending).toBe(0);
  });

  it.each([false, true])('that shows only when a peer is made sends no offer (ENH %s)', async (enhanced) => {
    rig.browser.thrown = new Error('blocked');
    rig.session.start(rig.plan(enhanced));
    await rig.clock.pass(120_000);
    expect(failureCode(rig.session)).toBe('webrtc_missing');
    expect(rig.offers).toHaveLength(0);
    expect(rig.clock.pending).toBe(0);
  });

  it('is not one that merely cannot list its codecs', async () => {
    vi.stubGlobal('RTCRtpReceiver', class {});
    await rig.goLive().finally(() => vi.unstubAllGlobals());
    expect(rig.session.state.phase).toBe('live');
  });

  it('is not asked to warm a relay again and again', async () => {
    rig.browser.thrown = new Error('blocked');
    rig.session.follow(rig.plan(true));
    await rig.clock.pass(120_000);
    expect(rig.requests()).toBe(1);
  });

  it.each([
    [true, 'turn_bad_answer'],
    [false, 'proxy_bad_answer'],
  ])('is not what a list of servers makes of it that makes no sense (ENH %s)', async (enhanced, code) => {
    rig.browser.thrown = new DOMException('not a URL', 'SyntaxError');
    rig.session.start(rig.plan(enhanced));
    await settled();
    expect(failureCode(rig.session)).toBe(code);
  });

  it.each(['createDataChannel', 'addTransceiver', 'createOffer'] as const)(
    'or without a part of it: %s',
    async (missing) => {
      rig.session.start(rig.plan());
      const broken = vi.spyOn(FakePeer.prototype, missing).mockImplementation(() => {
        throw new TypeError('not there');
      });
      await rig.clock.pass(120_000);
      broken.mockRestore();
      expect(failureCode(rig.session)).toBe('webrtc_missing');
      expect(rig.offers).toHaveLength(0);
      expect(FakePeer.open).toBe(0);
    },
  );
});

describe('whatever happens', () => {
  type Rig = ReturnType<typeof setUp>;
  const happenings: Record<string, (rig: Rig) => void | Promise<void>> = {
    start: (rig) => rig.session.start(rig.plan()),
    startEnhanced: (rig) => rig.session.start(rig.plan(true)),
    follow: (rig) => rig.session.follow(rig.plan()),
    followEnhanced: (rig) => rig.session.follow(rig.plan(true)),
    stop: (rig) => rig.session.stop(),
    dismiss: (rig) => rig.session.dismiss(),
    hide: (rig) => rig.camera.become({ phase: 'off' }),
    show: (rig) => rig.camera.on(),
    cameraFails: (rig) =>
      rig.camera.become({ phase: 'failed', failure: { code: 'camera_lost' }, canFlip: false }),
    relay: (rig) => rig.peer()?.candidate('relay'),
    complete: (rig) => rig.peer()?.gatheringComplete(),
    answer: (rig) => rig.answer(),
    refuse: (rig) => rig.offers.at(-1)?.reject(new TypeError('network')),
    connect: (rig) => rig.peer()?.connect(),
    result: (rig) => rig.peer()?.result(),
    peerFails: (rig) => rig.peer()?.connection('failed'),
    channelCloses: (rig) => rig.peer()?.channelClosed(),
    picture: (rig) => rig.session.follow(rig.plan(false, 'all', true)),
    noPicture: (rig) => rig.session.follow(rig.plan(false)),
    noTurn: (rig) => {
      rig.turn.answer = null;
    },
    arm: (rig) => rig.session.arm(),
    networkChanged: (rig) => rig.session.networkChanged(),
    offline: (rig) => {
      rig.turn.unreachable = true;
    },
    online: (rig) => {
      rig.turn.unreachable = false;
    },
    second: (rig) => rig.clock.pass(1_000),
    minute: (rig) => rig.clock.pass(60_000),
  };

  /** Its offer is out and its camera is gone: it waits for the answer only to hang up. */
  const isLeaving = ({ localDescription, track }: FakePeer) => localDescription !== null && track === null;

  it('never holds more than two peers, leaves none after stop, and can always go live again', async () => {
    const names = fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(names, async (events) => {
        const rig = setUp();
        for (const name of events) {
          await happenings[name]?.(rig);
          await settled();
          const held = rig.peers.filter((peer) => !peer.closed && !isLeaving(peer)).length;
          expect(held).toBeLessThanOrEqual(2);
          // Idle in ENH holds one warm peer.
          if (['idle', 'failed'].includes(rig.session.state.phase)) expect(held).toBeLessThanOrEqual(1);
          if (rig.session.state.phase === 'paused') expect(held).toBe(0);
        }
        rig.session.stop();
        await settled();
        // One that is ready for the next tap, at most: no worker knows of it.
        const held = rig.peers.filter((peer) => !peer.closed && !isLeaving(peer));
        expect(held.length).toBeLessThanOrEqual(1);
        expect(held.every((peer) => peer.remoteDescription === null)).toBe(true);
        await rig.clock.pass(4 * 60_000);
        expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
        rig.turn.answer = [];
        rig.camera.on();
        await rig.goLive();
        expect(rig.session.state.phase).toBe('live');
      }),
      { numRuns: 150 },
    );
  });
});
