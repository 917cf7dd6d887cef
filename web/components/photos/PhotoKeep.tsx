import { useState } from 'react';
import { canShareFile, saveFile, shareFile } from '../../platform/share';
import { Icon } from '../Icon';

/** Share where the system can take files, and Save everywhere. */
export function PhotoKeep({ file }: { file: File }) {
  const [refused, setRefused] = useState(false);
  const share = () => void shareFile(file).then((shared) => setRefused(!shared));
  return (
    <div className="sheetActions">
      {canShareFile(file) && !refused && (
        <button type="button" className="primary" onClick={share}>
          <Icon name="share" /> Share
        </button>
      )}
      <button type="button" className="quiet" onClick={() => saveFile(file)}>
        <Icon name="save" /> Save
      </button>
      {refused && <p role="alert">Sharing did not work. Save the photo instead.</p>}
    </div>
  );
}
