/** What can go wrong with the network and with those who stand behind it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from '../../network/lab';
import type { Stage } from './stage';

/** Begins and ends the fault; resolves with when it ended, ms since the epoch. */
export type Fault = (stage: Stage, site: Site) => Promise<number>;

/** How long the worker and the relay stay away before they are started again, ms. */
const AWAY_MS = 1000;
/** Long enough that a re-dial is under way; the 503 outlasts the cut, or nobody could see it. */
const CUT_503_MS = 5000;
const LATER_503_MS = 1000;

export const linkDown =
  (ms: number): Fault =>
  async (_, { access }) => {
    await access.wire.cut();
    await sleep(ms);
    await access.wire.restore();
    return Date.now();
  };

export const handover =
  (downMs = 0): Fault =>
  async (_, site) => {
    await site.handover(downMs);
    return Date.now();
  };

/** Ends when it answers a STUN request. */
export const relayRestart: Fault = async ({ services }) => {
  await services.relay.stop();
  await services.relay.start();
  return Date.now();
};

/** Ends when it listens. */
export const workerKilled: Fault = async ({ services }) => {
  await services.worker.kill();
  await sleep(AWAY_MS);
  await services.worker.start();
  return Date.now();
};

export const cutAnd503: Fault = async ({ faultProxy }, { access }) => {
  await faultProxy.behave({ failWith: 503 });
  await access.wire.cut();
  await sleep(CUT_503_MS);
  await access.wire.restore();
  await sleep(LATER_503_MS);
  await faultProxy.behave({ failWith: null });
  return Date.now();
};
