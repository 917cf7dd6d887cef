/** The workflows that the embedded worker has by name, in any workspace: there is no account behind it. */

/** Specifications of blocks (ready.ts): each shows another kind of result. */
export const READY_NAMES = [
  'count',
  'tracked',
  'line_counter',
  'zones',
  'classify',
  'classify_many',
  'text',
  'code_text',
  'picture',
  'fails',
] as const;
export type ReadyName = (typeof READY_NAMES)[number];

const DETECTOR_NAMES = ['fast', 'codes', 'accurate'] as const;
export type DetectorName = (typeof DETECTOR_NAMES)[number];

export const WORKFLOW_NAMES: readonly (DetectorName | ReadyName)[] = [...DETECTOR_NAMES, ...READY_NAMES];

/**
 * `fast-annotated` is `fast` with a second output: a photo's answer would grow by a picture that the page
 * never shows.
 */
const ANNOTATED = '-annotated';

/** The name without what asks for the picture. */
export function plainName(id: string): string {
  return id.endsWith(ANNOTATED) ? id.slice(0, -ANNOTATED.length) : id;
}

/** They classify, which codes cannot be. */
export function needsModel(name: ReadyName): boolean {
  return name === 'classify' || name === 'classify_many';
}

export function isReadyName(id: string): id is ReadyName {
  return READY_NAMES.some((name) => name === id);
}

export function isWorkflowName(id: string): boolean {
  return isReadyName(id) || DETECTOR_NAMES.some((name) => name === plainName(id));
}
