/**
 * What workers see in tests, labs and benches: drawn signs, whose places a test knows to the px. The app's own
 * default, everyday things, has tests of its own.
 */
export const SIGNS = { MODEL: 'signs' } as const;
