import { NAMES } from '../../words/names';

/** package.json's; vite.config.ts puts it in. */
declare const __APP_VERSION__: string;

/**
 * The wordmark: a frame's corners with the line of sight through them. Below the name the version, for
 * whoever reports a fault.
 */
export function Mark() {
  return (
    <span className="mark">
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path
          className="markFrame"
          d="M4 9V6.5A2.5 2.5 0 0 1 6.5 4H9M15 4h2.5A2.5 2.5 0 0 1 20 6.5V9M20 15v2.5a2.5 2.5 0 0 1-2.5 2.5H15M9 20H6.5A2.5 2.5 0 0 1 4 17.5V15"
        />
        <path className="markLine" d="M2 12h20" />
        <circle className="markDot" cx="12" cy="12" r="2.6" />
      </svg>
      <span>
        {NAMES.app} <small className="version">{`v${__APP_VERSION__}`}</small>
      </span>
    </span>
  );
}
