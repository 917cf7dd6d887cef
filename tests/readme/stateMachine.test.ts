/**
 * The diagram of the session's states in ARCHITECTURE.md, held against the function that makes the
 * transitions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';
import { Failure } from '../../web/errors/failure';
import { IDLE, type SessionEvent, transition } from '../../web/session/transitions';
import type { SessionState } from '../../web/session/types';
import { blocksIn } from './markdown';

type Phase = SessionState['phase'];
type Arrow = { from: Phase; event: string; to: Phase };

const failure = new Failure('worker_gone');
const notice = failure.facts;
const route = { kind: 'relay', transport: 'TLS', port: 443, rttMs: 84 } as const;

/** One of each. A phase or an event that is new does not compile until it stands here. */
const STATES: Record<Phase, SessionState> = {
  idle: IDLE,
  dialing: { phase: 'dialing', enhanced: false, wakingGpu: false, sinceMs: 1 },
  live: { phase: 'live', enhanced: false, route: null, notice },
  stalled: { phase: 'stalled', enhanced: false, route },
  redialing: { phase: 'redialing', enhanced: false, attempt: 1 },
  paused: { phase: 'paused', enhanced: false },
  failed: { phase: 'failed', enhanced: false, failure },
};
const EVENTS: { [Type in SessionEvent['type']]: Extract<SessionEvent, { type: Type }> } = {
  dialed: { type: 'dialed', enhanced: true, nowMs: 2 },
  waking: { type: 'waking' },
  redialed: { type: 'redialed', enhanced: true },
  connected: { type: 'connected', enhanced: true, notice: null },
  routeRead: { type: 'routeRead', route },
  stalled: { type: 'stalled' },
  recovered: { type: 'recovered', enhanced: true },
  keptOld: { type: 'keptOld', enhanced: true, notice: null },
  failed: { type: 'failed', enhanced: true, failure },
  paused: { type: 'paused' },
  dismissed: { type: 'dismissed' },
  stopped: { type: 'stopped' },
};
const PHASES = Object.keys(STATES) as Phase[];

const architecture = readFileSync(join(ROOT, 'docs', 'ARCHITECTURE.md'), 'utf8');
const diagram = blocksIn(architecture, 'mermaid').find(({ text }) => text.startsWith('stateDiagram'));

/** `a --> b: event`; `any` stands for every phase, and `event / other` for two. */
function drawn(): Arrow[] {
  const lines = [...(diagram?.text ?? '').matchAll(/^\s*(\w+) --> (\w+) ?: ?(.+)$/gm)];
  return lines.flatMap(([, from, to, events]) =>
    (events ?? '').split('/').flatMap((event) => {
      const sources = from === 'any' ? PHASES : [from as Phase];
      return sources.map((source) => ({ from: source, event: event.trim(), to: to as Phase }));
    }),
  );
}

/** What the function does with this event in that phase; null where it leaves the state as it is. */
function made(from: Phase, event: SessionEvent): Phase | null {
  const state = STATES[from];
  const next = transition(state, event);
  return next === state ? null : next.phase;
}

const wordOf = ({ from, event, to }: Arrow) => `${from} --> ${to}: ${event}`;

describe('the diagram of the states', () => {
  it('draws nothing that the function does not do', () => {
    const wrong = drawn().filter(({ from, event, to }) => {
      const known = Object.hasOwn(EVENTS, event) && PHASES.includes(from);
      const does = known && made(from, EVENTS[event as keyof typeof EVENTS]);
      // `any` may hold a phase that the event leaves as it is.
      return !(does === to || (does === null && from === to));
    });
    expect(wrong.map(wordOf)).toEqual([]);
  });

  it('draws all that the function does', () => {
    const there = new Set(drawn().map(wordOf));
    const all = PHASES.flatMap((from) =>
      Object.values(EVENTS).flatMap((event) => {
        const to = made(from, event);
        return to === null ? [] : [wordOf({ from, event: event.type, to })];
      }),
    );
    expect(all.filter((arrow) => !there.has(arrow))).toEqual([]);
    expect(all.length).toBeGreaterThan(40);
  });

  it('has a row of the table below it for every event', () => {
    const rows = [...architecture.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    expect(rows).toEqual(expect.arrayContaining(Object.keys(EVENTS)));
  });
});
