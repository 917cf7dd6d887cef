/** `Count cars:count-cars-2` in two: what a person reads, and the workflow's id, which has no colon. */
export function splitChoice(entry: string): [name: string, id: string] {
  const at = entry.lastIndexOf(':');
  return [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()];
}
