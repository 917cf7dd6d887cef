/** Several sessions at once, and how many. */
import { setTimeout as pause } from 'node:timers/promises';
import { createScene, drawQr } from '../client/scene';
import { type Context, type Dialled, FOUND } from '../context';
import type { Group } from '../rule';
import { FIRST_RESULT_MS, foundIn } from '../sessions';
import { expect, isRecord, NotOffered, show, Violation } from '../verdict';
import { messageOf } from './errors';

const QUOTA = 'webrtc_worker/__init__.py:78-92, error_handlers.py:1103';

export const concurrency: Group = {
  title: 'Concurrency and quota',
  rules: [
    {
      number: 110,
      words: 'Two sessions at once each get the results of their own frames, counted from 1',
      source: 'webrtc_worker/__init__.py:123-142 (a process for each)',
      check: async (context) => {
        const [one, two] = await Promise.all([ownCode(context, 'mine'), ownCode(context, 'yours')]);
        return `${one} and ${two} messages`;
      },
    },
    {
      number: 111,
      words: 'One stream more than the quota is a 429 WorkspaceStreamQuotaError that names the limit',
      source: QUOTA,
      optional: 'quota',
      check: async (context) => {
        const { refused, held } = await context.once(crowd);
        if (!refused) throw new NotOffered(`${held.length} streams at once, none refused`);
        const { status, body } = refused;
        expect(status === 429 && isRecord(body), `${status} ${show(body)}`);
        expect(body.error_type === 'WorkspaceStreamQuotaError', show(body));
        expect(/\d/.test(messageOf(refused)), `no limit in ${show(body.message)}`);
        return `${held.length} let in, then 429 ${messageOf(refused)}`;
      },
    },
    {
      number: 112,
      words: 'A stream that hangs up gives its place back',
      source: 'webrtc_worker/modal.py (session end); facts §1 Quotas',
      optional: 'quota',
      check: async (context) => {
        const { refused, held } = await context.once(crowd);
        const [first, ...rest] = held;
        try {
          if (!refused || !first) throw new NotOffered('no limit was met');
          context.hangUp(first.peer);
          const tries = await untilLetIn(context);
          expect(tries !== null, 'still refused 20 s after one of them hung up');
          return `let in at try ${tries}`;
        } finally {
          for (const { peer } of rest) context.hangUp(peer);
        }
      },
    },
  ],
};

/** @returns how many messages came, all of them about this session's own code. */
async function ownCode(context: Context, text: string): Promise<number> {
  const scene = drawQr(createScene(), text, 200, 150, 7);
  const { peer } = await context.connect({ data_output: [FOUND] });
  peer.film(() => scene);
  await peer.until(
    () => peer.messages.filter((each) => foundIn(each)?.length).length >= 4,
    context.ms(FIRST_RESULT_MS),
  );
  context.hangUp(peer);
  const first = peer.messages[0]?.frameId;
  expect(first === 1, `"${text}": the first frame id is ${first}`);
  const texts = new Set(
    peer.messages.flatMap((each) => (foundIn(each) ?? []).map(({ data }) => String(data))),
  );
  expect(show([...texts]) === show([text]), `"${text}": read ${show([...texts])}`);
  return peer.messages.length;
}

type Crowd = { held: Dialled[]; refused: { status: number; body: unknown } | null };

/** Streams one after the other until one is refused, at most one more than the quota. */
async function crowd(context: Context): Promise<Crowd> {
  const { quota } = context.options;
  const held: Dialled[] = [];
  if (quota === 0) return { held, refused: null };
  while (held.length <= quota) {
    const { peer, reply, ...rest } = await context.tryDial();
    const { status, body } = reply;
    if (status !== 200 || !isRecord(body)) {
      context.hangUp(peer);
      return { held, refused: reply };
    }
    await peer.connection.setRemoteDescription({ type: 'answer', sdp: String(body.sdp) });
    const open = await peer.until(() => peer.channel?.readyState === 'open', context.ms(15_000));
    if (!open) throw new Violation(`stream ${held.length + 1} did not connect in 15 s`);
    held.push({ peer, answer: body, sdp: String(body.sdp), ...rest });
  }
  return { held, refused: null };
}

/** The hosted server counts a stream for a while after its end. */
async function untilLetIn(context: Context): Promise<number | null> {
  const deadline = performance.now() + context.ms(20_000);
  for (let tries = 1; performance.now() < deadline; tries += 1) {
    const tried = await context.tryDial();
    await context.giveUp(tried);
    if (tried.reply.status === 200) return tries;
    await pause(500);
  }
  return null;
}
