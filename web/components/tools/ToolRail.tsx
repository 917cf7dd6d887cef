/** What else can be done, at the edge of the picture. Fetched after the first paint. */
import { useMemo, useState } from 'react';
import { useShared } from '../../hooks/photo/useShared';
import { useFreeze } from '../../hooks/results/useFreeze';
import { useIsFiltered, useTaking } from '../../hooks/results/useTaking';
import { thingWords } from '../../hooks/results/useThing';
import { useCapture } from '../../hooks/tools/useCapture';
import { useHabits } from '../../hooks/tools/useHabits';
import { useLazy } from '../../hooks/tools/useLazy';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { setAsked, useVisionStore } from '../../store/useVisionStore';
import { Icon } from '../Icon';
import { CaptureButtons, CapturedLater } from './CaptureButtons';
import { ToolIcon } from './ToolIcon';
import '../../styles/tools.css';

type Props = { onChoose(file: File): void; onOpen(id: string): void; onShared(): void };

const loadThing = () => import('../results/ThingSheet');
const loadNow = () => import('../results/NowSheet');
const loadGallery = () => import('../photos/GallerySheet');

export function ToolRail({ onChoose, onOpen, onShared }: Props) {
  const { rail } = useToolWords();
  const [opened, open] = useState<'gallery' | 'results' | null>(null);
  const gallery = useLazy(loadGallery, opened === 'gallery');
  const now = useLazy(loadNow, opened === 'results');
  const asked = useVisionStore((state) => state.asked);
  const details = useLazy(loadThing, asked !== null);
  const thing = useMemo(() => asked && thingWords(asked), [asked]);
  const freeze = useFreeze();
  const isFiltered = useIsFiltered();
  const capture = useCapture();
  useTaking();
  useHabits();
  useShared(onShared);
  const close = () => open(null);
  const after =
    <Argument,>(act: (argument: Argument) => void) =>
    (argument: Argument) => {
      close();
      act(argument);
    };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's looks */}
      <div role="group" aria-label={rail.title} className="toolRail">
        <button
          type="button"
          aria-label={rail.gallery}
          aria-haspopup="dialog"
          onClick={() => open('gallery')}
        >
          <Icon name="picture" />
        </button>
        <button
          type="button"
          aria-label={rail.results}
          aria-description={isFiltered ? rail.filtered : undefined}
          data-filtered={isFiltered || undefined}
          aria-haspopup="dialog"
          onClick={() => open('results')}
        >
          <ToolIcon name="list" />
        </button>
        {freeze.offered && (
          <button type="button" aria-label={rail.freeze} aria-pressed={freeze.frozen} onClick={freeze.toggle}>
            <ToolIcon name="pause" />
          </button>
        )}
        {capture.offered && <CaptureButtons {...capture} />}
      </div>
      <CapturedLater {...capture} />
      {gallery && opened === 'gallery' && (
        <gallery.GallerySheet onChoose={after(onChoose)} onOpen={after(onOpen)} onClose={close} />
      )}
      {now && opened === 'results' && <now.NowSheet onClose={close} />}
      {details && thing && <details.ThingSheet thing={thing} onClose={() => setAsked(null)} />}
    </>
  );
}
