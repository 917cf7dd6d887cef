/**
 * The whole lab: the internet and the worker's side once, and a client with one or two access networks at a
 * time. No namespace has a way to the machine's own network, so nothing that runs in one can reach, or be
 * reached by, the world.
 *
 *   sl-client ──veth── sl-nat1 ══wire══ sl-net ──veth── sl-wnat ──veth── sl-worker
 *   (Chromium)        (NAT, filter,    (app, coturn,   (the worker's    (embedded
 *       └──────veth── sl-nat2 ══wire══  the names'      own NAT)         worker)
 *    second network    resolver, tayga) addresses)
 *
 * The wire has all of the delay; a worker and a relay stand in data centres, a millisecond apart.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Access, addClient, buildAccess } from './access';
import { NAMESPACES } from './addresses';
import { buildInternet } from './internet';
import { claimLab, removeNamespace } from './namespaces';
import { NETWORKS, type NetworkName } from './networks';

export type Site = {
  /** The network that the client is in; its wire cuts, restores and changes the link. */
  readonly access: Access;
  /** Leaves the network and joins the other, `downMs` later: a new address, as from Wi-Fi to cellular. */
  handover(downMs?: number): Promise<void>;
  close(): Promise<void>;
};

export type Lab = {
  /** A fresh client in a network; `next` is where a handover goes. One site at a time. */
  enter(name: NetworkName, next?: NetworkName): Promise<Site>;
  close(): void;
};

async function enter(name: NetworkName, next?: NetworkName): Promise<Site> {
  const v6 = NETWORKS[name].mapping === 'nat64';
  if (next !== undefined && v6 !== (NETWORKS[next].mapping === 'nat64')) {
    throw new RangeError('A handover stays within one IP version: the client has one resolver address.');
  }
  await addClient(v6);
  let here = await buildAccess(NETWORKS[name], 0);
  let there = next === undefined ? null : await buildAccess(NETWORKS[next], 1);
  await here.attach();
  return {
    get access() {
      return here;
    },
    async handover(downMs = 0) {
      if (there === null) throw new RangeError('This site has no second network.');
      await here.detach();
      await pause(downMs);
      await there.attach();
      [here, there] = [there, here];
    },
    async close() {
      await Promise.all([here.close(), there?.close()]);
      removeNamespace(NAMESPACES.client);
    },
  };
}

/** @throws LabError where another lab runs, or a tool fails. Call `whyNoLab()` first. */
export async function openLab(): Promise<Lab> {
  const release = claimLab();
  try {
    await buildInternet();
  } catch (thrown) {
    release();
    throw thrown;
  }
  return { enter, close: release };
}
