/**
 * In a page: a frame of the clip that a dialog shows, at so many seconds, as a data: URL of a PNG. Runs by itself.
 */
export async function clipFrame(seconds: number): Promise<string> {
  const clip = document.querySelector<HTMLVideoElement>('dialog video');
  if (!clip) throw new Error('No clip is shown.');
  clip.pause();
  const told = (name: string) => new Promise((done) => clip.addEventListener(name, done, { once: true }));
  if (clip.readyState < 2) await told('loadeddata');
  const sought = told('seeked');
  clip.currentTime = seconds;
  await sought;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [clip.videoWidth, clip.videoHeight];
  canvas.getContext('2d')?.drawImage(clip, 0, 0);
  return canvas.toDataURL('image/png');
}

/** In a page: how long (s) the clip is that a dialog shows. A recorder's file may not say so before its end is seen. */
export async function clipSeconds(): Promise<number> {
  const clip = document.querySelector<HTMLVideoElement>('dialog video');
  if (!clip) throw new Error('No clip is shown.');
  if (Number.isFinite(clip.duration)) return clip.duration;
  const known = new Promise<void>((done) => {
    clip.addEventListener('durationchange', () => Number.isFinite(clip.duration) && done());
  });
  clip.currentTime = 1e6;
  await known;
  return clip.duration;
}
