/** How to dial: what `useRealTimeInference` derives from the store and the deployment's config. */
import type { Connector, WebRTCParams } from '@roboflow/inference-sdk';
import type { ChoiceParam } from '../../../protocol/api';
import type { Workflow } from '../../results/kinds/workflow';

export type DialPlan = {
  enhanced: boolean;
  /**
   * What runs there: `fast`, `accurate` or one of the list. A dial before the deployment's config has come
   * names no workflow and runs the fast one.
   */
  runs: string;
  /** `connectors.withProxyUrl(...)`: carries the offer. */
  connector: Connector;
  /**
   * Where the ICE servers come from; the connector's own fetch of the same URL would swallow expiry and
   * failures.
   */
  turnConfigUrl: string;
  wrtcParams: WebRTCParams & ChoiceParam;
  /** What the workflow says of its outputs; null where nobody knows. */
  workflow: Workflow | null;
  iceTransportPolicy: RTCIceTransportPolicy;
  /**
   * The workflow's picture comes back as video: of this output, or of the one that the worker takes first.
   * Null: no video back.
   */
  picture: string | true | null;
  /**
   * The time (ms) the proxy grants a session; the next one is dialled before it runs out. Null where not
   * known.
   */
  sessionMs: number | null;
  /**
   * ENH's plan, where direct is dialled and a relay could be had: it is got ready as soon as direct is late.
   */
  fallback: DialPlan | null;
};

/** Plans that lead to the same kind of session: no reason to dial again. */
export function isSameMode(a: DialPlan, b: DialPlan): boolean {
  const what = ({ runs, wrtcParams }: DialPlan) => JSON.stringify([runs, wrtcParams.workflowsParameters]);
  return a.enhanced === b.enhanced && what(a) === what(b);
}

/** Plans that lead to the very same session, its picture too. */
export function isSameSession(a: DialPlan, b: DialPlan): boolean {
  return isSameMode(a, b) && a.picture === b.picture;
}

/** Plans that the same credentials serve. */
export function servesSameRoute(a: DialPlan, b: DialPlan): boolean {
  return a.turnConfigUrl === b.turnConfigUrl && a.iceTransportPolicy === b.iceTransportPolicy;
}

/** Plans that the same prepared peer serves. */
export function isSameOffer(a: DialPlan, b: DialPlan): boolean {
  return servesSameRoute(a, b) && (a.picture === null) === (b.picture === null);
}
