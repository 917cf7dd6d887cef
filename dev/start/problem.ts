/**
 * An expected failure of `npm start` and friends: its message is what the person reads, one clear sentence
 * with a remedy.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  /** 2: what was asked for cannot be (arguments, settings). 1: it could, and something failed. */
  readonly exitCode: 1 | 2;
  /** The last lines of a child that failed, shown below the sentence. */
  readonly details: readonly string[];
  constructor(message: string, exitCode: 1 | 2 = 1, details: readonly string[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.details = details;
  }
}
