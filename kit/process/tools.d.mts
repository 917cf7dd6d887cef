export type ToolName =
  | 'chromium'
  | 'firefox'
  | 'webkit'
  | 'minibrowser'
  | 'xvfb'
  | 'turnserver'
  | 'turnutils_uclient'
  | 'certutil';
/**
 * The absolute path of a program, or null where this machine has none that would do. CHROMIUM_PATH overrides the
 * browser.
 */
export function findTool(name: ToolName): string | null;
