/** What the screen needs to know, as plain serialisable facts. Media, peers and boxes at 30 a second never come here. */
import { create } from 'zustand';
import type { DeploymentConfig, WorkflowName } from '../../protocol/api';
import type { FailureFacts } from '../errors/failure';

export type Facing = 'environment' | 'user';

export type CameraFacts =
  | { phase: 'off' }
  | { phase: 'opening'; slow: boolean }
  | {
      phase: 'on';
      facing: Facing;
      /** Shown as in a mirror: a camera that looks at the person. */
      mirrored: boolean;
      canFlip: boolean;
      lens: { index: number; count: number } | null;
      muted: boolean;
      torch: boolean | null;
      zoom: { min: number; max: number; step: number; value: number } | null;
    }
  | { phase: 'failed'; failure: FailureFacts; canFlip: boolean };

/** `wakingGpu`: the offer has been with the worker for longer than a warm one needs. `sinceMs`: when dialling began (epoch ms). */
export type SessionFacts =
  | { phase: 'idle' }
  | { phase: 'dialing'; enhanced: boolean; wakingGpu: boolean; sinceMs: number }
  | { phase: 'live'; enhanced: boolean; route: RouteFacts | null; notice: FailureFacts | null }
  | { phase: 'stalled'; enhanced: boolean; route: RouteFacts | null }
  | { phase: 'redialing'; enhanced: boolean; attempt: number }
  | { phase: 'paused'; enhanced: boolean }
  | { phase: 'failed'; enhanced: boolean; failure: FailureFacts };

/** The path the media takes, read from the selected candidate pair. `port` is the relay's; `rttMs` the pair's last round trip. */
export type RouteFacts = {
  kind: 'direct' | 'relay';
  transport: 'UDP' | 'TCP' | 'TLS';
  port: number | null;
  rttMs: number | null;
};

/** What is in view, refreshed at most once a second. `items`: class and, for codes, text. `leftOut`: results that cannot be used. */
export type DetectionFacts = { count: number; items: string[]; leftOut: number };

export type VisionFacts = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  config: DeploymentConfig | null;
  camera: CameraFacts;
  session: SessionFacts;
  detections: DetectionFacts;
};

type VisionStore = VisionFacts & { setEnhancedMode: (enabled: boolean) => void };

const initialFacts: VisionFacts = {
  isEnhancedMode: false,
  workflow: 'fast',
  config: null,
  camera: { phase: 'off' },
  session: { phase: 'idle' },
  detections: { count: 0, items: [], leftOut: 0 },
};

export const useVisionStore = create<VisionStore>()((set) => ({
  ...initialFacts,
  setEnhancedMode: (enabled) => set({ isEnhancedMode: enabled }),
}));

export const setWorkflow = (workflow: WorkflowName) => useVisionStore.setState({ workflow });
export const setConfig = (config: DeploymentConfig | null) => useVisionStore.setState({ config });
export const setCameraFacts = (camera: CameraFacts) => useVisionStore.setState({ camera });
export const setSessionFacts = (session: SessionFacts) => useVisionStore.setState({ session });
export const setDetections = (detections: DetectionFacts) => useVisionStore.setState({ detections });
