import { Context } from './context';
import type { Options } from './options';
import { findPromises, type Promises } from './promises';
import type { Finding, Rule } from './rule';
import { GROUPS } from './rules';
import { NotOffered, Violation } from './verdict';

type Report = { findings: Finding[]; passed: number; failed: number; notOffered: number };

/** Holds one server against the rules, one after the other. Leaves no peer behind. */
export async function runSuite(
  options: Options,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Report> {
  const promises = await findPromises(options);
  const context = new Context(options);
  const findings: Finding[] = [];
  try {
    for (const rule of chosenRules(options)) {
      const finding = withoutKey(await judge(rule, context, promises), options);
      findings.push(finding);
      onFinding(finding);
    }
  } finally {
    context.close();
  }
  const count = (verdict: Finding['verdict']) => findings.filter((each) => each.verdict === verdict).length;
  return { findings, passed: count('pass'), failed: count('fail'), notOffered: count('not offered') };
}

function chosenRules({ only }: Pick<Options, 'only'>): Rule[] {
  const rules = GROUPS.flatMap((group) => group.rules);
  return only ? rules.filter(({ number }) => only.includes(number)) : rules;
}

async function judge(rule: Rule, context: Context, { features, because }: Promises): Promise<Finding> {
  try {
    return { rule, verdict: 'pass', seen: await rule.check(context) };
  } catch (error) {
    if (error instanceof Violation) return { rule, verdict: 'fail', seen: error.message };
    if (!(error instanceof NotOffered)) {
      return {
        rule,
        verdict: 'fail',
        seen: `the check broke: ${error instanceof Error ? error.message : error}`,
      };
    }
    if (!rule.optional)
      return { rule, verdict: 'fail', seen: `${error.message} (this rule is not optional)` };
    if (!features.has(rule.optional)) return { rule, verdict: 'not offered', seen: error.message };
    return { rule, verdict: 'fail', seen: `${error.message} (promised ${because})` };
  }
}

/** A server's 422 may echo the request, and its other errors an address with the key in it. */
function withoutKey(finding: Finding, { apiKey }: Options): Finding {
  return apiKey ? { ...finding, seen: finding.seen.replaceAll(apiKey, '(the key)') } : finding;
}

export function lastLine({ passed, failed, notOffered }: Report): string {
  return `${passed} passed, ${failed} failed, ${notOffered} not offered`;
}
