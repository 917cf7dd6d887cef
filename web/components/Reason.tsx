import { useWords } from '../hooks/usePage';

/** The worker's own words, which are for whoever can mend it: folded. `title` in place of a plain one. */
export function Reason({ text, title }: { text: string; title?: string }) {
  const { workflow } = useWords();
  if (!text) return title ? <p className="noReason">{title}</p> : null;
  return (
    <details className="reason">
      <summary>{title ?? workflow.reason}</summary>
      <pre>{text}</pre>
    </details>
  );
}
