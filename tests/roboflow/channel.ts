/** What came over the page's own data channel, read beside the page. */
import type { Page } from '@playwright/test';

type Heard = {
  outputs: Record<string, unknown> | null;
  errors: unknown[];
  /** Frames a second. */
  declaredFps: unknown;
};
declare global {
  interface Window {
    __heard: Heard[];
    __sizes: Record<number, number>;
  }
}

/** For `addInitScript`: keeps what the last results said and weighed (header: u32le frame, chunk, chunks). */
export function listenToChannel(): void {
  const kept = 400;
  window.__heard = [];
  window.__sizes = {};
  const create = RTCPeerConnection.prototype.createDataChannel;
  const keep = async (payload: ArrayBuffer) => {
    const zipped = new Uint8Array(payload)[0] === 0x1f;
    const stream = new Blob([payload]).stream();
    const plain = zipped ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
    const message = await new Response(plain).json();
    const { serialized_output_data: outputs, errors, video_metadata } = message;
    window.__heard.push({ outputs, errors, declaredFps: video_metadata?.declared_fps });
    window.__heard.splice(0, window.__heard.length - kept);
  };
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    const channel = create.apply(this, args);
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      const header = new DataView(data);
      const frame = header.getUint32(0, true);
      window.__sizes[frame] = (window.__sizes[frame] ?? 0) + data.byteLength;
      if (header.getUint32(8, true) === 1) void keep(data.slice(12)).catch(() => {});
    });
    return channel;
  };
}

/** Oldest first. */
export const heard = (page: Page): Promise<Heard[]> => page.evaluate(() => window.__heard);

/** Bytes of each frame's result, in their order. */
export const sizes = (page: Page): Promise<number[]> => page.evaluate(() => Object.values(window.__sizes));

/** The newest outputs; null before the first, and where the last frame failed. */
export async function lastOutputs(page: Page): Promise<Record<string, unknown> | null> {
  return (await heard(page)).at(-1)?.outputs ?? null;
}
