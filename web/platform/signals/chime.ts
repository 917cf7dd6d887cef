/** Two short notes, made here: no file to fetch. */
let context: AudioContext | null = null;

/** Hz and s. */
const NOTES = [
  { hertz: 880, at: 0 },
  { hertz: 1320, at: 0.09 },
];
const LASTS = 0.12;
const LOUD = 0.2;

/** Silent where the browser has no audio, or waits for a tap; while a camera films, Safari does not wait. */
export function chime(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  for (const { hertz, at } of NOTES) note(context, hertz, context.currentTime + at);
}

function note(audio: AudioContext, hertz: number, at: number): void {
  const [tone, gain] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(LOUD, at);
  // To nothing in the end: cut off, it would click.
  gain.gain.linearRampToValueAtTime(0, at + LASTS);
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LASTS);
}
