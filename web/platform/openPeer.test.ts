import { expect, it } from 'vitest';
import { openPeer } from './openPeer';

/** Refuses ports as Firefox does, and knows which peers are open. */
function browser(blocked: RegExp) {
  const open = new Set<object>();
  class Peer {
    constructor(readonly configuration: RTCConfiguration) {
      const urls = (configuration.iceServers ?? []).flatMap((server) => server.urls);
      if (urls.some((url) => blocked.test(url)) || configuration.bundlePolicy === ('odd' as RTCBundlePolicy))
        throw new SyntaxError('refused');
      open.add(this);
    }
    close() {
      open.delete(this);
    }
  }
  const make = (configuration: RTCConfiguration) =>
    openPeer(Peer as never, configuration) as unknown as Peer & RTCPeerConnection;
  return { open, make };
}

const stun = { urls: ['stun:a:9'] };
const relay = { urls: ['turn:a:9', 'turns:a:443?transport=tcp'], username: 'u', credential: 'c' };

it('leaves alone what the browser takes', () => {
  const { make, open } = browser(/never/);
  const configuration: RTCConfiguration = { iceServers: [stun, relay], bundlePolicy: 'max-bundle' };
  expect(make(configuration).configuration).toBe(configuration);
  expect(open.size).toBe(1);
});

it('leaves out the addresses that the browser refuses, and leaves no trial peer open', () => {
  const { make, open } = browser(/:9$/);
  const peer = make({ iceServers: [stun, relay, { urls: 'stun:b' }], iceTransportPolicy: 'relay' });
  expect(peer.configuration).toEqual({
    iceServers: [{ ...relay, urls: ['turns:a:443?transport=tcp'] }, { urls: ['stun:b'] }],
    iceTransportPolicy: 'relay',
  });
  expect([...open]).toEqual([peer]);
});

it('makes a peer without any where all are refused', () => {
  expect(browser(/./).make({ iceServers: [stun, relay] }).configuration).toEqual({ iceServers: [] });
});

it.each([[[stun]], [[]], [undefined]])(
  'throws on where the addresses are not to blame (%#)',
  (iceServers) => {
    const { make, open } = browser(/never/);
    const configuration = { bundlePolicy: 'odd' as RTCBundlePolicy, ...(iceServers ? { iceServers } : {}) };
    expect(() => make(configuration)).toThrow('refused');
    expect(open.size).toBe(0);
  },
);
