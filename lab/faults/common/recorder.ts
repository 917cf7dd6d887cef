/**
 * Runs in the page before the app and writes down when what happened, without a part in it. All times are ms
 * since the epoch, so that they can be held against those of the faults, which another process on the same
 * machine causes.
 */

export type Event = { at: number; what: string };

export type Trace = {
  /** When each result message came in, on whichever peer. */
  results: number[];
  /** Offers as they went out. */
  offers: number[];
  /** What else happened: words on the screen, peers, answers. */
  events: Event[];
  peersMade: number;
};

declare global {
  interface Window {
    __trace: Trace;
  }
}

/** For `addInitScript`, after the instruments. Keeps no peer: it holds nothing that the app lets go. */
export function installRecorder(): void {
  const page = window.top ?? window;
  // Init scripts run in frames as well: peers that the app makes there count like all others.
  const isFrame = page !== window;
  if (!isFrame) window.__trace = { results: [], offers: [], events: [], peersMade: 0 };
  const { __trace: trace } = page;
  if (trace === undefined) return;
  const now = () => Math.round(performance.timeOrigin + performance.now());
  const note = (what: string) => trace.events.push({ at: now(), what });

  window.RTCPeerConnection = class extends RTCPeerConnection {
    private readonly nth: number;
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      trace.peersMade += 1;
      this.nth = trace.peersMade;
      note(`peer ${this.nth} made`);
      this.addEventListener('connectionstatechange', () => note(`peer ${this.nth} ${this.connectionState}`));
      this.addEventListener('iceconnectionstatechange', () =>
        note(`peer ${this.nth} ice ${this.iceConnectionState}`),
      );
      this.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === 'relay') note(`peer ${this.nth} relay candidate`);
      });
    }
    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      let first = true;
      channel.addEventListener('open', () => note(`peer ${this.nth} channel open`));
      channel.addEventListener('message', () => {
        trace.results.push(now());
        if (first) note(`peer ${this.nth} first result`);
        first = false;
      });
      return channel;
    }
    override close(): void {
      if (this.signalingState !== 'closed') note(`peer ${this.nth} closed`);
      super.close();
    }
  };

  if (isFrame) return;

  const ask = window.fetch;
  window.fetch = async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const route = url.replace(/^.*\/v1\//, '').replace(/\?.*/, '');
    if (!url.includes('/v1/')) return ask(input, init);
    if (route === 'webrtc-offer') trace.offers.push(now());
    note(`${route} asked`);
    try {
      const answer = await ask(input, init);
      note(`${route} ${answer.status}`);
      return answer;
    } catch (thrown) {
      note(`${route} failed`);
      throw thrown;
    }
  };

  for (const name of ['online', 'offline']) addEventListener(name, () => note(name));
  const connection = (navigator as { connection?: EventTarget }).connection;
  connection?.addEventListener('change', () => note('connection change'));

  let said = '';
  new MutationObserver(() => {
    const words = [...document.querySelectorAll('output, [role=alert]')]
      .map((element) => element.textContent?.trim())
      .filter((text) => text)
      .join(' | ');
    if (words !== said) note(`says "${words}"`);
    said = words;
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
