import { useLayoutEffect, useRef } from 'react';

/** The picture as it was at the press, over the one that goes on. The camera's, or the workflow's own. */
export function FrozenPicture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const area = canvas.current?.parentElement;
    const own = area?.querySelector<HTMLVideoElement>('video.shown');
    const source = own ?? area?.querySelector('video');
    if (!canvas.current || !source) return;
    canvas.current.classList.toggle('mirrored', source.classList.contains('mirrored'));
    canvas.current.width = source.videoWidth;
    canvas.current.height = source.videoHeight;
    canvas.current.getContext('2d')?.drawImage(source, 0, 0);
  }, []);
  return <canvas ref={canvas} className="frozen" data-testid="frozen" />;
}
