/** The photo as it can be looked at closely, in a file of its own. */
import { useRef, useState } from 'react';
import { useTaps } from '../../hooks/photo/useTaps';
import { useZoom } from '../../hooks/photo/useZoom';
import { useToolWords } from '../../hooks/tools/useToolWords';
import type { PhotoDone } from '../../photo/photo';
import { ToolIcon } from '../tools/ToolIcon';
import '../../styles/tools.css';

/** `boxes`: what they are of, and the same picture without them; null where it has none. */
type Props = { url: string; alt: string; boxes: Pick<PhotoDone, 'bareUrl' | 'found'> | null };

/**
 * Fingers, wheel, keys and buttons enlarge it up to eight times; a tap on a box shows what it is of, and one
 * toggle takes the boxes off.
 */
export function PhotoView({ url, alt, boxes }: Props) {
  const { zoom: words } = useToolWords();
  const area = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  const zoom = useZoom(area, picture);
  const [hasBoxes, showBoxes] = useState(true);
  useTaps(area, picture, hasBoxes && boxes ? boxes.found : null);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no element of HTML is a picture that can be moved */}
      <div
        ref={area}
        role="group"
        aria-label={words.picture}
        className="zoomArea"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom and move
        tabIndex={0}
      >
        <img ref={picture} src={hasBoxes || !boxes ? url : boxes.bareUrl} alt={alt} draggable={false} />
      </div>
      <div role="toolbar" aria-label={words.title} className="zoomTools">
        <button type="button" aria-label={words.farther} onClick={zoom.farther}>
          <ToolIcon name="minus" />
        </button>
        <button type="button" aria-label={words.whole} onClick={zoom.whole}>
          {words.shown({ factor: Math.round(zoom.scale * 10) / 10 })}
        </button>
        <button type="button" aria-label={words.closer} onClick={zoom.closer}>
          <ToolIcon name="plus" />
        </button>
        {boxes && (
          <button type="button" aria-pressed={hasBoxes} onClick={() => showBoxes(!hasBoxes)}>
            {words.boxes}
          </button>
        )}
      </div>
    </>
  );
}

/** Where the gallery could not keep it. */
export function PhotoKeptNote({ kept }: { kept: PhotoDone['kept'] }) {
  const { gallery } = useToolWords();
  return (
    <p role="status" className="keptNote">
      {kept === 'full' && gallery.full}
      {kept === 'barred' && gallery.notKept}
    </p>
  );
}
