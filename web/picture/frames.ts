/**
 * Calls back with each frame that the element shows. Where a browser does not tell of frames (Firefox before
 * 132, Safari before 15.4), some four times a second while the picture moves on.
 * @returns what ends it
 */
export function watchFrames(video: HTMLVideoElement, onFrame: () => void): () => void {
  if (!('requestVideoFrameCallback' in video)) return watchTime(video, onFrame);
  const next = () => video.requestVideoFrameCallback(onNext);
  const onNext = () => {
    id = next();
    onFrame();
  };
  let id = next();
  return () => video.cancelVideoFrameCallback(id);
}

function watchTime(video: HTMLVideoElement, onFrame: () => void): () => void {
  video.addEventListener('timeupdate', onFrame);
  return () => video.removeEventListener('timeupdate', onFrame);
}
