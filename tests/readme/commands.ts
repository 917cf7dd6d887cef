/** The table: every command that a Markdown file tells people to type, and what is done with it. */
import type { Row } from './row';
import { APP } from './table/app';
import { BENCHES } from './table/benches';
import { CHECKS } from './table/checks';
import { DEPLOY } from './table/deploy';

export const ROWS: readonly Row[] = [...APP, ...DEPLOY, ...CHECKS, ...BENCHES];
