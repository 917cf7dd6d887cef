import { useWords } from '../../hooks/usePage';
import type { PhotoFinding } from '../../photo/photo';

export function PhotoFindings({ findings }: { findings: PhotoFinding[] }) {
  const { photo, results } = useWords();
  if (findings.length === 0) return <output className="sheetStatus">{photo.nothing}</output>;
  return (
    <ul className="findings" aria-label={photo.findings}>
      {findings.map(({ name, text, confidence }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of the same may be in one photo, and the list never changes
        <li key={index}>
          <span className="findingName">{name}</span>
          <span className="findingText">{text ?? ''}</span>
          <span className="findingSure">
            {confidence === null ? '' : results.confidence({ percent: Math.round(confidence * 100) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
