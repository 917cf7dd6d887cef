/** The channel for video files sent by chunks. Its keep-alives are answered; files are not taken. */

/** The hosted worker gives this label a meaning of its own (webrtc.py:1240); it never carries results. */
export const UPLOAD_LABEL = 'video_upload';

export const UPLOADS_REFUSED =
  'This worker takes no video files: send the camera as a WebRTC track, a photo by POST /workflows/run.';

/** A client that pings and never reads its echoes gets no more of them. */
const MAX_UNREAD_BYTES = 4096;

export type UploadEvents = {
  /** The client is there, though it may send no frames. */
  alive(): void;
  /** A part of a file came, for the first time. */
  refused(): void;
};

export function watchUploads(channel: RTCDataChannel, events: UploadEvents): { release(): void } {
  channel.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const length = typeof data === 'string' ? data.length : data.byteLength;
    if (length <= 1) {
      events.alive();
      echo(channel, data);
      return;
    }
    channel.onmessage = null;
    events.refused();
    channel.close();
  };
  return {
    release() {
      channel.onmessage = null;
    },
  };
}

function echo(channel: RTCDataChannel, data: string | ArrayBuffer): void {
  if (channel.readyState !== 'open' || channel.bufferedAmount > MAX_UNREAD_BYTES) return;
  try {
    if (typeof data === 'string') channel.send(data);
    else channel.send(data);
  } catch {
    // Between readyState and send the other side may have gone.
  }
}
