/**
 * The one place that touches `@roamhq/wrtc`, libwebrtc for Node: its own types leave the non-standard half
 * untyped.
 */
import wrtc from '@roamhq/wrtc';
import { type Rotation, toRotation } from './upright';

/**
 * One decoded frame, I420: `width × height` bytes of luma, then the two chroma planes. `rotation` turns it
 * upright, clockwise.
 */
export type VideoFrame = { width: number; height: number; rotation: Rotation; data: Uint8Array };

type RawFrame = { width: number; height: number; rotation?: number; data: Uint8Array };
type RawSource = { createTrack(): MediaStreamTrack; onFrame(frame: RawFrame): void };
type RawSink = { onframe: ((event: { frame: RawFrame }) => void) | null; stop(): void };

/** @throws where libwebrtc does not understand an ICE server's URL. */
export function createPeer(iceServers: RTCIceServer[]): RTCPeerConnection {
  return new wrtc.RTCPeerConnection({ iceServers });
}

/**
 * Keeps libwebrtc's engine (its threads and sockets) up between sessions. Left alone, `@roamhq/wrtc` 0.10
 * makes an engine for the first peer and drops it only when that peer's JavaScript objects are collected,
 * while the next peer gets another: measured, each session in turn left 4 threads and 8 file descriptors
 * behind. One idle peer makes all share one.
 */
export function holdEngine(): { release(): void } {
  const idle = createPeer([]);
  return { release: () => idle.close() };
}

/**
 * Hands over every decoded frame of a track. Each has a buffer of its own, which the receiver may keep or
 * transfer.
 */
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

export type VideoBack = {
  /** Whether the far end takes it, which is known once the answer is made. */
  isWanted(): boolean;
  /** An upright frame in I420; libwebrtc's encoder leaves out what it has no time or bits for. */
  send(frame: { width: number; height: number; data: Uint8Array }): void;
  stop(): void;
};

/**
 * A track of our own, to be added before the offer is taken in: it then shares the offer's video section,
 * which becomes sendrecv where the offer is (RFC 8829 §5.10). It belongs to a stream, as aiortc's do: the SDK
 * looks for one.
 */
export function openVideoBack(peer: RTCPeerConnection): VideoBack {
  const source = new wrtc.nonstandard.RTCVideoSource() as unknown as RawSource;
  const track = source.createTrack();
  const sender = peer.addTrack(track, new wrtc.MediaStream());
  const isSending = ({ sender: each, currentDirection }: RTCRtpTransceiver) =>
    each === sender && (currentDirection === 'sendrecv' || currentDirection === 'sendonly');
  return {
    isWanted: () => peer.getTransceivers().some(isSending),
    send: ({ width, height, data }) => source.onFrame({ width, height, data }),
    stop: () => track.stop(),
  };
}

function pick({ width, height, data }: RawFrame) {
  return { width, height, data };
}
