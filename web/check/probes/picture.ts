/** A drawn picture in place of the camera's: the worker gets frames, and nobody is filmed. */

const WIDTH_PX = 640;
const HEIGHT_PX = 480;
const FRAMES_A_SECOND = 15;

export type DrawnPicture = { track: MediaStreamTrack; stop(): void };

/** A square that goes round, so that no frame is as the one before. @throws where the browser films no canvas */
export function drawPicture(): DrawnPicture {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH_PX;
  canvas.height = HEIGHT_PX;
  const context = canvas.getContext('2d');
  const [track] = canvas.captureStream(FRAMES_A_SECOND).getVideoTracks();
  if (!context || !track) throw new TypeError('This browser films no canvas.');
  let turn = 0;
  const draw = () => {
    turn += 1;
    context.fillStyle = '#cfd6dd';
    context.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
    context.fillStyle = '#1f3a5f';
    context.fillRect(260 + 180 * Math.cos(turn / 9), 180 + 120 * Math.sin(turn / 9), 120, 120);
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_A_SECOND);
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}
