/** What this machine has: addresses, programs, ports. */
import { networkInterfaces } from 'node:os';
import { claimPort } from '../../kit/process/claimPort';
import { type PortKind, tryPort } from '../../kit/process/ports';
import { findTool } from '../../kit/process/tools.mjs';
import type { Ports, StartArgs } from './args';
import { isOwnAddress, type LanAddress, lanAddress } from './lan';
import type { Facts, StartPlan } from './plan';
import { StartProblem } from './problem';

function chosenAddress(host: string | null): LanAddress | null {
  const interfaces = networkInterfaces();
  if (host === null) return lanAddress(interfaces);
  if (isOwnAddress(interfaces, host)) return { address: host, name: 'named' };
  throw new StartProblem(`--host ${host} is not an address of this machine; name one that is.`, 2);
}

export function lookAround(args: StartArgs, ports: Ports): Facts {
  return { phone: args.phone, coturn: findTool('turnserver') !== null, lan: chosenAddress(args.host), ports };
}

type Wanted = { what: string; host: string; port: number; kind: PortKind };

/** Each port with the setting that moves it. */
function wantedPorts({ app, worker, coturn }: StartPlan): Wanted[] {
  const wanted: Wanted[] = [{ what: 'The app (APP_PORT)', host: app.host, port: app.port, kind: 'tcp' }];
  if (worker !== null) wanted.push({ what: 'The worker (WORKER_PORT)', ...worker, kind: 'tcp' });
  if (coturn === null) return wanted;
  const host = coturn.listenIp;
  return [
    ...wanted,
    { what: 'The relay (TURN_PORT)', host, port: coturn.port, kind: 'udp' },
    { what: 'The relay (TURN_PORT)', host, port: coturn.port, kind: 'tcp' },
    { what: 'The relay (TURN_TLS_PORT)', host, port: coturn.tlsPort, kind: 'tcp' },
  ];
}

/** Rejects with a StartProblem for the first port that cannot be had. Nothing has been started by then. */
export async function claimPorts(plan: StartPlan): Promise<void> {
  for (const { what, host, port, kind } of wantedPorts(plan)) {
    const problem = await claimPort(host, port, kind);
    if (problem !== null) throw new StartProblem(`${what} cannot start: ${problem}`);
  }
  if (plan.app.https || (await tryPort('::1', plan.app.port, 'tcp')) !== 'EADDRINUSE') return;
  const problem = await claimPort('::1', plan.app.port, 'tcp');
  throw new StartProblem(`The app (APP_PORT) cannot start: ${problem}`);
}
