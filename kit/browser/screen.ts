import { expect, type Locator, type Page } from '@playwright/test';
import type { Box } from '../scenes/scenes';

/** A box as the overlay says it drew it: CSS px, origin at the canvas' top left. */
export type ReportedBox = Box & { class: string; text: string | null };

/** The selected candidate pair's local end, from `getStats`. */
export type Path = { candidateType: string; relayProtocol?: string; url?: string; protocol: string };

/** The page as a person knows it: buttons by their names, what it says, what it draws. */
export class CameraScreen {
  readonly live: Locator;
  readonly enh: Locator;
  readonly photo: Locator;
  readonly route: Locator;
  readonly detections: Locator;
  readonly alert: Locator;
  readonly overlay: Locator;
  /** Uncaught exceptions, and what the page's own policy (CSP) had to block: in no test is either in order. */
  readonly faults: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.faults.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Permissions.Policy/i.test(message.text()))
        this.faults.push(message.text());
    });
    const controls = page.getByRole('group', { name: 'Main controls' });
    this.live = controls.getByRole('button', { name: 'LIVE', exact: true });
    this.enh = controls.getByRole('button', { name: 'ENH', exact: true });
    this.photo = controls.getByRole('button', { name: 'PHOTO', exact: true });
    this.route = page.getByTestId('route');
    this.detections = page.getByTestId('detections');
    this.alert = page.getByRole('alert');
    this.overlay = page.getByTestId('overlay');
  }

  /** Until the viewfinder shows a moving picture. */
  async untilPicture(): Promise<void> {
    await expect
      .poll(() => this.page.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth), {
        message: 'the viewfinder shows no picture',
        timeout: 15_000,
      })
      .toBeGreaterThan(0);
  }

  /** Until this text is among what is said to be seen. */
  async untilSeen(text: string, timeout = 20_000): Promise<void> {
    await expect(this.detections).toContainText(text, { timeout });
  }

  async setPressed(button: Locator, wanted: boolean): Promise<void> {
    if ((await button.getAttribute('aria-pressed')) !== String(wanted)) await button.click();
    await expect(button).toHaveAttribute('aria-pressed', String(wanted));
  }

  /** Asserts that there is exactly one alert, that it says a sentence and then what to do. @returns its text. */
  async oneAlert(timeout = 20_000): Promise<string> {
    await expect(this.alert).toBeVisible({ timeout });
    await expect(this.alert).toHaveCount(1);
    const text = ((await this.alert.textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
    expect(text).toMatch(/^[A-Z].{8,}\. ?[A-Z].{8,}\./);
    expect(text).not.toMatch(/undefined|null|\[object|Error:|v=0|candidate:/);
    return text;
  }

  /** What the overlay drew last. */
  boxes(): Promise<ReportedBox[]> {
    return this.overlay.evaluate((canvas) => JSON.parse(canvas.dataset.boxes ?? '[]') as ReportedBox[]);
  }

  /** Peer connections that are not closed. */
  openPeers(): Promise<number> {
    return this.page.evaluate(
      () => window.__instruments.peers.filter((peer) => peer.connectionState !== 'closed').length,
    );
  }

  /** Peers that have an answer, and are not closed. */
  answeredPeers(): Promise<number> {
    return this.page.evaluate(() => {
      const open = window.__instruments.peers.filter((peer) => peer.connectionState !== 'closed');
      return open.filter((peer) => peer.remoteDescription !== null).length;
    });
  }

  peersEver(): Promise<number> {
    return this.page.evaluate(() => window.__instruments.peersMade);
  }

  liveTracks(): Promise<number> {
    return this.page.evaluate(
      () => window.__instruments.tracks.filter((track) => track.readyState === 'live').length,
    );
  }

  cameraCalls(): Promise<number> {
    return this.page.evaluate(() => window.__instruments.cameraCalls);
  }

  /** The paths of all connected peers: one, but for the moment of a handover. */
  paths(): Promise<Path[]> {
    return this.page.evaluate(async () => {
      const connected = window.__instruments.peers.filter((peer) => peer.connectionState === 'connected');
      const reports = await Promise.all(connected.map((peer) => peer.getStats()));
      return reports.flatMap((report) => {
        const stats = [...report.values()];
        const transport = stats.find((entry) => entry.type === 'transport' && entry.selectedCandidatePairId);
        const pair = transport && report.get(transport.selectedCandidatePairId);
        const local = pair && report.get(pair.localCandidateId);
        if (!local) return [];
        const { candidateType, relayProtocol, url, protocol } = local;
        return [{ candidateType, relayProtocol, url, protocol }];
      });
    });
  }
}
