import { type RefObject, useLayoutEffect, useRef } from 'react';

type Props = { video: RefObject<HTMLVideoElement | null>; mirrored: boolean };

/** The picture as it was at the press, over the one that goes on. The camera's, or the workflow's own. */
export function FrozenPicture({ video, mirrored }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const own = canvas.current?.parentElement?.querySelector<HTMLVideoElement>('video.shown');
    const source = own ?? video.current;
    if (!canvas.current || !source) return;
    canvas.current.width = source.videoWidth;
    canvas.current.height = source.videoHeight;
    canvas.current.getContext('2d')?.drawImage(source, 0, 0);
  }, [video]);
  return <canvas ref={canvas} className={mirrored ? 'frozen mirrored' : 'frozen'} data-testid="frozen" />;
}
