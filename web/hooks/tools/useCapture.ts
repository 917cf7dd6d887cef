import { useCallback, useEffect, useRef, useState } from 'react';
import type { Clip } from '../../capture/clip';
import { useVisionStore } from '../../store/useVisionStore';
import { systemClock } from '../../time/clock';

/** `url`: of the file, as long as it is shown. `file` is null where it could not be made. */
export type Captured = { kind: 'still' | 'clip'; file: File | null; url: string };

/** Phases in which there are boxes to take along. */
const SHOWN = ['live', 'stalled', 'redialing'];
/** Which type it records is asked with the first clip. */
const CAN_CLIP =
  typeof globalThis.MediaRecorder === 'function' && 'captureStream' in HTMLCanvasElement.prototype;

/** Picture and boxes as they are seen, as a still or as a clip. What makes them is fetched at the first press. */
export function useCapture() {
  const offered = useVisionStore(({ session, frozen }) => frozen !== null || SHOWN.includes(session.phase));
  const { captured, show, close } = useCaptured();
  const { sinceMs, toggle } = useClip(offered, show);
  const still = async () => show('still', await captureStill().catch(() => null));
  return { offered, canClip: CAN_CLIP, sinceMs, still, clip: toggle, captured, close };
}

/** @throws where there is no picture */
async function captureStill(): Promise<File> {
  const make = await import('../../capture/image');
  return make.captureStill(viewfinder());
}

function viewfinder(): HTMLElement {
  const area = document.querySelector<HTMLElement>('.viewfinder');
  if (!area) throw new Error('There is no viewfinder.');
  return area;
}

type Show = (kind: Captured['kind'], file: File | null) => void;

function useCaptured() {
  const [captured, set] = useState<Captured | null>(null);
  const show: Show = useCallback(
    (kind, file) => set({ kind, file, url: file ? URL.createObjectURL(file) : '' }),
    [],
  );
  useEffect(() => () => URL.revokeObjectURL(captured?.url ?? ''), [captured]);
  return { captured, show, close: () => set(null) };
}

/** @param offered once it is not any more, what there is of a clip is shown */
function useClip(offered: boolean, show: Show) {
  const clip = useRef<Clip | null>(null);
  const left = useRef(new AbortController());
  const [sinceMs, setSince] = useState<number | null>(null);
  useEffect(() => {
    if (!offered) clip.current?.stop();
  }, [offered]);
  useEffect(() => {
    left.current = new AbortController();
    return () => left.current.abort();
  }, []);
  const record = async () => {
    const { signal } = left.current;
    setSince(systemClock.now());
    const file = await recorded(signal, clip).catch(() => null);
    clip.current = null;
    if (signal.aborted) return;
    setSince(null);
    show('clip', file);
  };
  return { sinceMs, toggle: () => (sinceMs === null ? void record() : clip.current?.stop()) };
}

/** @throws where the browser makes none */
async function recorded(signal: AbortSignal, clip: { current: Clip | null }): Promise<File> {
  const { recordClip } = await import('../../capture/clip');
  signal.throwIfAborted();
  clip.current = recordClip(viewfinder(), systemClock, signal);
  return clip.current.done;
}
