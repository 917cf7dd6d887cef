import { useModal } from '../../hooks/useModal';
import { useWords } from '../../hooks/usePage';
import type { useWorkflowSettings } from '../../hooks/workflow/useWorkflowSettings';
import { NAMES } from '../../words/names';
import { InputField } from './InputField';

type Props = { settings: ReturnType<typeof useWorkflowSettings>; onClose(): void };

/** Which workflow LIVE runs, and what it is told. A modal dialog: Escape closes it. */
export default function WorkflowSheet({ settings, onClose }: Props) {
  const { settings: texts, actions } = useWords();
  const { names, chosen, waitsFor, fields, values, choose, set } = settings;
  return (
    <dialog
      ref={useModal()}
      className="access workflowSheet"
      aria-labelledby="workflowTitle"
      onCancel={onClose}
    >
      <h2 id="workflowTitle">{texts.title}</h2>
      {waitsFor && (
        <p className="accessWhy" role="status">
          {(waitsFor === 'enh' ? texts.waitsForEnh : texts.waitsForAcc)({ name: chosen ?? '' })}
        </p>
      )}
      {names.length > 0 && (
        <fieldset className="choices">
          <legend>{texts.live}</legend>
          {[null, ...names].map((name) => (
            <label key={name ?? ''}>
              <input type="radio" name="workflow" checked={name === chosen} onChange={() => choose(name)} />
              {name ?? NAMES.fast}
            </label>
          ))}
        </fieldset>
      )}
      <div className="accessForm">
        {fields.map((input) => (
          <InputField
            key={`${chosen} ${waitsFor} ${input.name}`}
            input={input}
            value={values[input.name]}
            onSet={(value) => set(input, value)}
          />
        ))}
      </div>
      <div className="accessActions">
        <button type="button" className="primary" onClick={onClose}>
          {actions.close}
        </button>
      </div>
    </dialog>
  );
}
