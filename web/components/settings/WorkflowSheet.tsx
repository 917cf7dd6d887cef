import { useId } from 'react';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useModal } from '../../hooks/useModal';
import { useWords } from '../../hooks/usePage';
import type { useWorkflowSettings } from '../../hooks/workflow/useWorkflowSettings';
import { keep, usePreferences } from '../../store/preferences';
import { NAMES } from '../../words/names';
import { CameraChoice } from './CameraChoice';
import { DataUse } from './DataUse';
import { Habits } from './Habits';
import { InputField } from './InputField';
import { LanguageChoice } from './LanguageChoice';
import { LeastSure } from './LeastSure';

type Props = { settings: ReturnType<typeof useWorkflowSettings>; onClose(): void };

/** Which workflow LIVE runs, what it is told, and how its boxes are shown. A modal dialog: Escape closes it. */
export default function WorkflowSheet({ settings, onClose }: Props) {
  const { settings: texts } = useToolWords();
  const { actions } = useWords();
  const { names, chosen, waitsFor, fields, values, choose, set } = settings;
  return (
    <dialog
      ref={useModal()}
      className="access workflowSheet"
      aria-labelledby="workflowTitle"
      onCancel={onClose}
    >
      <h2 id="workflowTitle">{texts.title}</h2>
      <div className="settingsBody">
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
        <CameraChoice />
        <LeastSure />
        <TrueToFrame />
        <Habits />
        <DataUse />
        <LanguageChoice />
      </div>
      <div className="accessActions">
        <button type="button" className="primary" onClick={onClose}>
          {actions.close}
        </button>
      </div>
    </dialog>
  );
}

/** Boxes on the frame that they are of, or carried to the one on the screen. */
function TrueToFrame() {
  const { settings: texts } = useToolWords();
  const trueToFrame = usePreferences((state) => state.trueToFrame);
  const why = useId();
  return (
    <div className="choices">
      <label>
        <input
          type="checkbox"
          checked={trueToFrame}
          aria-describedby={why}
          onChange={() => keep({ trueToFrame: !trueToFrame })}
        />
        {texts.trueToFrame}
      </label>
      <p id={why} className="accessWhy">
        {texts.trueToFrameWhy}
      </p>
    </div>
  );
}
