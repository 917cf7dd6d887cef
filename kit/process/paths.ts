import { join } from 'node:path';

/** The repository's root, absolute, without a trailing slash. */
export const ROOT = join(import.meta.dirname, '..', '..');
