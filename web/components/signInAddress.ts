/**
 * The way to a sign-in in front of the app (Cloudflare Access): the page's own address with a parameter, for
 * which the service worker lets the network answer (`navigateFallbackDenylist` in vite.config.ts). Whoever
 * asks for a sign-in then does, and comes back to that address.
 */
const PARAMETER = 'sign-in';

export function signInAddress(href: string): string {
  const url = new URL(href);
  url.searchParams.set(PARAMETER, '1');
  return url.href;
}

/** @returns the address without the parameter, or null where it has none. */
export function addressAfterSignIn(href: string): string | null {
  const url = new URL(href);
  if (!url.searchParams.has(PARAMETER)) return null;
  url.searchParams.delete(PARAMETER);
  return url.href;
}

/**
 * Else each reload would need the network, and nothing would open offline. Call once, when the page has come.
 */
export function tidyAddress(): void {
  const address = addressAfterSignIn(location.href);
  if (address !== null) history.replaceState(history.state, '', address);
}
