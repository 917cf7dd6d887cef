/** The one place that touches `@roamhq/wrtc`, libwebrtc for Node: its own types leave the non-standard half untyped. */
import wrtc from '@roamhq/wrtc';
import { type Rotation, toRotation } from './upright';

/** One decoded frame, I420: `width × height` bytes of luma, then the two chroma planes. `rotation` turns it upright, clockwise. */
export type VideoFrame = { width: number; height: number; rotation: Rotation; data: Uint8Array };

type RawFrame = { width: number; height: number; rotation?: number; data: Uint8Array };
type RawSink = { onframe: ((event: { frame: RawFrame }) => void) | null; stop(): void };

/** @throws where libwebrtc does not understand an ICE server's URL. */
export function createPeer(iceServers: RTCIceServer[]): RTCPeerConnection {
  return new wrtc.RTCPeerConnection({ iceServers });
}

/**
 * Keeps libwebrtc's engine (its threads and sockets) up between sessions. Left alone, `@roamhq/wrtc` 0.10 makes an
 * engine for the first peer and drops it only when that peer's JavaScript objects are collected, while the next peer
 * gets another: measured, each session in turn left 4 threads and 8 file descriptors behind. One idle peer makes all share one.
 */
export function holdEngine(): { release(): void } {
  const idle = createPeer([]);
  return { release: () => idle.close() };
}

/** Hands over every decoded frame of a track. Each has a buffer of its own, which the receiver may keep or transfer. */
export function openSink(track: MediaStreamTrack, onFrame: (frame: VideoFrame) => void): { stop(): void } {
  const sink = new wrtc.nonstandard.RTCVideoSink(track) as unknown as RawSink;
  sink.onframe = ({ frame }) => onFrame({ ...pick(frame), rotation: toRotation(frame.rotation) });
  return {
    stop() {
      sink.onframe = null;
      sink.stop();
      // A track that still runs keeps libwebrtc's threads, and with them the process, alive.
      track.stop();
    },
  };
}

function pick({ width, height, data }: RawFrame) {
  return { width, height, data };
}
