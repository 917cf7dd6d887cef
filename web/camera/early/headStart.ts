/**
 * A camera takes as long to start as the page's script takes to be read. Where the browser says beforehand that it
 * will not ask the person, the camera is asked for while the script is still coming.
 */

import { type MediaSource, videoConstraints } from '../constraints';
import type { CameraChoice } from '../devices';
import type { CameraDeps, PageSignals } from '../page';

/** A stream that nobody has come for by then (ms) is let go of: the light must not stay on. */
const PATIENCE_MS = 15_000;

/** `hidden` calls back whenever the page goes out of sight. */
export type Surroundings = Pick<PageSignals, 'permission' | 'visible'> &
  Pick<CameraDeps, 'after'> & { hidden(task: () => void): void };

declare global {
  interface Window {
    /** web/early.ts'; not there where the browser withholds cameras, or a proxy has changed the script. */
    earlyCameras?: HeadStart;
  }
}

/** Where an early picture is seen before the page has a say in it. */
export type EarlyPicture = { show(stream: MediaStream): void; end(stream: MediaStream): void };

/** The page's cameras, of which one may be on its way already. */
export class HeadStart implements MediaSource {
  private early: { asked: string; stream: Promise<MediaStream> } | null = null;

  constructor(
    private readonly devices: MediaSource,
    private readonly picture: EarlyPicture,
  ) {}

  /** @param choice what the page will want first */
  async begin(choice: CameraChoice, page: Surroundings): Promise<void> {
    if ((await page.permission()) !== 'granted' || !page.visible) return;
    const constraints = { video: videoConstraints(choice), audio: false };
    const stream = this.devices.getUserMedia(constraints);
    stream.then(
      (came) => this.picture.show(came),
      () => undefined,
    );
    this.early = { asked: JSON.stringify(constraints), stream };
    page.hidden(() => this.drop());
    page.after(PATIENCE_MS, () => this.drop());
  }

  /** The early one where it is what is wanted; each other wish is a request of its own. */
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    const early = this.early;
    if (early?.asked !== JSON.stringify(constraints)) {
      this.drop();
      return this.devices.getUserMedia(constraints);
    }
    this.early = null;
    return early.stream;
  }

  enumerateDevices() {
    return this.devices.enumerateDevices();
  }

  private drop(): void {
    const early = this.early;
    this.early = null;
    early?.stream.then(
      (stream) => {
        for (const track of stream.getTracks()) track.stop();
        this.picture.end(stream);
      },
      () => undefined,
    );
  }
}
