import type { WorkflowName } from '../../../protocol/api';
import { useWords } from '../../hooks/usePage';
import { NAMES } from '../../words/names';

type Props = { chosen: WorkflowName; unavailable: WorkflowName[]; onChoose(workflow: WorkflowName): void };

const CHOICES: WorkflowName[] = ['fast', 'accurate'];

export function WorkflowSwitch({ chosen, unavailable, onChoose }: Props) {
  const { controls } = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's looks; these are two toggles
    <div role="group" aria-label={controls.workflow} className="switch">
      {CHOICES.map((workflow) => (
        <button
          key={workflow}
          type="button"
          aria-pressed={workflow === chosen}
          aria-disabled={unavailable.includes(workflow) || undefined}
          onClick={() => onChoose(workflow)}
        >
          {NAMES[workflow]}
        </button>
      ))}
    </div>
  );
}
