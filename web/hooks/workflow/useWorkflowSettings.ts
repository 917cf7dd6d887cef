import type { InputValue, WorkflowInput } from '../../../protocol/api';
import { keep, usePreferences } from '../../store/preferences';
import { setInput, setWorkflow, useVisionStore } from '../../store/useVisionStore';
import { chosenFrom, workflowRun } from './workflowRun';

/** The further workflows, and the inputs of the one that runs, for the screen. */
export function useWorkflowSettings() {
  const isEnhancedMode = useVisionStore((state) => state.isEnhancedMode);
  const workflow = useVisionStore((state) => state.workflow);
  const config = useVisionStore((state) => state.config);
  const inputs = useVisionStore((state) => state.inputs);
  const choice = usePreferences((state) => state.choice);
  const run = workflowRun({ isEnhancedMode, workflow, config, inputs, choice });
  const chosen = chosenFrom({ config, choice })?.name ?? null;
  const names = (config?.choices ?? []).map(({ name }) => name);
  return {
    names,
    chosen,
    /** What keeps the choice waiting. */
    waitsFor:
      chosen === null
        ? null
        : isEnhancedMode
          ? ('enh' as const)
          : workflow === 'fast'
            ? null
            : ('acc' as const),
    fields: run.inputs,
    values: inputs[run.key] ?? {},
    choose: (name: string | null) => {
      keep({ choice: name });
      setWorkflow('fast');
    },
    set: (input: WorkflowInput, value: InputValue | undefined) => setInput(run.key, input.name, value),
  };
}
