/** What the overlay's own tests draw with. */
import type { Context2D } from './strokes';

export type Call = {
  name: string;
  args: unknown[];
  /** At the time of the call. */
  alpha: number;
  stroke: unknown;
  fill: unknown;
};

/** A context that notes what is called on it. Words are 7 px a character. */
export function fakeBrush() {
  const calls: Call[] = [];
  const target: Record<string, unknown> = {
    globalAlpha: 1,
    measureText: (words: string) => ({ width: words.length * 7 }),
  };
  const context = new Proxy(target, {
    get: (own, name: string) =>
      name in own
        ? own[name]
        : (...args: unknown[]) => {
            const { globalAlpha, strokeStyle, fillStyle } = own;
            calls.push({ name, args, alpha: globalAlpha as number, stroke: strokeStyle, fill: fillStyle });
          },
    set: (own, name: string, value) => {
      own[name] = value;
      return true;
    },
  });
  return { calls, context: context as unknown as Context2D };
}

/** A line so short that its round ends alone are seen, by where it leads to. */
export function isDot([x]: unknown[]): boolean {
  return Math.abs(((x as number) % 1) - 0.01) < 1e-6;
}
