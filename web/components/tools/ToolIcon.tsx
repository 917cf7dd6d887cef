/** Drawings that are fetched with the tools, as those of `Icon`. */
import { Drawing } from '../Icon';

const PATHS = {
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v6M13.7 10.5v6',
  still: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8.5 8.5h7v7h-7z',
  clip: 'M3.5 6.5h11v11h-11zM14.5 10.5l6-3.5v10l-6-3.5',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1',
  pause: 'M9 5.5v13M15 5.5v13',
} as const;

export const ToolIcon = ({ name }: { name: keyof typeof PATHS }) => <Drawing path={PATHS[name]} />;
