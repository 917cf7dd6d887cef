/** What the screen needs to know, as plain facts. Media, peers and boxes at 30 a second never come here. */
import { create } from 'zustand';
import type { DeploymentConfig, InputValue, WorkflowName } from '../../protocol/api';
import type { CameraState } from '../camera/types';
import type { PictureState } from '../picture/live';
import type { Thing } from '../results/kinds/model';
import type { Seen } from '../results/screenFeed';
import type { Filter } from '../results/taken/filter';
import type { Traffic } from '../session/meter';
import type { SessionState } from '../session/types';

export type CameraFacts =
  | Exclude<CameraState, { phase: 'on' }>
  | Omit<Extract<CameraState, { phase: 'on' }>, 'stream' | 'track'>;

type VisionFacts = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  config: DeploymentConfig | null;
  /** Of workflows' inputs, by workflow and by name. */
  inputs: Readonly<Record<string, Readonly<Record<string, InputValue>>>>;
  camera: CameraFacts;
  session: SessionState;
  /** The workflow's own picture, over the camera's. */
  picture: PictureState;
  /** Of this session, or the last one; null before the first. Refreshed at most once a second. */
  traffic: Traffic | null;
  /** Refreshed at most every 250 ms. */
  seen: Seen;
  /** What the person wants to know more of. */
  asked: Thing | null;
  /** What the person wants to see of a live session. */
  filter: Filter;
  /** Picture and boxes are held, with what was in view then; null while they go on. */
  frozen: { things: readonly Thing[] } | null;
};

type VisionStore = VisionFacts & { setEnhancedMode: (enabled: boolean) => void };

const initialFacts: VisionFacts = {
  isEnhancedMode: false,
  workflow: 'fast',
  config: null,
  inputs: {},
  camera: { phase: 'off' },
  session: { phase: 'idle' },
  picture: 'off',
  traffic: null,
  seen: {
    summary: { state: 'nothing', count: 0, items: [], leftOut: 0, text: '' },
    lines: [],
    banners: [],
    troubles: [],
  },
  asked: null,
  filter: { hidden: [], least: 0 },
  frozen: null,
};

export const useVisionStore = create<VisionStore>()((set) => ({
  ...initialFacts,
  setEnhancedMode: (enabled) => set({ isEnhancedMode: enabled }),
}));

export const setWorkflow = (workflow: WorkflowName) => useVisionStore.setState({ workflow });
export const setConfig = (config: DeploymentConfig | null) => useVisionStore.setState({ config });
/** Undefined takes the value away: the workflow then uses its own. */
export function setInput(workflow: string, name: string, value: InputValue | undefined): void {
  useVisionStore.setState(({ inputs }) => {
    const { [name]: before, ...others } = inputs[workflow] ?? {};
    if (isSameValue(before, value)) return {};
    const values = value === undefined ? others : { ...others, [name]: value };
    return { inputs: { ...inputs, [workflow]: values } };
  });
}

function isSameValue(a: InputValue | undefined, b: InputValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export const setSession = (session: SessionState) => useVisionStore.setState({ session });
export const setAsked = (asked: Thing | null) => useVisionStore.setState({ asked });
export const setFilter = (filter: Filter) => useVisionStore.setState({ filter });
export const setFrozen = (frozen: VisionFacts['frozen']) => useVisionStore.setState({ frozen });
export const setPicture = (picture: PictureState) => useVisionStore.setState({ picture });
export const setTraffic = (traffic: Traffic, others: { session?: SessionState }) =>
  useVisionStore.setState({ ...others, traffic });
/** With what else is news: one update of the screen for all. */
export const setSeen = (seen: Seen, others: { session?: SessionState; traffic?: Traffic }) =>
  useVisionStore.setState({ seen, ...others });

/** Keeps the facts alone. */
export function setCamera(state: CameraState): void {
  if (state.phase !== 'on') return useVisionStore.setState({ camera: state });
  const { stream: _stream, track: _track, ...camera } = state;
  useVisionStore.setState({ camera });
}
