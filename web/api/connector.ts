import type { Connector } from '@roboflow/inference-sdk';

/** A connector of the SDK whose code comes behind the first paint: it carries offers, and nothing before them. */
export function lateConnector(load: () => Promise<Connector>): Connector {
  return { connectWrtc: async (offer, params) => (await load()).connectWrtc(offer, params) };
}
