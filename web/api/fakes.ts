/** A proxy for tests. */
import { vi } from 'vitest';
import { FakeClock } from '../time/fakes';

/** Answers every request with this. */
export const answering = (status: number, body: unknown) =>
  vi.fn(
    async (_url: string, _init?: RequestInit) =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  );

export const scope = () => ({ clock: new FakeClock(), signal: new AbortController().signal });
