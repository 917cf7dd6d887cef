import type { Gates } from '../detect/objects/open';
import { type EyeSettings, type Eyes, openEyes } from '../eyes';
import { TurnGate } from './gate';
import { Residents } from './residents';
import type { Order, Report } from './words';

export type Listener = {
  hear(order: Order): void;
  /** Ends every session. Resolves once nothing of them runs any more. */
  close(): Promise<void>;
};

type Home = { residents: Residents; eyes: Pick<Eyes, 'close'> };

/** Does what the worker orders, wherever this runs. `report` gets the answers. @param open what looks at the frames. */
export function listen(
  report: (words: Report) => void,
  open: (settings: EyeSettings, gates: Gates) => Promise<Pick<Eyes, 'registry' | 'close'>> = openEyes,
): Listener {
  let home: Promise<Home> | null = null;
  const gates = { fast: new TurnGate('fast', report, true), slow: new TurnGate('slow', report, false) };
  const start = async (settings: EyeSettings) => {
    const eyes = await open(settings, gates);
    const residents = new Residents(eyes.registry, settings.programs, report);
    report({ ready: true });
    return { residents, eyes };
  };
  return {
    hear(order) {
      if ('start' in order) {
        home = start(order.start);
        home.catch((error: Error) => report({ broken: toWords(error) }));
      } else if ('crowded' in order) gates.fast.isOpen = !order.crowded;
      else if ('granted' in order) gates[order.pace].granted(order.granted);
      else void home?.then(({ residents }) => tell(residents, order)).catch(() => {});
    },
    async close() {
      const opened = await home?.catch(() => null);
      opened?.residents.close();
      await opened?.eyes.close();
    },
  };
}

function tell(residents: Residents, order: Extract<Order, { session: number }>): void {
  if ('open' in order) void residents.begin(order.session, order.open);
  else residents.end(order.session, order.end);
}

function toWords({ message, code }: NodeJS.ErrnoException) {
  return { message, code: code ?? null };
}
