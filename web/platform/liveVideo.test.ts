import { describe, expect, it } from 'vitest';
import { canSendLiveVideo } from './liveVideo';

/** A browser's own peer connection, as far as this question goes. `made`: how many there were. */
function ownPeer() {
  const made: object[] = [];
  class Peer {
    constructor(configuration?: RTCConfiguration) {
      if (configuration?.iceServers?.some(({ urls }) => !`${urls}`.includes(':')))
        throw new DOMException('not a URL', 'SyntaxError');
      made.push(this);
    }
    createDataChannel() {
      return {};
    }
    addTransceiver() {}
    close() {}
  }
  return { Peer, made };
}

describe('a browser that can send live video', () => {
  it('is known without making a peer: that would cost some milliseconds at each tap', () => {
    const { Peer, made } = ownPeer();
    expect(canSendLiveVideo(Peer)).toBe(true);
    expect(made).toHaveLength(0);
  });

  it('may wrap its constructor, as extensions that watch calls do', () => {
    const { Peer } = ownPeer();
    const wrapped = function wrap(configuration?: RTCConfiguration) {
      return new Peer(configuration);
    };
    expect(canSendLiveVideo(wrapped)).toBe(true);
  });

  it('may find fault with that address in words of its own', () => {
    const { Peer } = ownPeer();
    class Odd extends Peer {
      constructor(configuration?: RTCConfiguration) {
        if (configuration) throw new TypeError('odd');
        super();
      }
    }
    expect(canSendLiveVideo(Odd)).toBe(true);
  });
});

describe('a browser that cannot', () => {
  const { Peer } = ownPeer();
  class Refusing extends Peer {
    constructor() {
      super();
      throw new DOMException('by policy', 'NotAllowedError');
    }
  }
  const { Peer: NoChannels } = ownPeer();
  Object.defineProperty(NoChannels.prototype, 'createDataChannel', { value: undefined });

  it.each([
    ['has none (Lockdown Mode, a build without it)', undefined],
    ['has null in its place', null],
    ['refuses each one (an extension, a policy)', Refusing],
    ['has what cannot be constructed', () => ({})],
    ['knows no data channels', NoChannels],
    ['makes something else', class {}],
  ])('%s', (_, found) => {
    expect(canSendLiveVideo(found)).toBe(false);
  });
});
