/** A row of the table of commands: what is done with one command of the Markdown files. */

export type Env = Record<string, string>;

/** What stands ready before a command is typed. */
export type Given = {
  /** For the `{words}` in `typed`. */
  words?: Record<string, string>;
  env?: Env;
  stop?: () => Promise<void>;
};

/** A command that goes on until Ctrl-C. `answers` asks it, and returns a URL that must fall silent. */
export type Serving = { ready: RegExp; answers: (said: string) => Promise<string> };

export type Try = {
  /** What is really typed, where that is not the command itself. */
  typed?: string;
  /** Below the clone's root; default: the root. */
  cwd?: string;
  env?: Env;
  /** Files and servers that a person would have by then. @param root of the clone */
  given?: (root: string) => Promise<Given>;
  /** Each must be found in what it prints. */
  prints?: readonly RegExp[];
  /** Default 0. */
  exit?: number;
  serves?: Serving;
  /** Programs that `npm test` does not put in place: without one of them this counts as skipped. */
  needs?: readonly string[];
};

export type Row = {
  /** As the Markdown has it. */
  command: string;
  /**
   * run: really run, whole or, where `why` says so, less of it. dry: shown to be right without doing it.
   * account, phone: needs one; tried up to there. itself: what runs this table.
   */
  way: 'run' | 'dry' | 'account' | 'phone' | 'itself';
  /** Why it is not run as it stands. */
  why?: string;
  tries: Try;
};

export function run(command: string, tries: Try = {}): Row {
  return { command, way: 'run', tries };
}

const because =
  (way: Row['way']) =>
  (command: string, why: string, tries: Try): Row => ({ command, way, why, tries });

/** Less of it than stands there, or something in a placeholder's place. */
export const runInPart = because('run');
export const dry = because('dry');
export const account = because('account');
export const phone = because('phone');

/** `--project-name` and the like: what a help text must know. */
function optionsOf(command: string): string[] {
  return [...command.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option);
}

/** What a help text prints, and every option of the command in it. */
export function helpOf(command: string, help: string): Pick<Try, 'typed' | 'prints'> {
  return { typed: help, prints: optionsOf(command).map((option) => new RegExp(`${option}\\b`)) };
}
