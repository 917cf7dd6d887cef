/**
 * The thread's own file: paints one picture at a time, so that a 4K frame does not hold up everybody's media
 * and signalling.
 */
import { serve } from '../detect/threads/serve';
import { paint } from './painting';

serve(paint, {
  transfer: ({ video }) => (video?.data.buffer instanceof ArrayBuffer ? [video.data.buffer] : []),
});
