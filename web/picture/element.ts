/** The `<video>` that shows the workflow's picture, exactly over the viewfinder's. */
import { watchFrames } from './frames';

/** Pictures of the same shape lie exactly over each other; by so much a rounded size may differ. */
const SAME_SHAPE = 0.02;

/**
 * Plays the track and calls back with each frame. @param shape says, with the first frame and whenever it
 * changes, whether the picture has the viewfinder's shape: then it is cut as that is, else shown whole.
 * @returns what stops it and leaves the element empty
 */
export function playPicture(
  video: HTMLVideoElement,
  track: MediaStreamTrack,
  onFrame: () => void,
  shape: (same: boolean) => void,
): () => void {
  const compare = () => shape(isSameShape(video, document.querySelector('video')));
  const stopFrames = watchFrames(video, onFrame);
  video.addEventListener('resize', compare);
  video.addEventListener('loadeddata', compare);
  video.srcObject = new MediaStream([track]);
  // Refused where a newer picture took its place, or where iOS in low-power mode waits for a tap: any will do.
  const play = () => void (video.paused && video.play().catch(() => undefined));
  document.addEventListener('pointerdown', play);
  play();
  return () => {
    document.removeEventListener('pointerdown', play);
    stopFrames();
    video.removeEventListener('resize', compare);
    video.removeEventListener('loadeddata', compare);
    video.srcObject = null;
  };
}

function isSameShape(a: HTMLVideoElement, b: HTMLVideoElement | null): boolean {
  if (!b || b.videoWidth === 0 || a.videoWidth === 0) return true;
  const ratio = (a.videoWidth * b.videoHeight) / (a.videoHeight * b.videoWidth);
  return Math.abs(ratio - 1) < SAME_SHAPE;
}
