/** Every state of the screen: those that a walk comes through, and those of a camera that is not well. */
import { expect } from '@playwright/test';
import type { PageOptions } from '../browser/open';
import type { CameraScreen } from '../browser/screen';
import { walk } from '../browser/walk';
import type { ResultPage } from '../stack/resultPage';

type Shoot = (screen: CameraScreen, name: string) => Promise<unknown>;
type Viewport = NonNullable<PageOptions['viewport']>;

/** Slides and fades have ended then, ms. */
const SETTLED_MS = 500;

export async function shootStates(
  { worker, open }: ResultPage,
  viewport: Viewport,
  shoot: Shoot,
): Promise<void> {
  const screen = await open({ viewport });
  await walk(screen, worker, async (state) => {
    await screen.page.waitForTimeout(SETTLED_MS);
    await shoot(screen, state.replaceAll(' ', '-'));
  });
  await shootFigures(screen, worker, shoot);
  await screen.page.context().close();
  for (const { name, before, until, act } of CAMERAS) {
    const other = await open({ viewport, before: [{ run: before }] });
    await until(other);
    await act?.(other);
    await other.page.waitForTimeout(SETTLED_MS);
    await shoot(other, `camera-${name}`);
    await other.page.context().close();
  }
}

async function shootFigures(screen: CameraScreen, worker: ResultPage['worker'], shoot: Shoot): Promise<void> {
  worker.film(() => ({ outputs: {} }));
  await screen.live.click();
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
  await screen.page.locator('.routeCorner').click();
  await expect(screen.page.getByTestId('hud')).toBeVisible();
  // Two seconds of lines.
  await screen.page.waitForTimeout(3_000);
  await shoot(screen, 'figures');
  worker.film(null);
}

type CameraCase = {
  name: string;
  /** Runs in the page before the app. */
  before(): void;
  until(screen: CameraScreen): Promise<unknown>;
  act?(screen: CameraScreen): Promise<unknown>;
};

const alerted = ({ alert }: CameraScreen) => alert.waitFor({ timeout: 20_000 });

const CAMERAS: CameraCase[] = [
  {
    name: 'asks-first',
    before: () => {
      navigator.permissions.query = async () =>
        Object.assign(new EventTarget(), { state: 'prompt' }) as PermissionStatus;
    },
    until: ({ page }) => page.locator('.status.hint').waitFor(),
  },
  {
    name: 'denied',
    before: () => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    },
    until: alerted,
  },
  {
    name: 'busy',
    before: () => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'));
    },
    until: alerted,
  },
  {
    name: 'muted',
    before: () => {
      Object.defineProperty(MediaStreamTrack.prototype, 'muted', { get: () => true });
    },
    until: alerted,
  },
  {
    name: 'with-lens',
    before: () => {
      const can = { torch: true, zoom: { min: 0.5, max: 5, step: 0.1 }, focusMode: ['continuous'] };
      Object.assign(MediaStreamTrack.prototype, { getCapabilities: () => can });
    },
    until: ({ page }) => page.locator('.torchButton').waitFor(),
  },
  {
    name: 'high-contrast',
    before: () => {
      const kept = { state: { highContrast: true }, version: 1 };
      localStorage.setItem('sightline.preferences', JSON.stringify(kept));
    },
    until: ({ page }) => page.locator('html[data-high-contrast]').waitFor({ state: 'attached' }),
    act: (screen) => screen.untilPicture(),
  },
];
