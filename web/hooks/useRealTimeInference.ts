import { connectors } from '@roboflow/inference-sdk';
import { useCallback, useEffect, useMemo } from 'react';
import { type DeploymentConfig, ROUTES, type WorkflowName } from '../../protocol/api';
import { liveSession, routeMemory } from '../app';
import { pictureChoice } from '../picture/choice';
import { pictureOutputs } from '../results/kinds/workflow';
import type { DialPlan } from '../session/dial/plan';
import { type Preferences, usePreferences } from '../store/preferences';
import { useVisionStore } from '../store/useVisionStore';
import { type InputValues, workflowRun } from './workflow/workflowRun';

export type Wish = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  /** Null until `/v1/config` has answered: then Twilio and the deployment's fast workflow are meant. */
  config: DeploymentConfig | null;
  /** `?relay=force`: ENH takes relay candidates only. */
  forceRelay: boolean;
  /** One of the deployment's further workflows, by name. */
  choice?: string | null;
  inputs?: InputValues;
  /** Which workflows show their own picture; none where it is absent. */
  pictures?: Preferences['pictures'];
};

/**
 * What to dial. ENH: the provider's relay, the medium GPU, and the fast (YOLO) workflow whatever FAST/ACC
 * says.
 */
export function planDial(wish: Wish): DialPlan {
  const { isEnhancedMode, config, forceRelay } = wish;
  const { params, workflow } = liveWorkflow(wish);
  const relay = config?.enhanced.available ? config.enhanced : null;
  const turnConfigUrl = isEnhancedMode ? `${ROUTES.turn}/${relay?.provider ?? 'twilio'}` : ROUTES.turn;
  const onlyRelay = forceRelay || relay?.iceTransportPolicy === 'relay';
  return {
    enhanced: isEnhancedMode,
    connector: connectors.withProxyUrl(ROUTES.offer, { turnConfigUrl }),
    turnConfigUrl,
    wrtcParams: {
      ...params,
      requestedPlan: isEnhancedMode ? 'webrtc-gpu-medium' : config?.plans.standard,
    },
    workflow,
    iceTransportPolicy: isEnhancedMode && onlyRelay ? 'relay' : 'all',
    picture: livePicture(wish).wanted,
    sessionMs: config ? config.limits.sessionSeconds * 1000 : null,
    fallback: !isEnhancedMode && relay ? planDial({ ...wish, isEnhancedMode: true }) : null,
  };
}

/** What a live session would run. `id` is what the device keeps by; undefined until there is one. */
export function liveWorkflow({ choice = null, inputs = {}, ...wish }: Wish) {
  const { key, params, outputs } = workflowRun({ ...wish, choice, inputs });
  return {
    params,
    id: params.workflow === undefined ? params.workflowId : key,
    workflow: outputs && { outputs: new Map(outputs.map(({ name, kinds }) => [name, kinds])) },
  };
}

/** The picture that such a session would show, and those that it could. */
export function livePicture(wish: Wish) {
  const { id, workflow } = liveWorkflow(wish);
  return pictureChoice(wish.pictures ?? {}, id, workflow && pictureOutputs(workflow));
}

/**
 * The live session for a component: its facts and what can be asked of it. Media and peers stay in
 * `web/session/`.
 */
export function useRealTimeInference() {
  const isEnhancedMode = useVisionStore((state) => state.isEnhancedMode);
  const workflow = useVisionStore((state) => state.workflow);
  const config = useVisionStore((state) => state.config);
  const session = useVisionStore((state) => state.session);
  const inputs = useVisionStore((state) => state.inputs);
  const choice = usePreferences((state) => state.choice);
  const pictures = usePreferences((state) => state.pictures);
  const wish = useMemo(
    () => ({ isEnhancedMode, workflow, config, choice, inputs, pictures, forceRelay: isRelayForced() }),
    [isEnhancedMode, workflow, config, choice, inputs, pictures],
  );
  useEffect(() => liveSession.follow(planDial(wish)), [wish]);
  const enhance = useCallback(() => {
    useVisionStore.getState().setEnhancedMode(true);
    liveSession.start(planDial({ ...wish, isEnhancedMode: true }));
  }, [wish]);
  const start = useCallback(() => {
    if (isRelayLearned(wish)) enhance();
    else liveSession.start(planDial(wish));
  }, [wish, enhance]);
  return { session, start, stop: stopLive, dismiss: dismissFailure, enhance };
}

/**
 * Direct failed on this network within a day: ENH is switched on, where everyone can see it and switch it
 * off.
 */
function isRelayLearned({ isEnhancedMode, config }: Wish): boolean {
  return (
    !isEnhancedMode && config?.enhanced.available === true && routeMemory.isDirectBlocked(config.network)
  );
}

const stopLive = () => liveSession.stop();
const dismissFailure = () => liveSession.dismiss();
const isRelayForced = () => new URLSearchParams(location.search).get('relay') === 'force';
