import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HEADER_BYTES, Reassembler } from '../../protocol/framing';
import { PAUSE_BYTES, RESUME_BYTES, ResultChannel } from './result-channel';

/** A channel that sends nothing until it is told to. */
class Pipe {
  private unsent = 0;
  asked = 0;
  get bufferedAmount(): number {
    this.asked += 1;
    return this.unsent;
  }
  set bufferedAmount(bytes: number) {
    this.unsent = bytes;
  }
  state: RTCDataChannelState = 'open';
  get readyState(): RTCDataChannelState {
    this.asked += 1;
    return this.state;
  }
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: (Uint8Array | string)[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  isClosed = false;

  constructor(readonly label = 'any') {}

  send(data: Uint8Array | string): void {
    this.sent.push(data);
    this.unsent += data.length;
  }

  close(): void {
    this.isClosed = true;
  }

  get asChannel(): RTCDataChannel {
    return this as unknown as RTCDataChannel;
  }
}

const events = {
  opened: vi.fn(),
  closed: vi.fn(),
  control: vi.fn(),
  alive: vi.fn(),
  uploadRefused: vi.fn(),
};

function open(pipe: Pipe): ResultChannel {
  const channel = new ResultChannel(events);
  channel.adopt(pipe.asChannel);
  return channel;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe('back-pressure within a result', () => {
  const payload = new Uint8Array(PAUSE_BYTES * 2).map((_, at) => at % 251);

  it('pauses above the high mark and goes on below the low one; what follows waits in line', async () => {
    const pipe = new Pipe();
    const channel = open(pipe);
    const [first, second] = [channel.send(1, payload), channel.send(2, new Uint8Array(10))];
    await vi.advanceTimersByTimeAsync(500);
    const paused = pipe.sent.length;
    expect(pipe.bufferedAmount).toBeGreaterThan(PAUSE_BYTES);
    expect(pipe.bufferedAmount).toBeLessThan(PAUSE_BYTES + 64 * 1024);
    pipe.bufferedAmount = RESUME_BYTES + 1;
    await vi.advanceTimersByTimeAsync(500);
    expect(pipe.sent).toHaveLength(paused);
    pipe.bufferedAmount = 0;
    await vi.advanceTimersByTimeAsync(500);
    pipe.bufferedAmount = 0;
    await vi.advanceTimersByTimeAsync(500);
    expect(await Promise.all([first, second])).toEqual([true, true]);
    const whole = new Reassembler();
    const results = pipe.sent.map((chunk) => whole.push(chunk as Uint8Array)).filter(Boolean);
    expect(results.map((each) => each?.frameId)).toEqual([1, 2]);
    expect(Buffer.compare(results[0]!.payload, payload)).toBe(0);
  });

  it('gives up on a channel that never drains, and on one that closes', async () => {
    for (const closes of [false, true]) {
      const pipe = new Pipe();
      const sent = open(pipe).send(1, payload);
      await vi.advanceTimersByTimeAsync(100);
      if (closes) pipe.onclose?.();
      await vi.advanceTimersByTimeAsync(130_000);
      expect(await sent).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('has nobody to send to before a channel is there, or before it is open', async () => {
    const channel = new ResultChannel(events);
    expect([channel.isOpen, channel.isClear, await channel.send(1, payload)]).toEqual([false, false, false]);
    const pipe = new Pipe();
    pipe.state = 'connecting';
    channel.adopt(pipe.asChannel);
    expect([channel.isOpen, channel.isClear, await channel.send(1, payload)]).toEqual([false, false, false]);
    expect(events.opened).not.toHaveBeenCalled();
    pipe.onopen?.();
    expect([channel.isOpen, channel.isClear, await channel.send(1, new Uint8Array(1))]).toEqual([
      true,
      true,
      true,
    ]);
    expect(events.opened).toHaveBeenCalledTimes(1);
  });

  it('knows of the end of the channel that carries results alone', () => {
    const [first, second] = [new Pipe(), new Pipe()];
    const channel = open(first);
    channel.adopt(second.asChannel);
    first.onclose?.();
    expect([channel.isOpen, events.closed.mock.calls.length]).toEqual([true, 0]);
    second.onclose?.();
    expect([channel.isOpen, events.closed.mock.calls.length]).toEqual([false, 1]);
  });
});

describe('video_upload', () => {
  it('is no channel for results; pings come back and keep the session awake', () => {
    const pipe = new Pipe('video_upload');
    const channel = open(pipe);
    expect(channel.isOpen).toBe(false);
    pipe.onmessage?.({ data: new Uint8Array([7]).buffer });
    pipe.onmessage?.({ data: 'p' });
    expect([new Uint8Array(pipe.sent[0] as Uint8Array), pipe.sent[1]]).toEqual([new Uint8Array([7]), 'p']);
    expect(events.alive).toHaveBeenCalledTimes(2);
  });

  it('sends no more echoes to a client that does not read them', () => {
    const pipe = new Pipe('video_upload');
    open(pipe);
    pipe.bufferedAmount = 10_000;
    pipe.onmessage?.({ data: 'p' });
    expect(pipe.sent).toEqual([]);
  });

  it('is closed at the first part of a file, which is told once', () => {
    const pipe = new Pipe('video_upload');
    open(pipe);
    const listener = pipe.onmessage;
    for (let part = 0; part < 3; part += 1)
      (pipe.onmessage ?? (() => {}))({ data: new ArrayBuffer(HEADER_BYTES) });
    expect(listener).not.toBeNull();
    expect(events.uploadRefused).toHaveBeenCalledTimes(1);
    expect(pipe.isClosed).toBe(true);
  });
});

describe('whether a result would leave soon', () => {
  it('is asked of libwebrtc only where what was sent since could matter, and is never wrong about a clogged channel', async () => {
    const pipe = new Pipe();
    const channel = open(pipe);
    for (let frame = 1; frame <= 100; frame++) {
      pipe.bufferedAmount = 0;
      expect(channel.isClear).toBe(true);
      await channel.send(frame, new Uint8Array(500));
    }
    expect(pipe.asked).toBeLessThan(10);
    await channel.send(101, new Uint8Array(16 * 1024));
    expect(channel.isClear).toBe(false);
    pipe.bufferedAmount = 0;
    expect(channel.isClear).toBe(true);
  });
});
