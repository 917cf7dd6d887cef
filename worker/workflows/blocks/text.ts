/** Values as the hosted engine writes them into text: Python's words for them. */
import { DetectionSet } from './sets';
import { StepError } from './types';

const MOST_CHARS = 100_000;

/** `str(value)`. A whole float has no `.0` here: JSON does not tell it from an integer. @throws StepError */
export function toText(value: unknown): string {
  return bounded(typeof value === 'string' ? value : represent(value));
}

/** @throws StepError where a text has outgrown what anybody reads. */
export function bounded(text: string): string {
  if (text.length <= MOST_CHARS) return text;
  throw new StepError(`a text of more than ${MOST_CHARS} characters came of it`);
}

function represent(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quote(value);
  if (value instanceof DetectionSet) return `<${value.things.length} detections>`;
  if (Array.isArray(value)) return `[${value.map(represent).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => `${quote(key)}: ${represent(each)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
