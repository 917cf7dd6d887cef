import { useMemo } from 'react';
import type { DeploymentConfig, WorkflowName } from '../../../protocol/api';
import { type Preferences, usePreferences } from '../../store/preferences';
import { useVisionStore } from '../../store/useVisionStore';
import type { InputValues } from './workflowRun';

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

/** What the person wants of a live session. The same object until something of it changes. */
export function useWish(): Required<Wish> {
  const isEnhancedMode = useVisionStore((state) => state.isEnhancedMode);
  const workflow = useVisionStore((state) => state.workflow);
  const config = useVisionStore((state) => state.config);
  const inputs = useVisionStore((state) => state.inputs);
  const choice = usePreferences((state) => state.choice);
  const pictures = usePreferences((state) => state.pictures);
  return useMemo(
    () => ({ isEnhancedMode, workflow, config, choice, inputs, pictures, forceRelay: isRelayForced() }),
    [isEnhancedMode, workflow, config, choice, inputs, pictures],
  );
}

const isRelayForced = () => new URLSearchParams(location.search).get('relay') === 'force';
