/** Starts the system's own Firefox, driven over WebDriver BiDi: no driver program is needed. */
import { mkdirSync, rmSync } from 'node:fs';
import { type Browser, launch } from 'puppeteer-core';

export type FirefoxOptions = {
  executablePath: string;
  /** A folder of its own, emptied first and removed by `close`'s caller. */
  profile: string;
  /** Puts certificate authorities into the profile that it is given, before the browser reads it. */
  trust?: (profile: string) => void;
  /** 'denied': the answer to every question for the camera is no, as of a person who said so for good. */
  camera: 'granted' | 'denied';
  /** The language that it asks for (BCP 47). */
  language: string;
  /** Room (kB) for what pages keep, on all of the device; as the disk has it where this is not said. */
  roomKb?: number;
  env: Record<string, string>;
};

type Preferences = Record<string, string | number | boolean>;

/** Nothing that calls home, updates or asks; WebRTC reaches this machine's own addresses. */
const QUIET: Preferences = {
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'network.http.speculative-parallel-limit': 0,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-provider.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.unified': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  // Frames of a window that nobody sees are not held back.
  'widget.windows.window_occlusion_tracking.enabled': false,
  'dom.min_background_timeout_value': 4,
};

/** Firefox's fake camera shows a moving pattern of colours. */
const GRANTED: Preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};
/** `permissions.default.camera` 2 is "Block", as in its settings. */
const DENIED: Preferences = {
  'media.navigator.streams.fake': true,
  'permissions.default.camera': 2,
};

/** @throws where Firefox does not come up in half a minute. */
export function startFirefox(options: FirefoxOptions): Promise<Browser> {
  const { executablePath, profile, camera, language, roomKb, env } = options;
  const room: Preferences =
    roomKb === undefined ? {} : { 'dom.quotaManager.temporaryStorage.fixedLimit': roomKb };
  rmSync(profile, { recursive: true, force: true });
  mkdirSync(profile, { recursive: true });
  options.trust?.(profile);
  return launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    userDataDir: profile,
    env,
    extraPrefsFirefox: {
      ...QUIET,
      ...room,
      ...(camera === 'denied' ? DENIED : GRANTED),
      'intl.accept_languages': language,
    },
  });
}
