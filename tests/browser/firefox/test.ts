/** The browser tests' `test` with Firefox in front. Without Firefox on the machine each is skipped. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { attachOutputs, test as base, expect, relayFacts } from '../../../kit/browser/test';
import { trustIn } from '../../../kit/browser/trust';
import { type FirefoxOptions, startFirefox } from '../../../kit/engines/firefox';
import { FirefoxScreen, type ScreenOptions } from '../../../kit/engines/firefoxScreen';
import { installPictureCamera, pictureOf } from '../../../kit/engines/pictureCamera';
import { plainEnv } from '../../../kit/process/child';
import { findTool } from '../../../kit/process/tools.mjs';
import { type SceneName, scenes } from '../../../kit/scenes/scenes';
import type { TlsGate } from '../../../kit/stack/tlsGate';

/** What a Firefox of its own is started for. */
type Asked = Pick<FirefoxOptions, 'camera' | 'language' | 'roomKb'>;
const nameOf = ({ camera, language, roomKb }: Asked) => [camera, language, roomKb].join('-');
type OpenOptions = Pick<ScreenOptions, 'viewport'> & {
  /** Path and query; default `/`. */
  path?: string;
  /** Another app than the stack's own. */
  app?: string;
  /** What the camera sees; null is Firefox's own fake camera, a moving pattern of colours. */
  scene?: SceneName | null;
} & Partial<Asked>;
type TestFixtures = {
  /** A new page on the app, closed after the test: without a fault, and without a session left. */
  openFirefox: (options?: OpenOptions) => Promise<FirefoxScreen>;
};
type WorkerFixtures = {
  /**
   * One Firefox for each answer to the question for the camera, each language and each disk, started when first
   * asked for.
   */
  firefox: (asked: Asked) => Promise<Browser>;
};

/** How long the worker may take to notice a peer that was closed: one DTLS close_notify away. */
export const GONE = { timeout: 5_000 };

const firefoxPath = findTool('firefox');

export const test = base.extend<TestFixtures, WorkerFixtures>({
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted out of the pattern.
    async ({}, use, { workerIndex }) => {
      const running = new Map<string, Promise<Browser>>();
      const start = (asked: Asked) => {
        const { folder, caCert } = relayFacts();
        return startFirefox({
          executablePath: firefoxPath ?? '',
          profile: join(folder, `firefox-${workerIndex}-${nameOf(asked)}`),
          trust: (profile) => trustIn(profile, caCert),
          ...asked,
          // Not the person's own: Firefox keeps caches there beside its profile.
          env: { ...plainEnv(), HOME: folder },
        });
      };
      await use((asked) => {
        const name = nameOf(asked);
        const browser = running.get(name) ?? start(asked);
        running.set(name, browser);
        return browser;
      });
      const started = await Promise.allSettled(running.values());
      await Promise.all(
        started.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)),
      );
    },
    { scope: 'worker' },
  ],
  openFirefox: async ({ app: own, firefox, stack }, use, info) => {
    const screens: FirefoxScreen[] = [];
    await use(async ({ path = '/', app = own.url, scene = 'still', ...options } = {}) => {
      const { camera = 'granted', language = 'en-US', roomKb, ...shown } = options;
      const picture = scene && (await pictureOf(scenes[scene]));
      const before = picture ? [{ run: installPictureCamera, argument: picture }] : [];
      const screen = await FirefoxScreen.open(
        await firefox({ camera, language, ...(roomKb && { roomKb }) }),
        app + path,
        {
          ...shown,
          before,
        },
      );
      screens.push(screen);
      return screen;
    });
    await attachOutputs(info, { ...stack, app: own });
    const faults = await Promise.all(screens.map((screen) => screen.close()));
    expect(faults.flat()).toEqual([]);
    // Nor a session, which the next test would count. Playwright may end the tab before its goodbye is out on TCP:
    // such a client is missed when consent expires (RFC 7675, 30 s).
    await expect.poll(() => stack.worker.sessions(), { timeout: 45_000 }).toBe(0);
  },
});

/** For `test.skip` at the head of every file: a test that did not run is no test that passed. */
export const WITHOUT_FIREFOX = [
  firefoxPath === null,
  'Firefox is not installed (package "firefox-esr" or "firefox").',
] as const;

/** The flows to port 443 so far, of all tests. */
export function gateCounts(): TlsGate['counts'] {
  return JSON.parse(readFileSync(relayFacts().gateCounts, 'utf8'));
}

const FIRST_BOXES = { timeout: 20_000 };

/** Presses LIVE and waits for a box round this code. */
export async function goLive(screen: FirefoxScreen, text = 'SIGHTLINE STILL'): Promise<void> {
  await screen.press('LIVE');
  await untilBox(screen, text);
}

export async function untilBox(screen: FirefoxScreen, text: string): Promise<void> {
  const texts = async () => (await screen.boxes()).map((box) => box.text);
  await expect.poll(texts, { message: `no box round ${text}`, ...FIRST_BOXES }).toContain(text);
}

export { expect };
