/** What a rule is. */
import type { Context } from './context';
import type { Feature } from './features';

export type Rule = {
  /** Stable: a report of last year names the same rule by the same number. */
  number: number;
  words: string;
  /** Where the reference says or does so. Paths are those of Roboflow `inference` 1.8.3 and of the packages
   * that it is made of now: `streamvision` 0.1.3 (the worker) and `roboflow-workflows` 0.2.13 (the
   * blocks). */
  source: string;
  optional?: Feature;
  /** @returns what was seen. @throws Violation, NotOffered; anything else counts as a failure too. */
  check(context: Context): Promise<string>;
};

export type Group = { title: string; rules: Rule[] };

export type Verdict = 'pass' | 'fail' | 'not offered';
export type Finding = { rule: Rule; verdict: Verdict; seen: string };
