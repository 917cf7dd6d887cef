/**
 * How the camera's track is sent: capped, because relayed bytes are paid for and a phone's uplink is narrow.
 */

/**
 * 800 kbit/s keeps a 640-pixel detector supplied; libwebrtc would go to 1700, and a relayed hour cost the
 * double.
 */
export const MAX_BITRATE_BPS = 800_000;
const MAX_FRAMERATE = 30;
/** Detectors look at 640 pixels; half as much again leaves small codes readable. */
export const MAX_LONG_SIDE_PX = 960;

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
        maxBitrate: MAX_BITRATE_BPS,
        maxFramerate: MAX_FRAMERATE,
        scaleResolutionDownBy: scaleFor(track.getSettings()),
      },
    ],
  });
  withoutFec(transceiver);
  return transceiver;
}

/** Sends another track in its place, at the size that fits that one. */
export async function replaceCameraTrack(sender: RTCRtpSender, track: MediaStreamTrack): Promise<void> {
  if (sender.track !== track) await sender.replaceTrack(track);
  await fitSize(sender, track);
}

/**
 * Brings what is sent to MAX_LONG_SIDE_PX once more. A camera may be of another size than the one before it,
 * and Firefox knows a track's size only after its first frame.
 */
export async function fitSize(sender: RTCRtpSender, track: MediaStreamTrack): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  const scale = scaleFor(track.getSettings());
  if (!encoding || encoding.scaleResolutionDownBy === scale) return;
  encoding.scaleResolutionDownBy = scale;
  // Refused while another change is under way or before the answer: the next call tries again.
  await sender.setParameters(parameters).catch(() => undefined);
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

/**
 * The factor that brings the longer side to MAX_LONG_SIDE_PX, never below 1 (W3C webrtc
 * RTCRtpEncodingParameters).
 */
function scaleFor({ width = 0, height = 0 }: MediaTrackSettings): number {
  return Math.max(1, Math.max(width, height) / MAX_LONG_SIDE_PX);
}
