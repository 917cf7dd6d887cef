/** The program that films: cameras encode their video here, so that none of it counts as the worker's. */
import { answerQuestions } from '../../kit/process/forked';
import { pause, TestClient } from '../../worker/testing/client';
import { drawLoop } from './picture';

export type Filming = { url: string; streams: number; fps: number; workflow: string };
export type Command =
  | ({ kind: 'film' } & Filming)
  /** The cameras stand still from now on, or film again; their sessions go on. */
  | { kind: 'rest' | 'roll' }
  | { kind: 'count' }
  | { kind: 'visit'; url: string; workflow: string };
/** Results by stream since the last count, and the share of them at the camera's full size. */
export type Count = { perStream: number[]; fullSize: number };

/** Enough for 640×480 at 30 a second: the estimate starts at 300 kbit/s and grows for half a minute. */
const START_KBPS = 1500;
const PICTURES = drawLoop();
const clients: TestClient[] = [];
let isResting = false;

async function film({ url, streams, fps, workflow }: Filming): Promise<null> {
  for (let index = 0; index < streams; index += 1) {
    const client = await dial(url, workflow);
    clients.push(client);
    let at = index * 5;
    setInterval(() => {
      at += 1;
      if (isResting) return;
      client.shoot(640, 480, PICTURES[at % PICTURES.length] ?? new Uint8Array());
    }, 1000 / fps);
  }
  await Promise.all(clients.map((client) => client.until(() => true)));
  return null;
}

function dial(url: string, workflow: string): Promise<TestClient> {
  const named = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: workflow } as const;
  const answer = (sdp: string) =>
    sdp.replace(/^(a=rtpmap:(\d+) VP8\/90000\r\n)/m, `$1a=fmtp:$2 x-google-start-bitrate=${START_KBPS}\r\n`);
  return new TestClient().dial(url, { workflow_configuration: named }, { answer });
}

function count(): Count {
  const taken = clients.map((client) => client.received.splice(0));
  const sizes = taken.flat().map(({ message }) => message.video_metadata?.width);
  return {
    perStream: taken.map((each) => each.length),
    fullSize: sizes.filter((width) => width === 640).length / Math.max(1, sizes.length),
  };
}

/** A whole session: dial, film until two results came, hang up. */
async function visit(url: string, workflow: string): Promise<null> {
  const client = await dial(url, workflow);
  const camera = setInterval(() => client.shoot(640, 480, PICTURES[0] ?? new Uint8Array()), 66);
  try {
    await client.until(({ frameId }) => frameId >= 2);
  } finally {
    clearInterval(camera);
    client.close();
  }
  return null;
}

async function carryOut(command: Command): Promise<Count | null> {
  switch (command.kind) {
    case 'film':
      return film(command);
    case 'rest':
    case 'roll':
      isResting = command.kind === 'rest';
      return null;
    case 'count':
      return count();
    case 'visit':
      return visit(command.url, command.workflow);
  }
}

answerQuestions(carryOut, () => {
  for (const client of clients) client.close();
  return pause(500);
});
