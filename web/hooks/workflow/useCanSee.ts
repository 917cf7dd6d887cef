import { classIn } from '../../words/words';
import { useToolWords } from '../tools/useToolWords';
import { useWords } from '../usePage';
import { useWish } from './useWish';
import { workflowRun } from './workflowRun';

/** Of names: more would be no help to somebody who looks for something to show. */
const MOST = 5;
const CODES = ['qr_code_detection', 'bar_code_detection'];

/** What the chosen workflow can see, in words; empty where nobody has said. */
export function useCanSee(): string {
  const { seen } = useToolWords();
  const { results } = useWords();
  const { classes, outputs } = workflowRun(useWish());
  if (classes.length > 0) {
    const names = classes.slice(0, MOST).map(classIn).join(', ');
    const more = classes.length - MOST;
    return seen.can({ names: more > 0 ? `${names} ${results.more(more)}` : names });
  }
  const isOfCodes = outputs?.some(({ kinds }) => kinds.some((kind) => CODES.includes(kind)));
  return isOfCodes ? seen.can({ names: seen.codes }) : '';
}
