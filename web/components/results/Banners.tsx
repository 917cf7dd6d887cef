import { useHidden } from '../../hooks/results/useSeen';
import { useWords } from '../../hooks/usePage';
import type { Banner } from '../../results/screenFeed';

/** Classifications, and labels of one of them, that have room over a picture. */
const MOST_BANNERS = 2;
const MOST_LABELS = 3;

/** What the whole picture is, in large words over it. Its line among the readouts is what is read out. */
export function Banners({ banners, workflow }: { banners: Banner[]; workflow: string }) {
  const { results } = useWords();
  const hidden = useHidden(workflow);
  const shown = banners.filter(({ output }) => !hidden.includes(output)).slice(0, MOST_BANNERS);
  const sure = (share: number) => results.confidence({ percent: Math.round(share * 100) });
  if (shown.length === 0) return null;
  return (
    <div className="banners" data-testid="banners" aria-hidden="true">
      {shown.map(({ output, isOne, scores }) => (
        <p key={output} className="banner">
          {scores.slice(0, isOne ? 1 : MOST_LABELS).map(({ name, confidence }) => (
            <span key={name} className="bannerWord">
              {name} {confidence !== null && <small>{sure(confidence)}</small>}
            </span>
          ))}
        </p>
      ))}
    </div>
  );
}
