/** Drawings as those of `Icon`, of what is fetched behind the first paint. */
import { Drawing } from '../Icon';

const PATHS = {
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v6M13.7 10.5v6',
  still: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8.5 8.5h7v7h-7z',
  clip: 'M3.5 6.5h11v11h-11zM14.5 10.5l6-3.5v10l-6-3.5',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1',
  pause: 'M9 5.5v13M15 5.5v13',
  share: 'M12 14.5V4M8.2 7.5L12 3.7l3.8 3.8M8 11H5.5v9h13v-9H16',
  save: 'M12 4v10.5M8.2 11L12 14.8l3.8-3.8M5 19.5h14',
  arrange: 'M4 7h9M4 12h9M4 17h9M17.5 4.5v15M14.8 7.2l2.7-2.7 2.7 2.7M14.8 16.8l2.7 2.7 2.7-2.7',
  up: 'M6 14.5l6-6 6 6',
  down: 'M6 9.5l6 6 6-6',
  copy: 'M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1',
} as const;

export const ToolIcon = ({ name }: { name: keyof typeof PATHS }) => <Drawing path={PATHS[name]} />;
