/** How the camera's track is sent: capped, because relayed bytes are paid for and a phone's uplink is narrow. */

/** 800 kbit/s keeps a 640-pixel detector supplied; uncapped, libwebrtc goes to 1700 and a relayed hour costs twice as much. */
export const MAX_BITRATE_BPS = 800_000;
export const MAX_FRAMERATE = 30;
/** Detectors look at 640 pixels; half as much again leaves small codes readable. */
export const MAX_LONG_SIDE_PX = 960;

/** Adds the track send-only. A first data channel and this make the whole offer: the worker sends no video back. */
export function addCameraTrack(pc: RTCPeerConnection, track: MediaStreamTrack): RTCRtpSender {
  const { sender } = pc.addTransceiver(track, {
    direction: 'sendonly',
    sendEncodings: [
      {
        maxBitrate: MAX_BITRATE_BPS,
        maxFramerate: MAX_FRAMERATE,
        scaleResolutionDownBy: scaleFor(track.getSettings()),
      },
    ],
  });
  return sender;
}

/** The factor that brings the longer side to MAX_LONG_SIDE_PX, never below 1 (W3C webrtc RTCRtpEncodingParameters). */
export function scaleFor({ width = 0, height = 0 }: MediaTrackSettings): number {
  return Math.max(1, Math.max(width, height) / MAX_LONG_SIDE_PX);
}
