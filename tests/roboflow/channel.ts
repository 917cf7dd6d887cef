/** What came over the page's own data channel, read beside the page. */
import type { Page } from '@playwright/test';

type Heard = { outputs: Record<string, unknown> | null; errors: unknown[] };
declare global {
  interface Window {
    __heard: Heard[];
  }
}

/** For `addInitScript`: keeps what the last results said (header: u32le frame, chunk, chunks). */
export function listenToChannel(): void {
  const kept = 400;
  window.__heard = [];
  const create = RTCPeerConnection.prototype.createDataChannel;
  const keep = async (payload: ArrayBuffer) => {
    const zipped = new Uint8Array(payload)[0] === 0x1f;
    const stream = new Blob([payload]).stream();
    const plain = zipped ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
    const message = await new Response(plain).json();
    window.__heard.push({ outputs: message.serialized_output_data, errors: message.errors });
    window.__heard.splice(0, window.__heard.length - kept);
  };
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    const channel = create.apply(this, args);
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      if (new DataView(data).getUint32(8, true) === 1) void keep(data.slice(12)).catch(() => {});
    });
    return channel;
  };
}

/** Oldest first. */
export const heard = (page: Page): Promise<Heard[]> => page.evaluate(() => window.__heard);

/** The newest outputs; null before the first, and where the last frame failed. */
export async function lastOutputs(page: Page): Promise<Record<string, unknown> | null> {
  return (await heard(page)).at(-1)?.outputs ?? null;
}
