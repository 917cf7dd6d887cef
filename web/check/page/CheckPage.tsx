import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { wordsHere } from '../../errors/words';
import { languageNow } from '../../words/words';
import type { Deps } from '../examine';
import { fragmentOf, isReport, readFragment } from '../report/code';
import { type Report, reportOf, rowsOf } from '../report/report';
import { saidOf, textOf } from '../report/said';
import { Rows } from './Rows';
import { Share } from './Share';
import { type Examination, useExamination } from './useExamination';
import { Verdict } from './Verdict';
import { useCheckWords } from './words';

/** package.json's; vite.config.ts puts it in. */
declare const __APP_VERSION__: string;

/** The check of this device, or the report of another one that a link brought. */
export function CheckPage({ deps }: { deps: Deps }) {
  const words = useCheckWords();
  useTitle(words.page.documentTitle);
  const fragment = useSyncExternalStore(onHashChange, () => location.hash);
  const brought = useMemo(() => readFragment(fragment), [fragment]);
  return (
    <main className="check">
      <header className="checkTop">
        <a href="/">{words.page.back}</a>
        <h1>{words.page.title}</h1>
      </header>
      {brought ? <Brought report={brought} /> : <Own deps={deps} unreadable={isReport(fragment)} />}
    </main>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function Brought({ report }: { report: Report }) {
  const words = useCheckWords();
  const { page } = words;
  return (
    <>
      <p className="checkNote">{page.helper({ date: momentText(report.minute) })}</p>
      <Verdict report={report} said={saidOf(report, words, remedyFor)} status="" />
      <Rows rows={report.rows} words={words} />
      <div className="checkActions">
        <button type="button" className="primary" onClick={() => location.assign('/check#')}>
          {page.own}
        </button>
      </div>
    </>
  );
}

function Own({ deps, unreadable }: { deps: Deps; unreadable: boolean }) {
  const words = useCheckWords();
  const { page } = words;
  const { examination, check, askWorker, stop } = useExamination(deps);
  const report = useMemo(() => finished(examination), [examination]);
  const said = report && saidOf(report, words, remedyFor);
  const { evidence } = examination;
  const known = examination.phase === 'done' ? examination.known : null;
  const isRunning = examination.phase === 'checking' || examination.phase === 'asking';
  return (
    <>
      {unreadable && <p className="checkNote">{page.unreadable}</p>}
      <Verdict report={report} said={said} status={page[STATUS[examination.phase]]} />
      {evidence && <Rows rows={rowsOf(evidence)} words={words} />}
      <div className="checkActions">
        {isRunning ? (
          <button type="button" className="quiet" onClick={stop}>
            {page.cancel}
          </button>
        ) : (
          <button type="button" className="primary" onClick={check}>
            {page.again}
          </button>
        )}
        {known && evidence && (
          <button type="button" className="quiet" onClick={() => askWorker(evidence, known)}>
            {page.askWorker}
          </button>
        )}
        {report && said && <Share text={textOf(report, said, words)} link={linkOf(report)} words={words} />}
      </div>
      {known && <p className="checkNote">{page.askWorkerWhy}</p>}
      <p className="checkNote">{page.privacy}</p>
    </>
  );
}

const STATUS = {
  checking: 'checking',
  asking: 'askingWorker',
  done: 'checking',
  stopped: 'cancelled',
} as const;

function finished(examination: Examination): Report | null {
  if (examination.phase !== 'done') return null;
  const { userAgent } = navigator;
  return reportOf(examination.evidence, { nowMs: Date.now(), version: __APP_VERSION__, userAgent });
}

/** In the reader's time zone. */
const momentText = (minute: number) =>
  new Intl.DateTimeFormat(languageNow(), { dateStyle: 'medium', timeStyle: 'short' }).format(minute * 60_000);

const linkOf = (report: Report) => `${location.origin}/check${fragmentOf(report)}`;
const remedyFor = (failure: Parameters<typeof wordsHere>[0]) => wordsHere(failure).remedy;

function onHashChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
