/** What the accurate workflow is, in words for people: the worker's start line, its refusals, the README. */

/** One line; says what it is not, because a hosted deployment's accurate workflow is SAM3. */
export const ACCURATE_IN_WORDS =
  'accurate (photos): the same model on the whole photo and on up to 24 tiles of it, outlines by colour; it is not SAM3';
