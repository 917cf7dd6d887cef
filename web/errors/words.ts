/** Every failure in words: what happened, and what to do about it. The only place where such sentences are written. */
import { type BrowserFamily, browserFacts, browserFamily } from '../platform/browser';
import type { FailureCode, FailureFacts } from './failure';

export type FailureAction = 'retry' | 'enhance' | 'reload' | 'signIn' | 'none';
export type Words = { say: string; remedy: string; action: FailureAction };

const KEYS = 'Whoever runs this app must';

/** `action`: the one button that the card offers beside Dismiss. */
export const WORDS: Record<FailureCode, Words> = {
  camera_none: words('No camera was found.', 'Connect one, then try again.'),
  camera_denied: words(
    'The camera is not allowed here.',
    "Allow it in the browser's settings for this page, then try again.",
  ),
  camera_busy: words(
    'Another app is using the camera.',
    'Close that app or call, or restart the device, then try again.',
  ),
  camera_muted: words(
    'A call or another app keeps the picture back.',
    'It returns by itself when that ends; or close that app and try again.',
  ),
  camera_slow: words(
    'The camera has not answered yet.',
    'Answer the question of your browser if there is one; else close other apps that use it and try again.',
  ),
  camera_insecure: words(
    'The browser keeps the camera from this page.',
    'Open the page by an address that begins with https://, in Safari, Chrome or Firefox itself.',
    'reload',
  ),
  camera_lost: words('The camera went away.', 'Plug it in again or wake the device, then try again.'),
  camera_failed: words('The camera did not start.', 'Close other apps that use it, then try again.'),
  webrtc_missing: words(
    'This browser cannot send live video.',
    'PHOTO still works; for LIVE leave Lockdown Mode or the extension that blocks it, or use another browser.',
    'none',
  ),
  offline: words('You are offline.', 'Detection needs a network: get back online, then try again.'),
  proxy_unreachable: words(
    "The app's server does not answer.",
    'Check that you have a network, then try again.',
  ),
  proxy_bad_answer: words(
    "The app's server gave an answer that makes no sense.",
    'Reload the page to get its newest version.',
    'reload',
  ),
  relay_unreachable: words(
    'The relay cannot be reached from this network.',
    'Try another network, or switch ENH off and try the direct way.',
  ),
  relay_refused_credentials: words(
    'The relay refused the pass that it was shown.',
    'Try again: a fresh pass comes with each try.',
  ),
  direct_blocked: words(
    'This network blocks direct video.',
    'Use ENH: it sends the video through a relay.',
    'enhance',
  ),
  connection_failed: words(
    'The video connection broke off before it stood.',
    'Move to a better network, then try again.',
  ),
  no_results: words(
    'The video is arriving, but no results come back.',
    'Try again: that starts a fresh detection service.',
  ),
  session_ended: words('The live session has reached its time limit.', 'Start a new one.'),
  worker_ended: words(
    'The detection service ended the session by itself.',
    'Try again; if it ends each time, choose another workflow.',
  ),
  worker_gone: words(
    'The detection service went away.',
    'Try again in a moment: another one takes its place.',
  ),
  photo_failed: words(
    'The photo could not be taken.',
    'Wait until the camera shows a picture, then try again.',
  ),
  pass_not_kept: words(
    'This browser has not kept the pass that it was just given.',
    'Allow cookies for this page, then try again.',
  ),
  check_blocked: words(
    'The check that you are a person could not be loaded.',
    'Switch off what blocks content on this page, then try again.',
  ),
  check_failed: words(
    'The check that you are a person was not passed.',
    'Take it again, or open the page in another browser.',
  ),
  bad_request: words(
    "The app's server did not understand the page.",
    'Reload to get the newest version.',
    'reload',
  ),
  bad_offer: words(
    "The app's server could not read this browser's video offer.",
    'Update the browser, then try again.',
  ),
  not_found: words('This part of the app is not on its server.', 'Reload for the version that is.', 'reload'),
  method_not_allowed: words(
    "The page asked the app's server in a wrong way.",
    'Reload for a mended page.',
    'reload',
  ),
  payload_too_large: words(
    'The photo is too large for the server.',
    'Step back or zoom out, then take another.',
  ),
  unsupported_media_type: words(
    'The server does not take photos of this kind.',
    'Reload the page, then take another photo.',
    'reload',
  ),
  origin_refused: words(
    'The server does not work for a page at this address.',
    'Open the app by its own address instead.',
    'none',
  ),
  host_refused: words(
    'The server does not go by the name in the address bar.',
    'Open it by the address that its owner gave you.',
    'none',
  ),
  session_required: words(
    'Your visit has to be confirmed first.',
    'Reload the page to confirm it.',
    'reload',
  ),
  access_refused: words(
    'That is not the access code.',
    'Check it letter by letter, or ask whoever gave it to you.',
  ),
  access_unavailable: words('The check of who visits did not answer.', 'Wait a moment, then try again.'),
  sign_in_required: words(
    'You have to sign in again.',
    'The button leads to the sign-in, and from there back to this page.',
    'signIn',
  ),
  sign_in_refused: words(
    'This app does not accept the sign-in that it was shown.',
    `${KEYS} check how it asks visitors to sign in.`,
    'none',
  ),
  rate_limited: words('That was too much in too short a time.', 'Wait a minute, then try again.'),
  budget_spent: words("Today's allowance of this app is used up.", 'Come back tomorrow.', 'none'),
  budget_unavailable: words(
    'The app cannot count what it may still spend.',
    'Wait a moment, and try once more.',
  ),
  not_configured: words(
    'Live detection is not set up on this server yet.',
    `${KEYS} enter its keys: the README names them.`,
    'none',
  ),
  access_not_configured: words(
    'This server has keys, but no rule for who may use them.',
    `${KEYS} choose one, as the README tells.`,
    'none',
  ),
  turn_unauthorized: words(
    'The relay provider does not accept the keys of this app.',
    `${KEYS} check them; until then try without ENH.`,
  ),
  turn_rate_limited: words(
    'The relay provider is asked too often just now.',
    'Wait half a minute, then try again.',
  ),
  turn_unavailable: words(
    'The relay provider is having trouble.',
    'Try again soon, or switch ENH off meanwhile.',
  ),
  turn_bad_answer: words(
    'The relay provider gave an answer that makes no sense.',
    'Try again; if it stays so, switch ENH off.',
  ),
  turn_timeout: words('The relay provider took too long to answer.', 'Try again, or switch ENH off for now.'),
  worker_unreachable: words(
    'The detection service cannot be reached.',
    'Check that it is running, then try again.',
  ),
  worker_timeout: words(
    'The detection service took too long to answer.',
    'Try again: it is often awake by then.',
  ),
  worker_bad_answer: words(
    'The detection service gave an answer that makes no sense.',
    'Try again; if it stays so, the service needs an update.',
  ),
  worker_failed: words('The detection service failed.', 'Try again in a minute.'),
  worker_refused_offer: words(
    'The detection service refused the video of this browser.',
    'Try again, or use another browser.',
  ),
  worker_refused_photo: words(
    'The detection service could not read this photo.',
    'Take another one; a damaged file stays damaged.',
  ),
  worker_unauthorized: words(
    'The detection service does not accept the key of this app.',
    `${KEYS} check that key.`,
    'none',
  ),
  worker_out_of_credits: words(
    'The account behind the detection service has no credits left.',
    `${KEYS} add credits.`,
    'none',
  ),
  worker_paused: words(
    'The account behind the detection service is paused.',
    `${KEYS} take it up again.`,
    'none',
  ),
  worker_too_many_streams: words(
    'All places of the detection service are taken.',
    'Wait until somebody stops, then try again.',
  ),
  worker_plan_unknown: words(
    'The detection service does not know the plan that was asked for.',
    `${KEYS} choose a plan that it offers.`,
    'none',
  ),
  workflow_refused: words(
    'The detection service cannot run this workflow.',
    `${KEYS} check the workflow.`,
    'none',
  ),
  workflow_failed: words(
    'The workflow failed on what it was shown.',
    `Try another picture; if it fails on all, whoever runs this app must check the workflow.`,
  ),
  workflow_not_found: words(
    'This workflow does not exist on the account.',
    `${KEYS} check its name.`,
    'none',
  ),
  workflow_not_offered: words('This app does not offer that workflow.', 'Choose FAST, then try again.'),
  proxy_failed: words("The app's server failed in a way that nobody foresaw.", 'Try again in a moment.'),
};

/** Where the permission lies: one sentence a browser family, since people cannot be told "in the settings". */
const CAMERA_PERMISSION: Record<BrowserFamily, string> = {
  'ios-safari':
    'Tap the page menu beside the address, then Website Settings, set Camera to Allow, and try again.',
  'ios-app': 'Open Settings, then Apps, Safari, Camera, choose Allow, and start the app anew.',
  'ios-other': 'Open Settings, find this browser under Apps, switch Camera on, and try again.',
  android: 'Tap the icon beside the address, then Permissions, switch Camera on, and try again.',
  // Firefox knows no "Allow" there: what was refused for good is a block to be taken away.
  firefox: 'Click the crossed-out camera beside the address, take Blocked away, and try again.',
  desktop: 'Click the icon beside the address, set Camera to Allow, and try again.',
};

/**
 * What gives LIVE back. On an iPhone another browser is the same engine: there it is Lockdown Mode, which may be left
 * for one page or app (support.apple.com/105120).
 */
const LIVE_BLOCKED: Record<BrowserFamily, string> = {
  'ios-safari':
    'PHOTO still works; for LIVE tap the page menu, then Website Settings, and switch Lockdown Mode off here.',
  'ios-app':
    'PHOTO still works; for LIVE open this page in Safari itself, and switch Lockdown Mode off for it.',
  'ios-other':
    'PHOTO still works; for LIVE exclude this browser in Settings, Privacy & Security, Lockdown Mode.',
  android: 'PHOTO still works; for LIVE open this page in a current Chrome or Firefox.',
  firefox:
    'PHOTO still works; for LIVE set media.peerconnection.enabled in about:config, or use another browser.',
  desktop: WORDS.webrtc_missing.remedy,
};

/** The words for one failure in the browser that runs this. */
export const wordsHere = (failure: FailureFacts): Words => wordsFor(failure, browserFamily(browserFacts()));

/** The words for one failure in a browser; a wait that the server named takes the place of a vague one. */
export function wordsFor({ code, retryAfterMs }: FailureFacts, family: BrowserFamily): Words {
  const found = WORDS[code];
  if (code === 'camera_denied') return { ...found, remedy: CAMERA_PERMISSION[family] };
  if (code === 'webrtc_missing') return { ...found, remedy: LIVE_BLOCKED[family] };
  if (retryAfterMs && (found.action === 'retry' || code === 'budget_spent'))
    return { ...found, remedy: `Try again in ${inWords(retryAfterMs)}.` };
  return found;
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  if (seconds <= 90 * 60) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3600)} hours`;
}

function words(say: string, remedy: string, action: FailureAction = 'retry'): Words {
  return { say, remedy, action };
}
