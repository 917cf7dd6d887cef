/** What is said of a result: what is in view, or why nothing is. */
import { shorten } from '../../protocol/shorten';
import { classIn, words } from '../words/words';
import type { Failure, Output, Result, Summary, SummaryState, Thing } from './kinds/model';
import { clean, inWords, numberText } from './kinds/text';

const MOST_ITEMS = 5;
const MOST_NAMES = 6;
/** Characters of a thing's words. */
const LONGEST_ITEM = 1_000;

type Read = Pick<Result, 'things' | 'outputs' | 'failures' | 'leftOut' | 'shapes'>;

/** @param showsPictures whether the screen shows a workflow's own pictures, at least one of them */
export function summarise(read: Read, showsPictures = false): Summary {
  const state = stateOf(read, showsPictures);
  return {
    state,
    count: read.things.length,
    items: read.things.map(wordsOf).sort().slice(0, MOST_ITEMS).map(line),
    leftOut: read.leftOut,
    text: textOf(state, read.outputs, read.failures),
  };
}

function stateOf({ things, outputs, failures, leftOut }: Read, showsPictures: boolean): SummaryState {
  if (things.length > 0) return 'things';
  const well = outputs.filter(({ kind }) => kind !== 'failure');
  if (well.length === 0 && failures.length > 0) return 'failed';
  // A set whose things could not be read is not empty.
  const sets = well.filter((output) => output.kind === 'things');
  const told = well.filter((output) => tells(output, showsPictures));
  if (told.length > 0 || (sets.length > 0 && (leftOut > 0 || failures.length > 0))) return 'values';
  return sets.length > 0 ? 'nothing' : 'unshowable';
}

/** Whether a readout has something to say besides that a set is empty. */
function tells(output: Output, showsPictures: boolean): boolean {
  if (output.kind === 'things') return output.count > 0;
  if (output.kind === 'picture') return showsPictures && output.base64 !== null;
  if (output.kind === 'list')
    return output.items.some((item) => item.kind !== 'nothing' && (showsPictures || item.kind !== 'picture'));
  return output.kind !== 'nothing' && output.kind !== 'failure';
}

function textOf(state: SummaryState, outputs: Output[], failures: Failure[]): string {
  if (state === 'nothing') return words().results.nothing;
  if (state === 'failed') return failures[0]?.words ?? '';
  if (state !== 'unshowable') return '';
  const { unshowable } = words().workflow;
  const names = outputs.slice(0, MOST_NAMES).map(({ name }) => name.split('.').map(inWords).join(': '));
  const more = outputs.length - names.length;
  if (names.length === 0) return `${unshowable}.`;
  return `${unshowable}: ${names.join(', ')}${more > 0 ? ` ${words().results.more(more)}` : ''}.`;
}

/** `person #7`, `qr code: hello`. */
function wordsOf({ name, track, text }: Thing): string {
  const said = classIn(name);
  const numbered = track === undefined ? said : `${said} #${track}`;
  return text ? `${numbered}: ${text}` : numbered;
}

const line = (text: string) => shorten(clean(text, LONGEST_ITEM * 2), LONGEST_ITEM) || words().values.unnamed;

/** What a label adds to a thing's name: `#7 · 4 s`. Empty where nothing is known. */
export function tagOf({ track, secondsInZone, speed }: Thing): string {
  const parts = [
    track === undefined ? null : `#${track}`,
    secondsInZone === undefined ? null : timeText(secondsInZone),
    // Its unit is the workflow's: px, unless its author scaled them.
    speed === undefined ? null : `${numberText(Math.round(speed))}/s`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function timeText(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = String(whole % 60).padStart(2, '0');
  return whole < 3_600
    ? `${Math.floor(whole / 60)}:${rest} min`
    : `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
