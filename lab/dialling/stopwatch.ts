/** In the page before the app or the SDK's test page: the same clock for all, changing nothing. */

export type Marks = Partial<
  Record<'click' | 'relay' | 'offer' | 'answer' | 'connected' | 'first' | 'told' | 'tap', number>
>;

declare global {
  interface Window {
    __marks: Marks;
  }
}

/**
 * For `addInitScript`. `told`: an alert is on the screen; `tap`: its one button that goes on with ENH. Times
 * are ms of `performance.now()`, each the first of its kind since the last click on LIVE.
 */
export function installStopwatch(): void {
  window.__marks = {};
  const mark = (name: keyof Marks) => {
    window.__marks[name] ??= performance.now();
  };
  const onClick = ({ target }: Event) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const name = button?.getAttribute('aria-label') ?? button?.textContent?.trim();
    if (name === 'Use ENH') mark('tap');
    if (name !== 'LIVE') return;
    window.__marks = {};
    mark('click');
  };
  window.addEventListener('click', onClick, { capture: true });
  new MutationObserver(() => {
    if (document.querySelector('[role=alert]')?.textContent) mark('told');
  }).observe(document, { subtree: true, childList: true, characterData: true });

  const proto = RTCPeerConnection.prototype;
  const { createDataChannel } = proto;
  proto.createDataChannel = function (this: RTCPeerConnection, ...args) {
    const channel = createDataChannel.apply(this, args);
    channel.addEventListener('message', () => mark('first'));
    this.addEventListener('icecandidate', ({ candidate }) => candidate?.type === 'relay' && mark('relay'));
    this.addEventListener(
      'connectionstatechange',
      () => this.connectionState === 'connected' && mark('connected'),
    );
    return channel;
  };
  const ask = window.fetch;
  window.fetch = async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (!url.includes('/v1/webrtc-offer')) return ask(input, init);
    mark('offer');
    const answer = await ask(input, init);
    mark('answer');
    return answer;
  };
}
