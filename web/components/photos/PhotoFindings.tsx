import { usePhotoWorkflow } from '../../hooks/results/useSeen';
import { useWords } from '../../hooks/usePage';
import type { PhotoFinding, PhotoFound } from '../../photo/photo';
import type { Summary } from '../../results/kinds/model';
import { setAsked } from '../../store/useVisionStore';
import { Reason } from '../Reason';
import { Readouts } from '../results/Readouts';

/** What a workflow says of a photo: its things, its other outputs, and what failed. */
export function PhotoFindings({ found }: { found: PhotoFound }) {
  const { things, seen, textOf } = found;
  const workflow = usePhotoWorkflow();
  return (
    <div className="found">
      {things.length > 0 ? <Things things={things} /> : <Said summary={seen.summary} />}
      <Readouts lines={seen.lines} workflow={workflow} textOf={textOf} />
      {seen.troubles.map(({ key, words, reason }) => (
        <div key={key} className="photoTrouble">
          {seen.summary.state !== 'failed' && <p>{words}</p>}
          <Reason text={reason} />
        </div>
      ))}
    </div>
  );
}

/** Why there are no things; nothing where the readouts say all. */
function Said({ summary }: { summary: Summary }) {
  const { photo } = useWords();
  const said = summary.state === 'nothing' ? photo.nothing : summary.text;
  return said ? <output className="sheetStatus">{said}</output> : null;
}

function Things({ things }: { things: PhotoFinding[] }) {
  const { photo, results } = useWords();
  return (
    <ul className="findings" aria-label={photo.findings}>
      {things.map(({ name, tag, text, confidence, thing }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of the same may be in one photo, and the list never changes
        <li key={index}>
          <button type="button" className="finding" onClick={() => setAsked(thing)}>
            <span className="findingName">{[name, tag].filter(Boolean).join(' ')}</span>
            <span className="findingText">{text ?? ''}</span>
            <span className="findingSure">
              {confidence === null ? '' : results.confidence({ percent: Math.round(confidence * 100) })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
