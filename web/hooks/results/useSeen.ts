import { screenFeed } from '../../app';
import { arrangementOf } from '../../store/arrangement';
import { usePreferences } from '../../store/preferences';
import { useVisionStore } from '../../store/useVisionStore';
import { workflowRun } from '../workflow/workflowRun';

/** All that is told of live results; `textOf`: the whole text of an output of the newest one. */
export function useSeen() {
  const seen = useVisionStore((state) => state.seen);
  return { ...seen, textOf, dismissTrouble };
}

const textOf = (output: string) => screenFeed.textOf(output);
const dismissTrouble = (key: string) => screenFeed.dismissTrouble(key);

/** Under what name the lines of the workflow that runs are arranged: live with ENH it is the fast one. */
export function useLiveWorkflow(): string {
  const choice = usePreferences((state) => state.choice);
  return useVisionStore(({ config, session, workflow }) => {
    const isEnhancedMode = 'enhanced' in session && session.enhanced;
    return workflowRun({ config, workflow, choice, isEnhancedMode, inputs: {} }).id ?? workflow;
  });
}

/** The same for a photo, which the chosen workflow looks at. */
export function usePhotoWorkflow(): string {
  return useVisionStore(
    ({ config, workflow }) =>
      workflowRun({ config, workflow, choice: null, isEnhancedMode: false, inputs: {} }).id ?? workflow,
  );
}

/** Names of outputs of this workflow that the person does not want to see. */
export function useHidden(workflow: string): readonly string[] {
  return usePreferences(({ readouts }) => arrangementOf(readouts, workflow).hidden);
}
