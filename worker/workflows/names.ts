/** The workflows that the embedded worker has by name, in any workspace: there is no account behind it. */
export const WORKFLOW_NAMES = ['fast', 'codes', 'accurate'] as const;
export type WorkflowName = (typeof WORKFLOW_NAMES)[number];

/**
 * `fast-annotated` is `fast` with a second output: a photo's answer would grow by a picture that the page
 * never shows.
 */
const ANNOTATED = '-annotated';

/** The name without what asks for the picture. */
export function plainName(id: string): string {
  return id.endsWith(ANNOTATED) ? id.slice(0, -ANNOTATED.length) : id;
}

export function isWorkflowName(id: string): boolean {
  return WORKFLOW_NAMES.some((name) => name === plainName(id));
}
