/** Stand-ins for what a browser provides, so that the session runs in Node: a peer connection, a camera. */
import { frameChunks } from '../../protocol/framing';
import { CAMERA_ON } from '../camera/fakes';
import type { Camera, CameraState } from '../camera/types';

class FakeChannel extends EventTarget {
  binaryType = 'blob';
}

/** As much of an offer as the session looks at. */
const OFFER = 'v=0\r\na=candidate:1 1 udp 2122260223 192.168.1.20 50000 typ host\r\n';

type FakeParameters = { encodings: RTCRtpEncodingParameters[]; degradationPreference?: string };

export class FakePeer extends EventTarget {
  static open = 0;
  /** What it offers. */
  static sdp = OFFER;
  /** Whether it goes on asking the STUN server before it is connected, as a browser with a pool does. */
  static tendsMappings = true;
  static reset(): void {
    FakePeer.open = 0;
    FakePeer.sdp = OFFER;
    FakePeer.tendsMappings = true;
  }
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly channel = new FakeChannel();
  track: MediaStreamTrack | null = null;
  closed = false;
  encodings: RTCRtpEncodingParameters[] = [];
  degradationPreference: string | undefined;
  private frames = 0;

  constructor(
    readonly configuration: RTCConfiguration,
    readonly fresh = false,
  ) {
    super();
    FakePeer.open += 1;
  }

  createDataChannel() {
    return this.channel;
  }
  /** Whether the worker's answer sends video back where the offer takes it. */
  sendsBack = true;
  /** What comes back. */
  readonly back = fakeTrack('back');
  direction: RTCRtpTransceiverDirection | null = null;
  addTransceiver(track: MediaStreamTrack, { sendEncodings = [], direction }: RTCRtpTransceiverInit) {
    this.track = track;
    this.direction = direction ?? 'sendrecv';
    const replaceTrack = async (other: MediaStreamTrack) => {
      this.track = other;
    };
    const getParameters = () => ({ encodings: structuredClone(this.encodings) });
    const setParameters = async ({ encodings, degradationPreference }: FakeParameters) => {
      this.encodings = encodings;
      this.degradationPreference = degradationPreference;
    };
    this.encodings = sendEncodings;
    const sentTrack = () => this.track;
    const currentDirection = () => {
      if (!this.remoteDescription) return null;
      return this.sendsBack ? this.direction : 'sendonly';
    };
    return {
      sender: {
        replaceTrack,
        getParameters,
        setParameters,
        get track() {
          return sentTrack();
        },
      },
      receiver: { track: this.back },
      get currentDirection() {
        return currentDirection();
      },
    };
  }
  async createOffer() {
    return { type: 'offer' as const, sdp: FakePeer.sdp };
  }
  async setLocalDescription(description?: RTCSessionDescriptionInit) {
    this.localDescription = description ?? null;
  }
  async setRemoteDescription(description: RTCSessionDescriptionInit) {
    if (!description.sdp?.startsWith('v=0')) throw new Error('not an SDP');
    this.remoteDescription = description;
  }
  getConfiguration() {
    return { ...(FakePeer.tendsMappings && { iceCandidatePoolSize: 0 }), ...this.configuration };
  }
  /** What the transport has received; raise it for a path that lives. */
  bytesReceived = 0;
  bytesSent = 0;
  private readonly video = { bytesSent: 0, framesSent: 0 };
  /** More has left: all bytes, and those of new frames. */
  sends({ bytes, mediaBytes, frames }: { bytes: number; mediaBytes: number; frames: number }) {
    this.bytesSent += bytes;
    this.video.bytesSent += mediaBytes;
    this.video.framesSent += frames;
  }
  async getStats() {
    const counted = { bytesReceived: this.bytesReceived, bytesSent: this.bytesSent };
    return new Map<string, object>([
      ['V', { id: 'V', type: 'outbound-rtp', kind: 'video', ...this.video }],
      ['T', { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }],
      ['P', { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', ...counted }],
      ['L', { id: 'L', type: 'local-candidate', candidateType: 'host', protocol: 'udp' }],
    ]);
  }
  close() {
    if (!this.closed) FakePeer.open -= 1;
    this.closed = true;
  }

  candidate(type: RTCIceCandidateType, relayProtocol = 'udp') {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type, relayProtocol } }));
  }
  /** One socket of ours, as a server sees it. */
  srflx(port: number) {
    const seen = {
      type: 'srflx',
      relatedAddress: '192.168.1.20',
      relatedPort: 50_000,
      address: '198.51.100.1',
      port,
    };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: seen }));
  }
  candidateError(errorCode: number) {
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode }));
  }
  gatheringComplete() {
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
  ice(state: RTCIceConnectionState) {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
  connection(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
  connect() {
    this.ice('connected');
    this.connection('connected');
  }
  /** The worker's next result, framed as on the wire. */
  result(message: Record<string, unknown> = {}) {
    this.frames += 1;
    const payload = new TextEncoder().encode(
      JSON.stringify({ serialized_output_data: { count: 0 }, errors: [], ...message }),
    );
    for (const chunk of frameChunks(this.frames, payload))
      this.channel.dispatchEvent(new MessageEvent('message', { data: chunk.buffer }));
  }
  channelClosed() {
    this.channel.dispatchEvent(new Event('close'));
  }
}

export function fakeTrack(
  id = 'track',
  size: MediaTrackSettings = { width: 1280, height: 720 },
): MediaStreamTrack {
  return { id, getSettings: () => size } as unknown as MediaStreamTrack;
}

export class FakeCamera implements Camera {
  state: CameraState = { phase: 'off' };
  opened = 0;
  private readonly listeners = new Set<(state: CameraState) => void>();

  async open() {
    if (this.state.phase === 'on') return;
    this.opened += 1;
    this.become({ phase: 'opening', slow: false });
  }
  close() {
    this.become({ phase: 'off' });
  }
  async begin() {
    await this.open();
  }
  async flip() {}
  async nextLens() {}
  async choose() {}
  async setTorch() {}
  async setZoom() {}
  async focusAt() {}
  subscribe(listener: (state: CameraState) => void) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  on(track = fakeTrack()) {
    const stream = {} as MediaStream;
    this.become({ ...CAMERA_ON, stream, track });
  }
  become(state: CameraState) {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
