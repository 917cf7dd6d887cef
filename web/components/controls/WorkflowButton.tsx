import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../hooks/usePage';
import { useWorkflowSettings } from '../../hooks/workflow/useWorkflowSettings';
import { Icon } from '../Icon';

const WorkflowSheet = lazy(() => import('../settings/WorkflowSheet'));

export function WorkflowButton() {
  const { settings: texts } = useWords();
  const settings = useWorkflowSettings();
  const [open, setOpen] = useState(false);
  const { chosen, waitsFor } = settings;
  return (
    <>
      <button
        type="button"
        className="pill settings"
        aria-haspopup="dialog"
        aria-label={texts.open}
        aria-description={chosen ?? undefined}
        data-chosen={chosen !== null || undefined}
        data-waits={waitsFor ?? undefined}
        onClick={() => setOpen(true)}
      >
        <Icon name="sliders" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <WorkflowSheet settings={settings} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
