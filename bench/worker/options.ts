/** What the command line asks for. */
import { parseArgs } from 'node:util';

export type Options = {
  workflow: string;
  /** Frames a second of each camera. */
  fps: number;
  streams: number[];
  /** Of each row. */
  seconds: number;
  /** Minutes; 0 leaves the soak out. */
  soak: number;
  /** Sessions to open and close; 0 leaves them out. */
  connects: number;
  /** Offers whose client never connects; 0 leaves them out. */
  halfOpen: number;
  overhead: boolean;
};

export const USAGE = `npm run bench:worker -- [what …] [--workflow fast] [--fps 30] [--seconds 30]
  --streams 1,2,4,8   frames and results a second, and how old results are
  --overhead          the worker's cost per frame over a bare onnxruntime-node run of the same model
  --soak 20           minutes: memory under steady streams, then under sessions that come and go
  --connects 200      sessions one after the other, twice: what they leave behind
  --half-open 1000    offers that never connect, beside a stream that goes on
Without a what: --streams 1,2,4,8 --overhead.`;

export function wantsHelp(args: string[]): boolean {
  return args.includes('--help');
}

/** @throws TypeError with one sentence where an argument is not understood. */
export function readOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      workflow: { ...text, default: 'fast' },
      fps: { ...text, default: '30' },
      seconds: { ...text, default: '30' },
      streams: text,
      soak: text,
      connects: text,
      'half-open': text,
      overhead: { type: 'boolean' },
    },
  });
  const asked = [values.streams, values.soak, values.connects, values['half-open'], values.overhead];
  const isBare = asked.every((each) => each === undefined);
  return {
    workflow: values.workflow,
    fps: toNumber('fps', values.fps),
    seconds: toNumber('seconds', values.seconds),
    streams: toNumbers(values.streams ?? (isBare ? '1,2,4,8' : '')),
    soak: toNumber('soak', values.soak ?? '0'),
    connects: toNumber('connects', values.connects ?? '0'),
    halfOpen: toNumber('half-open', values['half-open'] ?? '0'),
    overhead: values.overhead ?? isBare,
  };
}

function toNumbers(list: string): number[] {
  return list === '' ? [] : list.split(',').map((each) => toNumber('streams', each));
}

function toNumber(name: string, text: string): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new TypeError(`--${name} must be a number of 0 or more.`);
}
