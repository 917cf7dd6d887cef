/** What a session has seen is written down while it runs, and what is new is felt. */
import { useEffect, useState } from 'react';
import { liveSession, shownSession } from '../../app';
import { saveFile } from '../../platform/share';
import { announce } from '../../platform/signals/haptics';
import { NewCodes } from '../../results/newCodes';
import { countsCsv, jsonOf, thingsCsv } from '../../results/taken/export';
import { isOn } from '../../results/taken/filter';
import { SessionLog } from '../../results/taken/log';
import type { Trace } from '../../results/traces';
import { useVisionStore } from '../../store/useVisionStore';
import { systemClock } from '../../time/clock';

const TRACE_SECONDS = 60;

const log = new SessionLog();

/** One short buzz for each code that is new in this visit; a log of the session, until the next one begins. */
export function useTaking(): void {
  useEffect(() => {
    const codes = new NewCodes();
    let isOver = true;
    const ends = [
      shownSession.onResult(({ things }) => codes.read(things) && announce()),
      liveSession.onResult(({ things, well }) => well && log.add(things, systemClock.now())),
      liveSession.onState(({ phase }) => {
        if (isOver && phase === 'dialing') log.clear();
        isOver = phase === 'idle' || phase === 'failed';
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);
}

/** Whether the person leaves things out. */
export const useIsFiltered = (): boolean => useVisionStore(({ filter }) => isOn(filter));

/** `most`: in view at once in the last minute. */
export type SeenClass = { name: string; most: number; trace: Trace };

/** The classes of the last minute, and those that are hidden, by name; anew each second. */
export function useSeenClasses(): SeenClass[] {
  const hidden = useVisionStore((state) => state.filter.hidden);
  const [, turn] = useState(0);
  useEffect(() => {
    const id = setInterval(() => turn((turns) => turns + 1), 1_000);
    return () => clearInterval(id);
  }, []);
  return seenClasses(hidden);
}

function seenClasses(hidden: readonly string[]): SeenClass[] {
  const seconds = log.all().seconds.slice(-TRACE_SECONDS);
  const names = new Set([...hidden, ...seconds.flatMap(({ most }) => [...most.keys()])]);
  return [...names].sort().map((name) => {
    const trace = seconds.map(({ atMs, most }) => ({ atMs, value: most.get(name) ?? 0 }));
    return { name, trace, most: Math.max(0, ...trace.map(({ value }) => value)) };
  });
}

const FILES = {
  json: { of: jsonOf, type: 'application/json', name: 'session.json' },
  counts: { of: countsCsv, type: 'text/csv', name: 'counts.csv' },
  things: { of: thingsCsv, type: 'text/csv', name: 'things.csv' },
};

/** @returns whether there was anything to save */
export function saveSession(kind: keyof typeof FILES): boolean {
  const taken = log.all();
  if (taken.seconds.length === 0) return false;
  const { of, type, name } = FILES[kind];
  saveFile(new File([of(taken)], `sightline-${name}`, { type }));
  return true;
}
