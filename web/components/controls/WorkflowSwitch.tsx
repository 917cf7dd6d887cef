import type { WorkflowName } from '../../../protocol/api';

type Props = { chosen: WorkflowName; unavailable: WorkflowName[]; onChoose(workflow: WorkflowName): void };

const CHOICES: [WorkflowName, string][] = [
  ['fast', 'FAST'],
  ['accurate', 'ACC'],
];

export function WorkflowSwitch({ chosen, unavailable, onChoose }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's looks; these are two toggles
    <div role="group" aria-label="Workflow" className="switch">
      {CHOICES.map(([workflow, label]) => (
        <button
          key={workflow}
          type="button"
          aria-pressed={workflow === chosen}
          aria-disabled={unavailable.includes(workflow) || undefined}
          onClick={() => onChoose(workflow)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
