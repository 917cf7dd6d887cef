import { useState } from 'react';
import { useWords } from '../../hooks/usePage';
import { canShareFile, saveFile, shareFile } from '../../platform/share';
import { ToolIcon } from '../tools/ToolIcon';

/** Share where the system can take files, and Save everywhere. */
export function PhotoKeep({ file }: { file: File }) {
  const { actions, photo } = useWords();
  const [refused, setRefused] = useState(false);
  const share = () => void shareFile(file).then((shared) => setRefused(!shared));
  return (
    <div className="sheetActions">
      {canShareFile(file) && !refused && (
        <button type="button" className="primary" onClick={share}>
          <ToolIcon name="share" /> {actions.share}
        </button>
      )}
      <button type="button" className="quiet" onClick={() => saveFile(file)}>
        <ToolIcon name="save" /> {actions.save}
      </button>
      {refused && <p role="alert">{photo.notShared}</p>}
    </div>
  );
}
