import type { Finding, Verdict } from './rule';

const MARKS: Record<Verdict, string> = { pass: 'pass', fail: 'FAIL', 'not offered': 'not offered' };

/** One row: number, verdict, the rule in words, what was seen, and for whom it matters the source. */
export function toRow({ rule, verdict, seen }: Finding): string {
  const head = `${String(rule.number).padStart(3)}  ${MARKS[verdict].padEnd(11)}  ${rule.words}`;
  const may = rule.optional ? `; may be not offered: ${rule.optional}` : '';
  return `${head}\n${' '.repeat(18)}seen: ${seen}\n${' '.repeat(18)}source: ${rule.source}${may}`;
}
