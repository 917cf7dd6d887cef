/** Frames of 640×480 through libwebrtc's VP8 and a session's data channel, from this process. */
import type { WorkerMessage } from '../../protocol/result';
import { pause, TestClient } from '../../worker/testing/client';

const FPS = 15;

export type Filming = {
  workflow: string;
  /** I420, one after the other and again. */
  frames: Uint8Array[];
  kbps: number;
  settleMs: number;
  watchMs: number;
};

/** The messages of `watchMs`, once the encoder has settled. */
export async function filmed(url: string, filming: Filming): Promise<WorkerMessage[]> {
  const { workflow, frames, kbps, settleMs, watchMs } = filming;
  const client = new TestClient();
  const limits = `x-google-max-bitrate=${kbps};x-google-start-bitrate=${kbps}`;
  const answer = (sdp: string) =>
    sdp.replace(/^(a=rtpmap:(\d+) VP8\/90000\r\n)/m, `$1a=fmtp:$2 ${limits}\r\n`);
  const named = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: workflow } as const;
  await client.dial(url, { workflow_configuration: named }, { answer });
  let at = 0;
  const camera = setInterval(() => {
    at += 1;
    client.shoot(640, 480, frames[at % frames.length] as Uint8Array);
  }, 1000 / FPS);
  try {
    await client.until(() => true);
    await pause(settleMs);
    client.received.splice(0);
    await pause(watchMs);
    return client.received.map(({ message }) => message);
  } finally {
    clearInterval(camera);
    client.close();
  }
}
