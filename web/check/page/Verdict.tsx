import type { Report } from '../report/report';
import type { Said } from '../report/said';

const GOOD: ReadonlySet<string> = new Set(['direct_works', 'use_enh', 'worker_waking']);

type Props = {
  /** Null while there is none: a check that runs, or was stopped. */
  report: Report | null;
  said: Said | null;
  /** What is going on, where there is no verdict. */
  status: string;
};

/** One sentence, and what to do. The element is there from the start, so that it is read out when it speaks. */
export function Verdict({ report, said, status }: Props) {
  const tone = report === null ? 'running' : GOOD.has(report.verdict) ? 'good' : 'bad';
  return (
    <output className="verdict" data-testid="verdict" data-verdict={report?.verdict} data-tone={tone}>
      {said ? (
        <>
          <strong>{said.say}</strong>
          <span>{said.remedy}</span>
          {said.beside && <span>{said.beside}</span>}
        </>
      ) : (
        <span>{status}</span>
      )}
    </output>
  );
}
