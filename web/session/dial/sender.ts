/**
 * How the camera's track is sent: capped, because relayed bytes are paid for and a phone's uplink is narrow.
 * What a dial begins with stands here; `sending/` steers it from there.
 */
import { seesFineDetail, type Workflow } from '../../results/kinds/workflow';

/**
 * Bits a second, of all bytes that leave for the worker: headers, what is sent again and padding. A quarter of
 * what libwebrtc takes for 640 × 480, and it finds the same (network lab, suite `sent`).
 */
export const CAP_BPS = 440_000;
/** New frames alone, until what comes on top of them is known. */
export const START_BPS = 330_000;
const MAX_FRAMERATE = 30;
/** Detectors look at 640 px or less. */
const DETECTED_LONG_SIDE_PX = 640;
/** Codes and texts are small in the picture, and so is whatever nobody has told us of. */
export const MAX_LONG_SIDE_PX = 960;
/** Of the first frame, the one that the first result waits for. */
export const START_LONG_SIDE_PX = 480;

/** How long (px) the longer side is sent for this workflow; null where nobody knows what it gives. */
export function longSideFor(workflow: Workflow | null): number {
  return workflow && !seesFineDetail(workflow) ? DETECTED_LONG_SIDE_PX : MAX_LONG_SIDE_PX;
}

/**
 * Adds the track. A first data channel and this make the whole offer. The worker's video comes back in the
 * same section, as the SDK has it: aiortc ties its own track to the first section of video, and there is no
 * second.
 */
export function addCameraTrack(
  pc: RTCPeerConnection,
  track: MediaStreamTrack,
  videoBack: boolean,
): RTCRtpTransceiver {
  const transceiver = pc.addTransceiver(track, {
    direction: videoBack ? 'sendrecv' : 'sendonly',
    sendEncodings: [
      {
        maxBitrate: START_BPS,
        maxFramerate: MAX_FRAMERATE,
        scaleResolutionDownBy: scaleFor(track.getSettings(), START_LONG_SIDE_PX),
      },
    ],
  });
  withoutFec(transceiver);
  keepSize(transceiver.sender);
  return transceiver;
}

/**
 * As `adjust` has it later on. Without it libwebrtc throws up to four of the first frames away and makes each
 * smaller than the one before, where a small start bitrate meets more than 320 × 240
 * (VideoStreamEncoder::DropDueToSize): the first result came 80 ms later.
 */
function keepSize(sender: RTCRtpSender): void {
  // A browser that does not take it yet has it from `adjust`.
  set(sender, sender.getParameters()).catch(() => {});
}

/** Sends another track in its place, at the size that fits that one. */
export async function replaceCameraTrack(
  sender: RTCRtpSender,
  track: MediaStreamTrack,
  longSidePx: number,
): Promise<void> {
  if (sender.track !== track) await sender.replaceTrack(track);
  await fitSize(sender, track, longSidePx);
}

/**
 * Brings what is sent to that size. A camera may be of another size than the one before it, and Firefox knows
 * a track's size only after its first frame.
 */
export async function fitSize(
  sender: RTCRtpSender,
  track: MediaStreamTrack,
  longSidePx: number,
): Promise<void> {
  await adjust(sender, { scaleResolutionDownBy: scaleFor(track.getSettings(), longSidePx) });
}

type Change = Pick<
  RTCRtpEncodingParameters,
  'active' | 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy'
>;

/** Not in every TypeScript's DOM (W3C webrtc-extensions §5.1). */
type Degradable = RTCRtpSendParameters & { degradationPreference?: string };

/** What each is known to have been brought to: to ask it waits for the browser's network thread. */
const known = new WeakMap<RTCRtpSender, Change>();

/**
 * Does nothing where all is so already. Where a link carries less than is asked for, frames are left out: the
 * model's picture keeps its size.
 */
export async function adjust(sender: RTCRtpSender, change: Change): Promise<void> {
  const before = known.get(sender);
  if (before && isSo(before, change)) return;
  known.set(sender, { ...before, ...unsaid(change) });
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  if (!isSo(encoding, change)) {
    Object.assign(encoding, change);
    try {
      await set(sender, parameters);
    } catch {
      return; // While another change is under way, or before the answer: the next call tries again.
    }
  }
  known.set(sender, { ...known.get(sender), ...change });
}

function set(sender: RTCRtpSender, parameters: Degradable): Promise<void> {
  parameters.degradationPreference = 'maintain-resolution';
  return sender.setParameters(parameters);
}

/** While they are on their way nobody knows them; the others stay as they are. */
function unsaid(change: Change): Change {
  return Object.fromEntries(Object.keys(change).map((name) => [name, undefined]));
}

function isSo(encoding: Change, change: Change): boolean {
  const names = Object.keys(change) as (keyof Change)[];
  return names.every((name) => encoding[name] === change[name]);
}

const FEC = /\/(red|ulpfec|flexfec-03)$/i;

/**
 * Takes forward error correction out of the offer. libwebrtc adds it on top of `maxBitrate`: on a link that
 * loses 2 % it sent 1100 kbit/s for a cap of 800 (network lab). A hosted worker cannot read it (aiortc has
 * none), and a lost packet is sent again within a round trip.
 */
function withoutFec(transceiver: RTCRtpTransceiver): void {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [];
  const kept = codecs.filter(({ mimeType }) => !FEC.test(mimeType));
  if (kept.length === 0) return;
  try {
    transceiver.setCodecPreferences(kept);
  } catch {
    // A browser that refuses the list keeps its own: dearer on a lossy link, and as good.
  }
}

/** Frames a second that leave here at most; null where the camera does not say how many it gives. */
export function sentRate(track: MediaStreamTrack | null): number | null {
  const rate = track?.getSettings().frameRate;
  return typeof rate === 'number' && rate >= 1 ? Math.min(rate, MAX_FRAMERATE) : null;
}

/** The factor that brings the longer side to so many px, never below 1 (W3C webrtc RTCRtpEncodingParameters). */
function scaleFor({ width = 0, height = 0 }: MediaTrackSettings, longSidePx: number): number {
  return Math.max(1, Math.max(width, height) / longSidePx);
}
