import { describe, expect, it } from 'vitest';
import { browserFamily, isInAppBrowser } from './browser';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const SAFARI = `${IPHONE} Version/18.4 Mobile/15E148 Safari/604.1`;
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.4 Safari/605.1.15';
const PIXEL =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36';

const facts = (userAgent: string, maxTouchPoints = 5, standalone = false) => ({
  userAgent,
  maxTouchPoints,
  standalone,
});

describe('browserFamily', () => {
  it.each([
    [facts(SAFARI), 'ios-safari'],
    [facts(SAFARI, 5, true), 'ios-app'],
    [facts(`${IPHONE} CriOS/156.0 Mobile/15E148 Safari/604.1`), 'ios-other'],
    [facts(MAC), 'ios-safari'],
    [facts(MAC, 0), 'desktop'],
    [facts('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0), 'firefox'],
    [facts('Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 5), 'android'],
    [facts(PIXEL), 'android'],
    [facts('Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36', 0), 'desktop'],
  ])('%o is %s', (browser, family) => {
    expect(browserFamily(browser)).toBe(family);
  });
});

describe('isInAppBrowser', () => {
  it.each([
    [facts(SAFARI), false],
    [facts(PIXEL), false],
    [facts(IPHONE, 5, true), false],
    [facts(`${IPHONE} Mobile/15E148`), true],
    [facts(`${IPHONE} Mobile/15E148 Instagram 300.0`), true],
    [facts(PIXEL.replace('Pixel 9)', 'Pixel 9; wv)')), true],
  ])('%o: %s', (browser, inApp) => {
    expect(isInAppBrowser(browser)).toBe(inApp);
  });
});
