/** Orders to a helper program: one JSON object a line to its stdin, one line of answer each, in the order of the questions. */
import { type Daemon, LabError } from './shell';

const ANSWER_MS = 2000;

export class Orders {
  private readonly waiting: { resolve(text: string): void; reject(error: Error): void }[] = [];
  private rest = '';

  /** @param what names the program where it fails, e.g. "The wire". */
  constructor(
    private readonly program: Daemon,
    private readonly what: string,
  ) {
    program.child.stdout?.on('data', (chunk: Buffer) => this.take(chunk.toString('utf8')));
    program.child.once('exit', () => this.fail());
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.waiting.shift()?.resolve(line);
  }

  private fail(): void {
    for (const { reject } of this.waiting.splice(0))
      reject(new LabError(`${this.what} broke: ${this.program.said()}`));
  }

  /** The next line that it says. @throws LabError where it ends, or says nothing in time. */
  next(limitMs = ANSWER_MS): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new LabError(`${this.what} does not answer.`)), limitMs);
      const before =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      this.waiting.push({ resolve: before(resolve), reject: before(reject) });
      if (this.program.child.exitCode !== null) this.fail();
    });
  }

  ask(order: object): Promise<string> {
    const answer = this.next();
    this.program.child.stdin?.write(`${JSON.stringify(order)}\n`);
    return answer;
  }
}
