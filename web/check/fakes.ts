/** Peers for tests: they gather what a script says, and count themselves. */
import type { CreatePeer } from './probes/gather';

type Script = (peer: FakePeer, configuration: RTCConfiguration) => void;

export class FakePeer extends EventTarget {
  isClosed = false;

  iceGatheringState: RTCIceGatheringState = 'new';
  private readonly configuration: RTCConfiguration;
  private readonly script: Script;

  constructor(configuration: RTCConfiguration, script: Script) {
    super();
    this.configuration = configuration;
    this.script = script;
  }

  createDataChannel = () => Object.assign(new EventTarget(), { readyState: 'connecting', bufferedAmount: 0 });
  createOffer = async () => ({ type: 'offer', sdp: '' });
  createAnswer = async () => ({ type: 'answer', sdp: '' });
  getConfiguration = () => this.configuration;
  getStats = async () => new Map();
  setRemoteDescription = async () => {};
  addIceCandidate = async () => {};
  setLocalDescription = async () => this.script(this, this.configuration);

  close(): void {
    this.isClosed = true;
  }

  candidate(type: string, address: string, port: number): void {
    const candidate = {
      type,
      address,
      port,
      relatedAddress: '0.0.0.0',
      relatedPort: 0,
      candidate: 'candidate:',
    };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }

  error(errorCode: number): void {
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode }));
  }

  complete(): void {
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

export function fakePeers(script: Script): { createPeer: CreatePeer; made: FakePeer[] } {
  const made: FakePeer[] = [];
  const createPeer = (configuration: RTCConfiguration) => {
    const peer = new FakePeer(configuration, script);
    made.push(peer);
    return peer as unknown as RTCPeerConnection;
  };
  return { createPeer, made };
}
