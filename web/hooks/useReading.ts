import { useEffect, useState } from 'react';
import { liveSession, resultAges } from '../app';
import { type Reading, watchFigures } from '../hud/sampler';
import { systemClock } from '../time/clock';

/** The session's figures, once a second for as long as the component stands; null until the first. */
export function useReading(): Reading | null {
  const [reading, setReading] = useState<Reading | null>(null);
  useEffect(
    () =>
      watchFigures(
        {
          readStats: () => liveSession.readStats(),
          onResult: (listener) => liveSession.onResult(listener),
          onAge: (listener) => resultAges.add(listener),
        },
        systemClock,
        setReading,
      ),
    [],
  );
  return reading;
}
