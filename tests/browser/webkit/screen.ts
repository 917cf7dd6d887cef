import { expect } from '@playwright/test';
import { By, error, type WebDriver, type WebElement } from 'selenium-webdriver';
import { strayRequest } from '../../../kit/net/stray';

/** What the page itself counts, from the first look at it on. */
declare global {
  interface Window {
    __faults?: string[];
  }
}

/** The page in WebKit as a person knows it: buttons by their names, what it says, what it shows. */
export class WebkitScreen {
  constructor(readonly driver: WebDriver) {}

  /** Loads `url` and waits for the controls. Uncaught errors are kept from then on. */
  async load(url: string): Promise<void> {
    // As kit/browser/open.ts: wrangler has left one file of a page unanswered for good.
    await this.driver.get(url).catch((thrown) => {
      if (!(thrown instanceof error.TimeoutError)) throw thrown;
      return this.driver.get(url);
    });
    await expect.poll(() => this.count('.mainControls button')).toBeGreaterThan(0);
    await this.run(() => {
      const faults: string[] = [];
      window.__faults = faults;
      addEventListener('error', ({ message }) => faults.push(message));
      addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
    });
  }

  /** Runs in the page and waits for what it returns; `args` and the result must be JSON. */
  async run<Args extends unknown[], Result>(
    work: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    const { value, thrown } = await this.driver.executeAsyncScript<{ value: Result; thrown?: string }>(
      `const done = arguments[1];
       Promise.resolve().then(() => (${work.toString()})(...arguments[0]))
         .then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }));`,
      args,
    );
    if (thrown !== undefined) throw new Error(thrown);
    return value;
  }

  /** A button that a person can see, by the name it says. */
  button(name: string): Promise<WebElement> {
    return this.driver.findElement(
      By.xpath(`//button[normalize-space()='${name}' or @aria-label='${name}']`),
    );
  }

  /** Presses it as soon as it can be pressed, with a real pointer. */
  async press(name: string): Promise<void> {
    await expect.poll(async () => (await this.button(name)).isEnabled(), name).toBe(true);
    await (await this.button(name)).click();
  }

  async isPressed(name: string): Promise<string | null> {
    return (await this.button(name)).getAttribute('aria-pressed');
  }

  /** All that is written inside the first element of this selector; '' where there is none. */
  async text(selector: string): Promise<string> {
    const read = (at: string) =>
      (document.querySelector(at)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    return this.run(read, selector);
  }

  count(selector: string): Promise<number> {
    return this.run((at) => document.querySelectorAll(at).length, selector);
  }

  phase(): Promise<string | undefined> {
    return this.run(() => document.querySelector('main')?.dataset.phase);
  }

  /** Asserts one alert that says a sentence and then what to do. @returns its code and text. */
  async oneAlert(): Promise<{ code: string | undefined; text: string }> {
    await expect.poll(() => this.count('[role=alert]'), 'an alert').toBe(1);
    const text = await this.text('[role=alert]');
    expect(text).toMatch(/^[A-Z].{8,}\. ?[A-Z].{8,}\./);
    return {
      text,
      code: await this.run(() => document.querySelector<HTMLElement>('[role=alert]')?.dataset.code),
    };
  }

  /** Until the viewfinder shows a picture. */
  async untilPicture(): Promise<void> {
    const width = () => this.run(() => document.querySelector('video')?.videoWidth ?? 0);
    await expect
      .poll(width, { message: 'the viewfinder shows no picture', timeout: 15_000 })
      .toBeGreaterThan(0);
  }

  /** Uncaught errors, and what was asked of elsewhere than the page's own server. */
  async faults(): Promise<string[]> {
    const from = await this.driver.getCurrentUrl();
    const asked = await this.run(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const strays = asked.map((url) => strayRequest({ url, method: 'GET', from }));
    const faults = await this.run(() => window.__faults ?? []);
    return [...faults, ...strays.filter((stray) => stray !== null)];
  }

  /** PNG of the page area, once what moved has come to rest and is painted. */
  async shot(): Promise<Buffer> {
    await this.run(untilPainted);
    return Buffer.from(await this.driver.takeScreenshot(), 'base64');
  }
}

/** Runs in the page. What turns without end (a spinner) is not waited for. */
async function untilPainted(): Promise<void> {
  const endless = (animation: Animation) => animation.effect?.getComputedTiming().endTime === Infinity;
  const moving = document.getAnimations().filter((animation) => !endless(animation));
  await Promise.allSettled(moving.map(({ finished }) => finished));
  for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
}
