/** What the screen needs to know, as plain facts. Media, peers and boxes at 30 a second never come here. */
import { create } from 'zustand';
import type { DeploymentConfig, WorkflowName } from '../../protocol/api';
import type { CameraState } from '../camera/types';
import type { Seen } from '../results/screenFeed';
import type { SessionState } from '../session/types';

export type CameraFacts =
  | Exclude<CameraState, { phase: 'on' }>
  | Omit<Extract<CameraState, { phase: 'on' }>, 'stream' | 'track'>;

type VisionFacts = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  config: DeploymentConfig | null;
  camera: CameraFacts;
  session: SessionState;
  /** Refreshed at most every 250 ms. */
  seen: Seen;
};

type VisionStore = VisionFacts & { setEnhancedMode: (enabled: boolean) => void };

const initialFacts: VisionFacts = {
  isEnhancedMode: false,
  workflow: 'fast',
  config: null,
  camera: { phase: 'off' },
  session: { phase: 'idle' },
  seen: {
    summary: { state: 'nothing', count: 0, items: [], leftOut: 0, text: '' },
    lines: [],
    banners: [],
    troubles: [],
  },
};

export const useVisionStore = create<VisionStore>()((set) => ({
  ...initialFacts,
  setEnhancedMode: (enabled) => set({ isEnhancedMode: enabled }),
}));

export const setWorkflow = (workflow: WorkflowName) => useVisionStore.setState({ workflow });
export const setConfig = (config: DeploymentConfig | null) => useVisionStore.setState({ config });
export const setSession = (session: SessionState) => useVisionStore.setState({ session });
/** `session` where it is news, too: one update of the screen for both. */
export const setSeen = (seen: Seen, session: SessionState | null) =>
  useVisionStore.setState(session ? { seen, session } : { seen });

/** Keeps the facts alone. */
export function setCamera(state: CameraState): void {
  if (state.phase !== 'on') return useVisionStore.setState({ camera: state });
  const { stream: _stream, track: _track, ...camera } = state;
  useVisionStore.setState({ camera });
}
