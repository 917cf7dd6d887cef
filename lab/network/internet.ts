/** What stands outside the networks under test: the servers' internet, and the worker behind its NAT. */
import { HOSTS, HOSTS_FILE, NAMESPACES, WORKER } from './addresses';
import { addNamespace } from './namespaces';
import { ip, nft } from './shell';

const { internet, workerRouter, worker } = NAMESPACES;
const ETC = { hosts: HOSTS_FILE, 'resolv.conf': '' };

/**
 * The worker's router is a port-restricted cone. The app's host alone may open a connection inwards, to the
 * worker's HTTP port: were it open to all, host candidates would leak past the NAT under test and every
 * network would "work".
 */
const WORKER_NAT = `
table ip nat {
  chain pre {
    type nat hook prerouting priority dstnat;
    iifname "wan" ip saddr ${HOSTS.app} tcp dport ${WORKER.port} dnat to ${WORKER.inside}
  }
  chain post {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
  }
}
table ip filter {
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lan" accept
    iifname "lo" accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "lan" oifname "wan" accept
    iifname "wan" ip saddr ${HOSTS.app} ip daddr ${WORKER.inside} tcp dport ${WORKER.port} accept
  }
}
`;

async function addInternet(): Promise<void> {
  await addNamespace(internet, ETC, true);
  await ip(internet, [
    ...Object.values(HOSTS).map((address) => `addr add ${address}/32 dev lo`),
    `link add wk type veth peer name wan netns ${workerRouter}`,
    `addr add ${WORKER.outsideGateway}/30 dev wk`,
    'link set wk up',
    // What the app's host opens comes from the app's own address: the worker's router lets in nobody else.
    `route replace 192.0.2.0/30 dev wk src ${HOSTS.app}`,
  ]);
}

async function addWorkerRouter(): Promise<void> {
  await ip(workerRouter, [
    `addr add ${WORKER.outside}/30 dev wan`,
    'link set wan up',
    `link add lan type veth peer name eth0 netns ${worker}`,
    `addr add ${WORKER.insideGateway}/24 dev lan`,
    'link set lan up',
    `route add default via ${WORKER.outsideGateway}`,
  ]);
  await nft(workerRouter, WORKER_NAT);
}

async function addWorker(): Promise<void> {
  await ip(worker, [
    `addr add ${WORKER.inside}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${WORKER.insideGateway}`,
  ]);
}

export async function buildInternet(): Promise<void> {
  await addNamespace(workerRouter, {}, true);
  await addNamespace(worker, ETC, false);
  await addInternet();
  await addWorkerRouter();
  await addWorker();
}
