import { expect, type Locator, type Page } from '@playwright/test';
import { strayRequest } from '../net/stray';
import * as inPage from './inPage';

/** The page as a person knows it: buttons by their names, what it says, what it draws. */
export class CameraScreen {
  readonly live: Locator;
  readonly enh: Locator;
  readonly photo: Locator;
  readonly route: Locator;
  readonly detections: Locator;
  readonly alert: Locator;
  readonly overlay: Locator;
  /**
   * Uncaught exceptions, what the page's policy (CSP) blocked, and what left the page for elsewhere than its own
   * server: in no test is any of it in order.
   */
  readonly faults: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.faults.push(error.stack ?? error.message));
    page.on('request', (request) => {
      const isLed = request.isNavigationRequest() || request.redirectedFrom() !== null;
      const from = isLed ? null : request.frame().url();
      const stray = strayRequest({ url: request.url(), method: request.method(), from });
      if (stray) this.faults.push(stray);
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Permissions.Policy/i.test(message.text()))
        this.faults.push(message.text());
    });
    // There is one of each, named so in every language.
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.live = button('LIVE');
    this.enh = button('ENH');
    this.photo = button('PHOTO');
    this.route = page.getByTestId('route');
    this.detections = page.getByTestId('detections');
    this.alert = page.getByRole('alert');
    this.overlay = page.getByTestId('overlay');
  }

  /** Until the viewfinder shows a moving picture. */
  async untilPicture(): Promise<void> {
    await expect
      .poll(
        () =>
          this.page
            .locator('video')
            .first()
            .evaluate((video: HTMLVideoElement) => video.videoWidth),
        {
          message: 'the viewfinder shows no picture',
          timeout: 15_000,
        },
      )
      .toBeGreaterThan(0);
  }

  /** Until this text is among what is said to be seen. */
  async untilSeen(text: string, timeout = 20_000): Promise<void> {
    await expect(this.detections).toContainText(text, { timeout });
  }

  /** Presses LIVE and waits until this text is seen. */
  async goLive(text: string, timeout?: number): Promise<void> {
    await this.live.click();
    await this.untilSeen(text, timeout);
  }

  async setPressed(button: Locator, wanted: boolean): Promise<void> {
    if ((await button.getAttribute('aria-pressed')) !== String(wanted)) await button.click();
    await expect(button).toHaveAttribute('aria-pressed', String(wanted));
  }

  /** Asserts exactly one alert that says a sentence and then what to do. @returns its text. */
  async oneAlert(timeout = 20_000): Promise<string> {
    await expect(this.alert).toBeVisible({ timeout });
    await expect(this.alert).toHaveCount(1);
    const text = ((await this.alert.textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
    expect(text).toMatch(/^[A-Z].{8,}\. ?[A-Z].{8,}\./);
    expect(text).not.toMatch(/undefined|null|\[object|Error:|v=0|candidate:/);
    return text;
  }

  boxes = () => this.page.evaluate(inPage.boxes);
  openPeers = () => this.page.evaluate(inPage.openPeers);
  answeredPeers = () => this.page.evaluate(inPage.answeredPeers);
  peersEver = () => this.page.evaluate(inPage.peersEver);
  liveTracks = () => this.page.evaluate(inPage.liveTracks);
  cameraCalls = () => this.page.evaluate(inPage.cameraCalls);
  kernels = () => this.page.evaluate(inPage.kernels);
  paths = () => this.page.evaluate(inPage.paths);
  received = () => this.page.evaluate(inPage.received);
  pictureFrames = (ms: number) => this.page.evaluate(inPage.pictureFrames, ms);
  meter = () => this.page.evaluate(inPage.meter);
}
