/**
 * One run of Lighthouse on one page, mobile profile: a slow phone on a slow 4G, simulated from what was seen. As of
 * somebody who was never here before, and whose browser has yet to ask for the camera.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromiumProgram, FLAGS } from '../../kit/browser/browsers';
import { plainEnv } from '../../kit/process/child';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof CATEGORIES)[number];

/**
 * Lighthouse's names of what it measures, ms; the layout's shift has no unit. `max-potential-fid` is the longest
 * task of the main thread.
 */
const TIMES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'speed-index',
  'total-blocking-time',
  'max-potential-fid',
  'mainthread-work-breakdown',
  'cumulative-layout-shift',
] as const;
export type Time = (typeof TIMES)[number];

export type Audit = {
  /** 0 to 100. */
  scores: Record<Category, number>;
  times: Record<Time, number>;
  /** What costs points outside of performance, as a line for a person. */
  faults: string[];
};

type Report = {
  runtimeError?: { message: string };
  categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; numericValue?: number }>;
};

const LIMIT_MS = 120_000;
const TRIES = 3;

/**
 * Now and then its trace lacks the page's beginning (NO_NAVSTART), and it asks to be run again.
 * @param program Lighthouse's. @throws Error where it does not get a report.
 */
export async function audit(program: string, url: string): Promise<Audit> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await auditOnce(program, url);
    } catch (thrown) {
      if (left === 0 || !String(thrown).includes('NO_NAVSTART')) throw thrown;
    }
  }
}

async function auditOnce(program: string, url: string): Promise<Audit> {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-lighthouse-'));
  const path = join(folder, 'report.json');
  const flags = ['--headless=new', ...FLAGS].join(' ');
  const args = [
    ...[program, url, '--quiet', '--output=json', `--output-path=${path}`],
    ...[
      `--only-categories=${CATEGORIES.join(',')}`,
      `--chrome-flags=${flags}`,
      '--no-enable-error-reporting',
    ],
  ];
  try {
    await promisify(execFile)(process.execPath, args, {
      env: { ...plainEnv(), HOME: folder, TMPDIR: folder, CHROME_PATH: chromiumProgram() },
      timeout: LIMIT_MS,
    });
    return read(JSON.parse(readFileSync(path, 'utf8')) as Report);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function read({ runtimeError, categories, audits }: Report): Audit {
  if (runtimeError) throw new Error(`Lighthouse could not look at the page: ${runtimeError.message}`);
  const scoreOf = (category: Category) => Math.round((categories[category].score ?? Number.NaN) * 100);
  const others = CATEGORIES.filter((category) => category !== 'performance');
  return {
    scores: mapped(CATEGORIES, scoreOf),
    times: mapped(TIMES, (time) => audits[time]?.numericValue ?? Number.NaN),
    faults: others.flatMap((category) =>
      categories[category].auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${category}: ${audits[id]?.title} (${id})`),
    ),
  };
}

const mapped = <Key extends string>(keys: readonly Key[], value: (key: Key) => number) =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, number>;
