import { useState } from 'react';
import { useLink } from '../../hooks/results/useThing';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import { canShareText, copyText, shareText } from '../../platform/share';
import { ToolIcon } from '../tools/ToolIcon';

/** Copy, share, and where the text is an address of the web, open it: after all of it was shown. */
export function TextActions({ text }: { text: string }) {
  const { readouts, actions, photo } = useWords();
  const { text: words } = useToolWords();
  const [said, say] = useState('');
  const link = useLink(text);
  const copy = () => void copyText(text).then((done) => say(done ? readouts.copied : readouts.notCopied));
  const share = () => void shareText(text).then((done) => say(done ? '' : photo.notShared));
  return (
    <>
      {link && <Address {...link} />}
      <div className="sheetActions">
        <button type="button" className="primary" onClick={copy}>
          <ToolIcon name="copy" /> {readouts.copy}
        </button>
        {canShareText(text) && (
          <button type="button" className="quiet" onClick={share}>
            <ToolIcon name="share" /> {actions.share}
          </button>
        )}
        {link?.opens && (
          <a className="quiet" href={link.href} target="_blank" rel="noreferrer">
            {words.open}
          </a>
        )}
        <p role="status">{said}</p>
      </div>
    </>
  );
}

type AddressProps = { href: string; host: string; opens: boolean };

/** What would be opened, letter by letter, with the host for itself. */
function Address({ href, host, opens }: AddressProps) {
  const { text } = useToolWords();
  return (
    <div className="address">
      <p>
        {text.leadsTo} <strong>{host}</strong>
      </p>
      <p className="addressWhole">{href}</p>
      {!opens && <p>{text.closed}</p>}
    </div>
  );
}
