/** Each output as a line to read, and its whole text for a sheet. */
import { words } from '../words/words';
import { LONGEST_TEXT } from './kinds/bounds';
import { jsonText } from './kinds/json';
import type { ClassScore, Output, Readout, Result, Value } from './kinds/model';
import { classInWords, clean, inWords, numberText, percentText } from './kinds/text';

/** Characters of a line. */
const LONGEST_LINE = 80;
const MOST_LISTED = 8;

export const readoutsOf = ({ outputs }: Pick<Result, 'outputs'>): Readout[] => outputs.map(readoutOf);

function readoutOf(output: Output): Readout {
  const isNumber = output.kind === 'count' || output.kind === 'number';
  const line = lineOf(output);
  return {
    output: output.name,
    name: output.name.split('.').map(inWords).join(': '),
    kind: output.kind,
    value: line.length > LONGEST_LINE ? `${clean(line, LONGEST_LINE - 1)}…` : line,
    unit: isNumber ? output.unit : null,
    number: isNumber ? output.value : null,
    opens: opens(output, line),
    drawn: isDrawn(output),
  };
}

/** Everything that an output says, for a sheet: its first 100,000 characters or so. */
export function sheetText(output: Value): string {
  if (output.kind === 'text') return output.text;
  if (output.kind === 'failure') return output.failure.reason;
  if (output.kind === 'json' || output.kind === 'list') return jsonText(output.json, LONGEST_TEXT, '  ');
  if (output.kind === 'class' || output.kind === 'labels') return output.scores.map(scoreText).join('\n');
  return lineOf(output);
}

/** A little longer than a line where it is cut. */
function lineOf(value: Value): string {
  const { values, workflow } = words();
  switch (value.kind) {
    case 'things':
      return thingsText(value.count, value.unplaced);
    case 'class':
      return value.scores[0] ? scoreText(value.scores[0]) : values.none;
    case 'labels':
      return listed(value.scores.map(scoreText), value.scores.length);
    case 'count':
    case 'number':
      return numberText(value.value);
    case 'flag':
      return value.value ? values.yes : values.no;
    case 'text':
      return clean(value.text, LONGEST_LINE + 1) || values.empty;
    case 'json':
      return clean(jsonText(value.json, LONGEST_LINE + 1), LONGEST_LINE + 1);
    case 'picture':
      return workflow[value.base64 === null ? 'pictureNotAskedFor' : 'picture'];
    case 'list':
      return listText(value.items, value.length);
    case 'zones':
      return values.zones(value.count);
    case 'lines':
      return values.lines(value.count);
    case 'failure':
      return values.failed;
    case 'nothing':
      return values.nothing;
  }
}

function thingsText(count: number, unplaced: number): string {
  const { workflow, values } = words();
  if (unplaced === 0) return count === 0 ? values.none : String(count);
  const { notDrawn, someNotDrawn } = workflow;
  return unplaced === count ? notDrawn({ count }) : someNotDrawn({ count, unplaced });
}

/** Of sets, pictures and failures how many; of anything else what they are. */
function listText(items: Value[], length: number): string {
  const { values } = words();
  if (length === 0) return values.empty;
  const sets = items.filter((item) => item.kind === 'things');
  if (sets.length > 0) {
    const sum = (key: 'count' | 'unplaced') => sets.reduce((total, set) => total + set[key], 0);
    return `${thingsText(sum('count'), sum('unplaced'))} ${values.inParts(length)}`;
  }
  if (items.some((item) => item.kind === 'picture')) return values.pictures(length);
  return listed(items.slice(0, MOST_LISTED).map(lineOf), length);
}

function listed(texts: string[], length: number): string {
  const shown = texts.slice(0, MOST_LISTED);
  const { values, results } = words();
  const text = shown.join(', ') || values.none;
  return length > shown.length ? `${text} ${results.more(length - shown.length)}` : text;
}

function scoreText({ name, confidence }: ClassScore): string {
  const said = classInWords(name);
  return confidence === null ? said : `${said} ${percentText(confidence)}`;
}

function opens(value: Value, line: string): boolean {
  if (value.kind === 'failure') return value.failure.reason !== '';
  if (value.kind === 'text') return line.length > LONGEST_LINE || value.text.trim().includes('\n');
  if (value.kind === 'class') return value.scores.length > 1;
  if (value.kind === 'json') return true;
  if (value.kind !== 'list') return line.length > LONGEST_LINE;
  return (line.length > LONGEST_LINE || value.length > MOST_LISTED) && value.items.every(isPlain);
}

const isPlain = ({ kind }: Value) =>
  kind !== 'things' && kind !== 'picture' && kind !== 'failure' && kind !== 'list';

/** Nothing is drawn of an empty set, and its line says so. */
function isDrawn(value: Value): boolean {
  if (value.kind === 'things') return value.count > 0 && value.unplaced === 0;
  if (value.kind === 'list')
    return value.items.some(isDrawn) && value.items.every((item) => isDrawn(item) || isEmpty(item));
  return value.kind === 'zones' || value.kind === 'lines';
}

function isEmpty(value: Value): boolean {
  return value.kind === 'nothing' || (value.kind === 'things' && value.count === 0);
}
