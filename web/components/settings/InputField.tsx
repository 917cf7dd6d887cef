import { useEffect, useId, useRef, useState } from 'react';
import type { InputValue, WorkflowInput } from '../../../protocol/api';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { typedValue } from '../../hooks/workflow/workflowRun';

type Props = {
  input: WorkflowInput;
  value: InputValue | undefined;
  onSet(value: InputValue | undefined): void;
};

/** So long (ms) nobody types: each value that is set while live dials another session. */
const STILL_MS = 400;

/** One input of a workflow. Empty, it is the workflow's own affair. */
export function InputField({ input, value, onSet }: Props) {
  const { settings: texts } = useToolWords();
  const id = useId();
  const [typed, setTyped] = useState(textOf(value));
  const parsed = typedValue(input, typed);
  const settleNow = useSettled(typed, () => parsed !== null && onSet(parsed));
  const hint = input.default === undefined ? texts.ownValue : textOf(input.default);
  const common = { id, 'aria-invalid': parsed === null, value: typed };
  const number = input.kind === 'number' || input.kind === 'integer';
  return (
    <>
      <label htmlFor={id}>{input.name}</label>
      {input.kind === 'flag' ? (
        <select {...common} onChange={(event) => setTyped(event.target.value)}>
          <option value="">{hint}</option>
          <option value="true">{texts.yes}</option>
          <option value="false">{texts.no}</option>
        </select>
      ) : (
        <input
          {...common}
          type="text"
          inputMode={number ? 'decimal' : 'text'}
          maxLength={input.kind === 'text' ? input.most : 4000}
          autoComplete="off"
          placeholder={hint || (input.kind === 'list' ? texts.commas : texts.ownValue)}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={({ key }) => key === 'Enter' && settleNow()}
        />
      )}
      {parsed === null && (
        <p role="alert" className="accessFailure">
          {texts.refused}
        </p>
      )}
    </>
  );
}

/**
 * Calls `settle` once `typed` has rested, or when the field goes, if it was touched at all.
 * @returns calls it at once, where there is anything new
 */
function useSettled(typed: string, settle: () => void): () => void {
  const latest = useRef(settle);
  latest.current = settle;
  const settled = useRef(typed);
  const now = () => {
    if (settled.current === typed) return;
    settled.current = typed;
    latest.current();
  };
  const due = useRef(now);
  due.current = now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key that is typed begins the rest anew.
  useEffect(() => {
    const timer = setTimeout(() => due.current(), STILL_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => () => due.current(), []);
  return now;
}

function textOf(value: InputValue | undefined): string {
  return Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value);
}
