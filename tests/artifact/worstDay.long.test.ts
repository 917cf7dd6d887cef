/**
 * Every way to make the owner pay, by the built worker with its D1, for simulated hours across a midnight:
 * never more than README says.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attacker, Siege } from '../../kit/artifact/attacker';
import { withClock } from '../../kit/artifact/clock';
import { DAY_MS } from '../../kit/artifact/tally';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';
import { limitsOf } from '../../proxy/guard/budget/limits';
import { type Cost, worstDay } from '../../proxy/guard/budget/worstDay';
import { settingsFor } from './visitor';

const CODE = 'open-sesame';
const BUILT = join(process.cwd(), '.artifact', 'functions', 'index.js');
const MINUTE_MS = 60_000;
const MIDNIGHT = 20_600 * DAY_MS;
const EVENING = MIDNIGHT - 90 * MINUTE_MS;
const WORST = worstDay(limitsOf({}, 'VISITOR_LIMITS'), limitsOf({}, 'TOTAL_LIMITS'));

let worker: Upstream;
let artifact: Artifact;
/**
 * In memory where that is to be had: a disk that D1 waits for at each of ten thousand statements proves
 * nothing more.
 */
const folder = folderOfFile('worst-day', existsSync('/dev/shm') ? '/dev/shm' : undefined);

beforeAll(async () => {
  worker = await startUpstream();
});
afterAll(async () => {
  await artifact?.stop();
  await worker?.close();
});

/** A deployment of its own, with an empty database and the limits that it comes with. */
async function besiege(code: string | null = CODE): Promise<Siege> {
  await artifact?.stop();
  const databaseFolder = mkdtempSync(join(folder, 'd1-'));
  artifact = await bootArtifact(
    {
      ...settingsFor(worker),
      ...(code === null ? { OPEN_ACCESS: '1' } : { ACCESS_CODE: code }),
    },
    { databaseFolder, script: withClock(BUILT) },
  );
  const siege = new Siege(artifact, code, EVENING);
  worker.answer((request) => siege.answer(request));
  return siege;
}

const many = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

/** No more of anything than is written. */
function expectWithin(cost: Cost, most: Cost): void {
  for (const key of Object.keys(most) as (keyof Cost)[])
    expect(cost[key], key).toBeLessThanOrEqual(most[key]);
}

describe('one visitor', () => {
  it('who dials on from every dial, all at once, gets no more than is written', async () => {
    const siege = await besiege();
    const attacker = await siege.enter('203.0.113.1');
    for (let minute = 0; minute < 90; minute += 5) {
      siege.nowMs = EVENING + minute * MINUTE_MS;
      const firsts = await many(minute === 0 ? 11 : 1, () => siege.dial(attacker));
      for (const { lineage } of firsts) if (lineage) await many(8, () => siege.dial(attacker, { lineage }));
    }
    console.log('who dials on:', siege.tally.most('visitor'));
    expectWithin(siege.tally.most('visitor'), WORST.visitor);
    expect(siege.tally.most('visitor').minutes).toBeGreaterThan(limitsOf({}, 'VISITOR_LIMITS').minutes);
  }, 120_000);

  it('who keeps as many sessions beside each other as there may be gets no more minutes than is written', async () => {
    const siege = await besiege();
    const attacker = await siege.enter('203.0.113.1');
    let { lineage } = await siege.dial(attacker);
    for (let minute = 10; minute < 90; minute += 10) {
      siege.nowMs = EVENING + minute * MINUTE_MS;
      lineage = (await siege.dial(attacker, { lineage })).lineage ?? lineage;
      await many(7, () => siege.dial(attacker, { lineage }));
    }
    console.log('who keeps sessions:', siege.tally.most('visitor'));
    expectWithin(siege.tally.most('visitor'), WORST.visitor);
    expect(siege.tally.most('visitor').minutes).toBeGreaterThan(0.95 * WORST.visitor.minutes);
  }, 120_000);

  it('who dials for a second each gets no more sessions than is written', async () => {
    const siege = await besiege();
    const attacker = await siege.enter('203.0.113.1');
    let lineage: string | undefined;
    for (let minute = 0; minute < 20; minute += 1) {
      siege.nowMs = EVENING + minute * MINUTE_MS;
      for (const told of await many(8, () => siege.dial(attacker, { seconds: 1, lineage })))
        lineage = told.lineage ?? lineage;
    }
    expect(siege.tally.most('visitor').sessions).toBe(WORST.visitor.sessions);
  }, 120_000);

  it.each([[[500, 503, 502, 429]], [[400, 500, 504]]])(
    'whose dials the worker answers with %j gets no more of them than is written',
    async (statuses) => {
      const siege = await besiege();
      const attacker = await siege.enter('203.0.113.1');
      for (let minute = 0; minute < 60; minute += 1) {
        siege.nowMs = EVENING + minute * MINUTE_MS;
        await many(12, (index) =>
          siege.dial(attacker, { provoke: statuses[(index + minute) % statuses.length] }),
        );
      }
      console.log('whose dials are refused:', siege.tally.most('visitor'));
      expectWithin(siege.tally.most('visitor'), WORST.visitor);
    },
    120_000,
  );
});

/** xorshift32: the same attack in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Attack = (turn: number) => Promise<unknown>;

/** Everybody at once. Each attack is told which turn it is; ten minutes lie between two. */
async function attacks(siege: Siege, pick: (below: number) => number): Promise<Attack[]> {
  const [forker, provoker, minter, photographer] = await many(4, (index) =>
    siege.enter(`203.0.113.${index}`),
  );
  const lineages = ['made-up', `${9e15}..x`, ''];
  const anyLineage = () => lineages[pick(lineages.length)];
  const status = () => [500, 502, 503, 429, 400, 504, 530][pick(7)];
  const everything = async (attacker: Attacker) => {
    const { lineage } = await siege.dial(attacker, { seconds: 1 + pick(600) });
    if (lineage) lineages.push(lineage);
    await siege.dial(attacker, { lineage: lineage ?? anyLineage() });
    await siege.dial(attacker, { lineage: anyLineage(), provoke: status() });
    await many(4, () => siege.mint(attacker));
    await siege.shoot(attacker);
  };
  let roaming = await siege.enter('198.51.100.1');
  const from = (third: number, turn: number, index: number) => `10.${third}.${turn}.${index}`;
  return [
    async () => {
      for (const { lineage } of await many(2, () => siege.dial(forker as Attacker)))
        if (lineage) lineages.push(lineage);
      await many(12, () => siege.dial(forker as Attacker, { lineage: anyLineage(), seconds: 1 + pick(900) }));
    },
    () => many(12, () => siege.dial(provoker as Attacker, { provoke: status(), lineage: anyLineage() })),
    () => many(12, () => siege.mint(minter as Attacker)),
    () => many(24, () => siege.shoot(photographer as Attacker)),
    // The cookie thrown away each time; the same from one network of IPv6, by another of its addresses each
    // time.
    () => many(5, async () => everything(await siege.enter('203.0.113.99'))),
    (turn) =>
      many(5, async (index) =>
        everything(await siege.enter(`2001:db8:1:2::${turn}:${index}`, '2001:db8:1:2::/64')),
      ),
    // One cookie on many addresses.
    async (turn) => {
      if (turn % 12 === 0) roaming = await siege.enter('198.51.100.1');
      for (let index = 0; index < 6; index += 1) {
        const ip = `198.51.100.${index}`;
        const here = siege.isOpen
          ? { ...roaming, ip, address: ip, visitor: ip }
          : { ...roaming, ip, address: ip };
        await everything(here);
        roaming.cookie = here.cookie;
      }
    },
    // Many addresses, after half an hour, when the others have had theirs; after midnight at once.
    (turn) => many(turn < 3 ? 0 : 8, async (index) => everything(await siege.enter(from(1, turn, index)))),
    (turn) =>
      many(turn < 3 ? 0 : 4, async (index) => {
        const network = `2001:db8:${turn}:${index}`;
        return everything(await siege.enter(`${network}::1`, network));
      }),
    // Wrong codes, from one address and from many.
    async (turn) => {
      const guess = (index: number) =>
        siege.enter(from(2, index % 2 ? 0 : turn, index), undefined, `guess-${index}`);
      if (siege.isOpen) return;
      for (const { cookie } of await many(12, guess)) expect(cookie).toBe('');
    },
  ];
}

/** In another order each time, and each at the clock of another machine, two seconds apart. */
async function turnOf(
  siege: Siege,
  turn: number,
  all: Attack[],
  pick: (below: number) => number,
): Promise<void> {
  const dueMs = EVENING + turn * 10 * MINUTE_MS;
  const left = [...all];
  while (left.length > 0) {
    siege.nowMs = dueMs + (pick(2) ? 2000 : 0) - 1000;
    await left.splice(pick(left.length), 1)[0]?.(turn);
  }
}

describe.each([
  ['with a code', CODE],
  ['an open one', null],
])('a deployment, %s', (_name, code) => {
  it('under every attack at once, for three hours across midnight, costs no more than is written', async () => {
    const siege = await besiege(code);
    const pick = random(20_261_126);
    const all = await attacks(siege, pick);
    for (let turn = 0; turn < 18; turn += 1) await turnOf(siege, turn, all, pick);
    for (const kind of ['visitor', 'address', 'deployment'] as const) {
      console.log(kind, siege.tally.most(kind), 'of', WORST[kind]);
      expectWithin(siege.tally.most(kind), WORST[kind]);
    }
    // Attacks that got nowhere near would prove nothing.
    const { minutes, credentials, photos } = siege.tally.most('deployment');
    expect(minutes).toBeGreaterThan(0.85 * WORST.deployment.minutes);
    expect([credentials, photos >= 100]).toEqual([WORST.deployment.credentials, true]);
  }, 300_000);
});
