/** WebKitGTK, driven over W3C WebDriver: MiniBrowser on a screen in memory, with a mock camera. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { type Child, plainEnv, startChild } from '../process/child';
import { freePort } from '../process/ports';
import { findTool } from '../process/tools.mjs';

/** CSS px. */
export type Viewport = { width: number; height: number };

export type Webkit = {
  /** A new browser, empty as a private window, its page area this large, in place of the one before. */
  open(viewport: Viewport): Promise<WebDriver>;
  /** What driver, browser and screen printed. */
  output(): string;
  /** Ends the browser and everything else that was started. */
  stop(): Promise<void>;
};

type Programs = { driver: string; browser: string; screen: string };

/** px; larger than any page under test. */
const SCREEN = { width: 1600, height: 1200 };
const READY_MS = 15_000;
/** As the other engines' (kit/browser/open.ts). */
const PAGE_LOAD_MS = 20_000;
const SCRIPT_MS = 15_000;
const RESIZE_MS = 5_000;
const POLL_MS = 50;

/** MiniBrowser's toolbar would keep its window 447 px wide (WebKitGTK 2.50); a phone's is narrower. */
const NARROW = '* { min-width: 0; margin: 0; padding: 0; }';

/** @returns what this machine lacks, in one sentence; null where WebKit can be started. */
export function webkitMissing(find: typeof findTool = findTool): string | null {
  const found = programs(find);
  return typeof found === 'string' ? found : null;
}

function programs(find: typeof findTool): Programs | string {
  const [driver, browser, screen] = [find('webkit'), find('minibrowser'), find('xvfb')];
  if (driver !== null && browser !== null && screen !== null) return { driver, browser, screen };
  const found = { WebKitWebDriver: driver, MiniBrowser: browser, Xvfb: screen };
  const missing = Object.entries(found).flatMap(([name, path]) => (path === null ? [name] : []));
  return `WebKit is not tested here, for ${missing.join(' and ')} cannot be found (on Debian: webkit2gtk-driver, xvfb).`;
}

/**
 * @param folder an empty one, for what they write.
 * @throws Error with what they printed where one of them does not come up.
 */
export async function startWebkit(folder: string): Promise<Webkit> {
  const found = programs(findTool);
  if (typeof found === 'string') throw new Error(found);
  const { driver: program, browser } = found;
  const screen = await startScreen(found.screen);
  const port = await freePort();
  const env = environment(folder, displayOf(screen));
  const server = await startDriver(program, port, env).catch(async (thrown) => {
    await screen.stop();
    throw thrown;
  });
  let driver: WebDriver | null = null;
  const end = async () => {
    const ending = driver;
    driver = null;
    await ending?.quit();
  };
  return {
    async open(viewport) {
      await end(); // WebKitWebDriver keeps one session at a time.
      driver = await newSession(port, browser);
      await driver.manage().setTimeouts({ pageLoad: PAGE_LOAD_MS, script: SCRIPT_MS });
      await resize(driver, viewport);
      return driver;
    },
    output: () => `${server.output()}\n${screen.output()}`,
    async stop() {
      // A browser that has crashed cannot say goodbye; its group ends all the same.
      await end().catch(() => {});
      await server.stop();
      await screen.stop();
    },
  };
}

/**
 * It takes the first display that is free and prints its number. Without -noreset it would start over
 * whenever its last client has left, and turn the next one away meanwhile (Xserver(1)).
 */
function startScreen(xvfb: string): Promise<Child> {
  const args = `-displayfd 1 -screen 0 ${SCREEN.width}x${SCREEN.height}x24 -nolisten tcp -noreset`;
  return startChild(xvfb, args.split(' '), { env: plainEnv(), ready: /^\d+$/m });
}

function displayOf(screen: Child): string {
  return `:${/^(\d+)$/m.exec(screen.output())?.[1]}`;
}

/** A home of its own, and nothing that asks a desktop or starts one: a bare machine has no message bus. */
function environment(home: string, display: string): Record<string, string> {
  const settings = join(home, 'config');
  mkdirSync(join(settings, 'gtk-3.0'), { recursive: true });
  writeFileSync(join(settings, 'gtk-3.0', 'gtk.css'), NARROW);
  return {
    ...plainEnv(),
    HOME: home,
    XDG_CONFIG_HOME: settings,
    XDG_RUNTIME_DIR: home,
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  };
}

async function startDriver(program: string, port: number, env: Record<string, string>): Promise<Child> {
  const child = await startChild(program, [`--port=${port}`], { env });
  if (await until(() => isReady(port), READY_MS)) return child;
  await child.stop();
  throw new Error(`WebKitWebDriver did not come up:\n${child.output().slice(-2000)}`);
}

/** W3C WebDriver §8.3 Status. */
function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** MiniBrowser allows the camera unasked while it is automated; the mock one shows a clock and a disc. */
function newSession(port: number, binary: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    acceptInsecureCerts: true,
    'webkitgtk:browserOptions': { binary, args: ['--automation', '--features=+MockCaptureDevices'] },
  });
  const builder = new Builder().disableEnvironmentOverrides().usingServer(`http://127.0.0.1:${port}`);
  const begun = Promise.resolve(builder.withCapabilities(capabilities).build());
  // A browser that ends at once leaves the driver waiting for ever.
  const late = sleep(READY_MS, undefined, { ref: false }).then(() => {
    throw new Error(`MiniBrowser did not come up in ${READY_MS} ms.`);
  });
  begun.catch(() => {});
  late.catch(() => {});
  return Promise.race([begun, late]);
}

/** The window is larger than the page, by the toolbar. @throws where the page does not get this size. */
async function resize(driver: WebDriver, { width, height }: Viewport): Promise<void> {
  const window = driver.manage().window();
  const inner = () => driver.executeScript<[number, number]>('return [innerWidth, innerHeight]');
  const [outer, [innerWidth, innerHeight]] = [await window.getRect(), await inner()];
  const size = { width: width + outer.width - innerWidth, height: height + outer.height - innerHeight };
  // Without a window manager the window under the pointer has the focus, and that rests in the middle.
  const middle = (room: number, taken: number) => Math.round((room - taken) / 2);
  const at = { x: middle(SCREEN.width, size.width), y: middle(SCREEN.height, size.height) };
  await window.setRect({ ...at, ...size });
  const fits = async () => (await inner()).join() === [width, height].join();
  if (!(await until(fits, RESIZE_MS))) throw new Error(`The page is ${(await inner()).join(' by ')} px.`);
}

async function until(holds: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}
