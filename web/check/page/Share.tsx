import { type ComponentType, lazy, Suspense, useState } from 'react';
import type { CheckWords } from '../report/said';

/** A page that is older than what its server has finds it no more; the link is there all the same. */
const QrCode = lazy<ComponentType<{ text: string; label: string }>>(() =>
  import('./QrCode').catch(() => ({ default: () => null })),
);

type Props = { text: string; link: string; words: CheckWords };

/** The report in a link, a code to scan, and a text to copy. */
export function Share({ text, link, words }: Props) {
  const [open, setOpen] = useState(false);
  const { page } = words;
  return (
    <>
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {page.share}
      </button>
      {open && (
        <section className="share" aria-label={page.share}>
          <p>{page.scan}</p>
          <Suspense fallback={null}>
            <QrCode text={link} label={page.link} />
          </Suspense>
          <a href={link} data-testid="report-link">
            {page.link}
          </a>
          <pre data-testid="report">{text}</pre>
          <CopyButton text={`${text}\n${link}`} words={words} />
        </section>
      )}
    </>
  );
}

function CopyButton({ text, words: { page } }: { text: string; words: CheckWords }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(done ? page.copied : page.notCopied);
  };
  return (
    <p className="copy">
      <button type="button" className="quiet" onClick={() => void copy()}>
        {page.copy}
      </button>
      <output>{said}</output>
    </p>
  );
}
