import { useCallback, useEffect } from 'react';
import { ROUTES } from '../../protocol/api';
import { lateConnector } from '../api/connector';
import { behind, liveSession, routeMemory } from '../app';
import { pictureChoice } from '../picture/choice';
import { pictureOutputs } from '../results/kinds/workflow';
import type { DialPlan } from '../session/dial/plan';
import { useVisionStore } from '../store/useVisionStore';
import { useWish, type Wish } from './workflow/useWish';
import { workflowRun } from './workflow/workflowRun';

/**
 * What to dial. ENH: the provider's relay, the medium GPU, and the fast (YOLO) workflow whatever FAST/ACC
 * says.
 */
export function planDial(wish: Wish): DialPlan {
  const { isEnhancedMode, config, forceRelay } = wish;
  const { runs, params, workflow, picture } = liveWorkflow(wish);
  const relay = config?.enhanced.available ? config.enhanced : null;
  const turnConfigUrl = isEnhancedMode ? `${ROUTES.turn}/${relay?.provider ?? 'twilio'}` : ROUTES.turn;
  const onlyRelay = forceRelay || relay?.iceTransportPolicy === 'relay';
  const connector = async () => {
    const { connectors } = await behind.get();
    return connectors.withProxyUrl(ROUTES.offer, { turnConfigUrl });
  };
  return {
    enhanced: isEnhancedMode,
    runs,
    connector: lateConnector(connector),
    turnConfigUrl,
    wrtcParams: {
      ...params,
      requestedPlan: isEnhancedMode ? 'webrtc-gpu-medium' : config?.plans.standard,
    },
    workflow,
    iceTransportPolicy: isEnhancedMode && onlyRelay ? 'relay' : 'all',
    picture: picture.wanted,
    sessionMs: config ? config.limits.sessionSeconds * 1000 : null,
    fallback: !isEnhancedMode && relay ? planDial({ ...wish, isEnhancedMode: true }) : null,
  };
}

/** What a live session would run. */
export function liveWorkflow({ choice = null, inputs = {}, pictures = {}, ...wish }: Wish) {
  const { id, runs, params, outputs } = workflowRun({ ...wish, choice, inputs });
  const workflow = outputs && { outputs: new Map(outputs.map(({ name, kinds }) => [name, kinds])) };
  return {
    id,
    runs,
    params,
    workflow,
    /** The picture that it would show, and those that it could. */
    picture: pictureChoice(pictures, id, workflow && pictureOutputs(workflow)),
  };
}

/**
 * The live session for a component: its facts and what can be asked of it. Media and peers stay in
 * `web/session/`.
 */
export function useRealTimeInference() {
  const session = useVisionStore((state) => state.session);
  const wish = useWish();
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
