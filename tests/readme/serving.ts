/** What a started app or worker must answer before it is ended with Ctrl-C. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { expect } from 'vitest';
import { answerOf } from '../../kit/process/answer';
import { ROOT } from '../../kit/process/paths';
import { type DeploymentConfig, ROUTES, type TurnConfig } from '../../protocol/api';
import type { Serving } from './row';

const STARTED = /Sightline runs at\s+(\S+)[\s\S]*Ctrl-C stops it/;
const CAT = join(ROOT, 'kit', 'photos', 'real', 'chelsea.jpg');

type Check = (url: string, config: DeploymentConfig, said: string) => Promise<void> | void;

/** `npm start`: the page is there, and what else is asked of it. */
export function app(check: Check): Serving {
  return {
    ready: STARTED,
    answers: async (said) => {
      const url = startedAt(said);
      expect(await (await fetch(url)).text()).toContain('<title>Sightline');
      await check(url, (await (await fetch(`${url}${ROUTES.config}`)).json()) as DeploymentConfig, said);
      return url;
    },
  };
}

function startedAt(said: string): string {
  return STARTED.exec(said)?.[1] ?? '';
}

/** `npm run phone`: over HTTPS, without a warning for whoever trusts the named certificate. */
export const onTheLan: Serving = {
  // Behind the code to scan.
  ready: /Sightline runs at[\s\S]*could pose as any site to it/,
  answers: async (said) => {
    const caFile = /send (\S+) to it/.exec(said)?.[1] ?? '';
    const url = startedAt(said);
    expect(url).toMatch(/^https:/);
    expect(said, 'a code to scan').toMatch(/[█▀▄]{10}/);
    expect(await answerOf(url, { ca: readFileSync(caFile, 'utf8') })).toMatchObject({ status: 200 });
    return url;
  },
};

/** `npm run worker`. */
export const aWorker: Serving = {
  ready: /listens on http:\S+/,
  answers: async (said) => {
    const url = /listens on (http:\S+)/.exec(said)?.[1] ?? '';
    expect(await answerOf(`${url}/readiness`)).toMatchObject({ status: 200 });
    return url;
  },
};

/** Everyday things: a photograph of a cat. */
export async function seesThings(url: string): Promise<void> {
  expect(await infer(url, 'image/jpeg', readFileSync(CAT))).toContain('"class":"cat"');
}

const SHEET = join(ROOT, 'worker', 'detect', 'fixtures', 'samples', 'sample-1.jpg');

/** What workers of tests see: on this sheet, a smiley. */
export async function seesSigns(url: string): Promise<void> {
  expect(await infer(url, 'image/jpeg', readFileSync(SHEET))).toContain('"class":"smiley"');
}

export async function readsCodes(url: string): Promise<void> {
  const text = 'out of a README';
  expect(await infer(url, 'image/png', await QRCode.toBuffer(text, { width: 400 }))).toContain(text);
}

/** One photo through FAST. @returns the answer as it came. */
async function infer(url: string, type: string, photo: Buffer): Promise<string> {
  const body = new Uint8Array(photo);
  const answer = await fetch(`${url}${ROUTES.infer}?workflow=fast`, {
    method: 'POST',
    headers: { 'Content-Type': type, Origin: url },
    body,
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return text;
}

/** The relay that the page is told of, by its answer to the page. */
export async function mintsFrom(url: string, provider: string): Promise<TurnConfig> {
  const answer = await fetch(`${url}${ROUTES.turn}/${provider}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as TurnConfig;
}
