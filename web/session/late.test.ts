import { describe, expect, it } from 'vitest';
import { settled } from '../time/fakes';
import type { DialPlan } from './dial/plan';
import { createLateSession } from './late';
import { IDLE } from './transitions';
import type { LiveSession, SessionState } from './types';

/** Writes down what it is asked, and goes where the test has it go. */
function fakeSession() {
  const asked: string[] = [];
  const note = (name: string) => (plan?: DialPlan) =>
    void asked.push(plan ? `${name} ${plan.turnConfigUrl}` : name);
  const listeners = new Set<(state: SessionState) => void>();
  const session = {
    state: IDLE as SessionState,
    picture: null,
    start: note('start'),
    follow: note('follow'),
    arm: note('arm'),
    networkChanged: note('networkChanged'),
    stop: note('stop'),
    dismiss: note('dismiss'),
    onState: (listener: (state: SessionState) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onResult: () => () => {},
    onPicture: () => () => {},
    onTraffic: () => () => {},
    readStats: async () => null,
  };
  const go = (state: SessionState) => {
    session.state = state;
    for (const tell of listeners) tell(state);
  };
  return { session: session as LiveSession, asked, go };
}

function rig() {
  const real = fakeSession();
  const fetches: { resolve(session: LiveSession): void; reject(): void }[] = [];
  const late = createLateSession({
    load: () =>
      new Promise((resolve, reject) => fetches.push({ resolve, reject: () => reject(new Error('404')) })),
    now: () => 5,
    missing: () => ({ code: 'proxy_bad_answer' }),
  });
  const told: string[] = [];
  late.onState(({ phase }) => told.push(phase));
  const comes = async () => {
    fetches.shift()?.resolve(real.session);
    await settled();
  };
  const fails = async () => {
    fetches.shift()?.reject();
    await settled();
  };
  return { late, real, told, fetches, comes, fails };
}

const plan = (turnConfigUrl: string) => ({ turnConfigUrl, enhanced: false }) as DialPlan;

describe('a session whose code is on its way', () => {
  it('remembers a tap, says at once that it dials, and dials when it is there', async () => {
    const { late, real, told, comes } = rig();
    late.follow(plan('a'));
    late.start(plan('a'));
    expect(late.state).toEqual({ phase: 'dialing', enhanced: false, wakingGpu: false, sinceMs: 5 });
    await comes();
    expect(real.asked).toEqual(['start a']);
    expect(told).toEqual(['dialing']);
    real.go({ phase: 'live', enhanced: false, route: null, notice: null });
    expect(late.state.phase).toBe('live');
    expect(told).toEqual(['dialing', 'live']);
  });

  it('dials what is wanted by then, and nothing after a second tap', async () => {
    const changed = rig();
    changed.late.start(plan('a'));
    changed.late.follow(plan('b'));
    await changed.comes();
    expect(changed.real.asked).toEqual(['start b']);
    const stopped = rig();
    stopped.late.start(plan('a'));
    stopped.late.stop();
    await stopped.comes();
    expect(stopped.real.asked).toEqual([]);
    expect(stopped.told).toEqual(['dialing', 'idle']);
  });

  it('is fetched once, before any tap, and then follows what was wanted meanwhile', async () => {
    const { late, real, told, fetches, comes } = rig();
    late.warm();
    late.warm();
    late.arm();
    late.follow(plan('a'));
    late.follow(plan('b'));
    expect(fetches).toHaveLength(1);
    await comes();
    expect(real.asked).toEqual(['follow b']);
    expect(told).toEqual([]);
    late.arm();
    late.networkChanged();
    late.start(plan('c'));
    late.stop();
    expect(real.asked.slice(1)).toEqual(['arm', 'networkChanged', 'start c', 'stop']);
  });

  it('that does not come is a failure for whoever tapped, and is fetched again at the next tap', async () => {
    const { late, real, told, comes, fails } = rig();
    late.warm();
    await fails();
    expect(told).toEqual([]);
    late.start(plan('a'));
    await fails();
    expect(late.state).toEqual({ phase: 'failed', enhanced: false, failure: { code: 'proxy_bad_answer' } });
    late.start(plan('a'));
    await comes();
    expect(real.asked).toEqual(['start a']);
    expect(told).toEqual(['dialing', 'failed', 'dialing']);
  });

  it('keeps that failure on the screen until it is answered, though the code has come since', async () => {
    const { late, told, comes, fails } = rig();
    late.start(plan('a'));
    await fails();
    late.arm(); // The touch that becomes a tap on the card.
    await comes();
    expect(told).toEqual(['dialing', 'failed']);
    late.dismiss();
    expect(told).toEqual(['dialing', 'failed', 'idle']);
  });
});
