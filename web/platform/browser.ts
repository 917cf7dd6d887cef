/** Which browser this is, for the few things that no feature test can tell. */

export type BrowserFacts = { userAgent: string; maxTouchPoints: number; standalone: boolean };

/** Families whose camera permission lies in different places. */
export type BrowserFamily = 'ios-safari' | 'ios-app' | 'ios-other' | 'android' | 'firefox' | 'desktop';

export function browserFacts(): BrowserFacts {
  return {
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    standalone: isStandalone(),
  };
}

/**
 * iPadOS 13 calls itself a Macintosh; no Mac has a touch screen (developer.apple.com/forums/thread/119186).
 */
export function isIos({ userAgent, maxTouchPoints }: BrowserFacts): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

export function browserFamily(facts: BrowserFacts): BrowserFamily {
  if (isIos(facts)) {
    if (facts.standalone) return 'ios-app';
    return /CriOS|FxiOS|EdgiOS|OPT\//.test(facts.userAgent) ? 'ios-other' : 'ios-safari';
  }
  if (/Android/.test(facts.userAgent)) return 'android';
  return /Firefox\//.test(facts.userAgent) ? 'firefox' : 'desktop';
}

/**
 * A browser inside another app (a chat's link preview): it cannot add to the home screen, and often has no
 * camera. Android's web views say "; wv"; on iOS they lack the "Safari/" that every real browser's name ends
 * with.
 */
export function isInAppBrowser(facts: BrowserFacts): boolean {
  if (/\bFBA[NV]\b|Instagram|Line\/|MicroMessenger|; wv\)/.test(facts.userAgent)) return true;
  return isIos(facts) && !facts.standalone && !/Safari\//.test(facts.userAgent);
}

/** Opened from the home screen. `navigator.standalone` is iOS' own word, older than the media query. */
function isStandalone(): boolean {
  const apple: Navigator & { standalone?: boolean } = navigator;
  return apple.standalone === true || window.matchMedia('(display-mode: standalone)').matches;
}
