import type { WorkflowName } from '../../../protocol/api';
import { setWorkflow, useVisionStore } from '../../store/useVisionStore';

/**
 * FAST/ACC as ready-made switch props. `refuse` hears why one cannot be had, or null once a choice was
 * followed.
 */
export function useWorkflowChoice(refuse: (reason: string | null) => void) {
  const chosen = useVisionStore((state) => state.workflow);
  const workflows = useVisionStore((state) => state.config?.workflows);
  const reasonAgainst = (workflow: WorkflowName): string | null => {
    const offer = workflows?.[workflow];
    return offer?.available === false ? offer.reason : null;
  };
  const onChoose = (workflow: WorkflowName) => {
    const reason = reasonAgainst(workflow);
    refuse(reason);
    if (reason === null) setWorkflow(workflow);
  };
  const unavailable = (['fast', 'accurate'] as const).filter((workflow) => reasonAgainst(workflow) !== null);
  return { chosen, unavailable, onChoose };
}
