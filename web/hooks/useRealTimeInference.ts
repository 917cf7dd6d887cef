import { connectors } from '@roboflow/inference-sdk';
import { useCallback, useEffect, useMemo } from 'react';
import { type DeploymentConfig, ROUTES, type WorkflowName } from '../../protocol/api';
import { liveSession, routeMemory } from '../app';
import type { DialPlan } from '../session/dial/plan';
import { useVisionStore } from '../store/useVisionStore';

export type Wish = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  /** Null until `/v1/config` has answered: then Twilio and the deployment's fast workflow are meant. */
  config: DeploymentConfig | null;
  /** `?relay=force`: ENH takes relay candidates only. */
  forceRelay: boolean;
};

/**
 * What to dial. ENH: the provider's relay, the medium GPU, and the fast (YOLO) workflow whatever FAST/ACC
 * says.
 */
export function planDial(wish: Wish): DialPlan {
  const { isEnhancedMode, workflow, config, forceRelay } = wish;
  const relay = config?.enhanced.available ? config.enhanced : null;
  const turnConfigUrl = isEnhancedMode ? `${ROUTES.turn}/${relay?.provider ?? 'twilio'}` : ROUTES.turn;
  const onlyRelay = forceRelay || relay?.iceTransportPolicy === 'relay';
  return {
    enhanced: isEnhancedMode,
    connector: connectors.withProxyUrl(ROUTES.offer, { turnConfigUrl }),
    turnConfigUrl,
    wrtcParams: {
      workflowId: workflowId(config, isEnhancedMode ? 'fast' : workflow),
      requestedPlan: isEnhancedMode ? 'webrtc-gpu-medium' : config?.plans.standard,
    },
    iceTransportPolicy: isEnhancedMode && onlyRelay ? 'relay' : 'all',
    sessionMs: config ? config.limits.sessionSeconds * 1000 : null,
    fallback: !isEnhancedMode && relay ? planDial({ ...wish, isEnhancedMode: true }) : null,
  };
}

/** Undefined: the one that the deployment takes for fast. */
export function workflowId(config: DeploymentConfig | null, name: WorkflowName): string | undefined {
  const offered = [config?.workflows[name], config?.workflows.fast].find((workflow) => workflow?.available);
  return offered?.available ? offered.id : undefined;
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
  const wish = useMemo(
    () => ({ isEnhancedMode, workflow, config, forceRelay: isRelayForced() }),
    [isEnhancedMode, workflow, config],
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
