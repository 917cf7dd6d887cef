/** A helper program that is asked by one JSON object a line and answers with a line each, in order. */
import type { Child } from '../../kit/process/child';
import { LabError } from './shell';

const ANSWER_MS = 2000;

type Waiting = { resolve(line: string): void; reject(error: Error): void };

export class LineClient {
  private readonly waiting: Waiting[] = [];
  private rest = '';

  /** @param child started with `input`. @param what names the program where it fails, e.g. "The wire". */
  constructor(
    private readonly child: Child,
    private readonly what: string,
  ) {
    child.process.stdout?.on('data', (text: string) => this.take(text));
    void child.exited.then(() => this.fail());
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.waiting.shift()?.resolve(line);
  }

  private fail(): void {
    const error = new LabError(`${this.what} broke: ${this.child.output().slice(-2000)}`);
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  /** The next line that it says. @throws LabError where it ends, or says nothing in time. */
  next(limitMs = ANSWER_MS): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new LabError(`${this.what} does not answer.`));
      const timer = setTimeout(late, limitMs);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      this.waiting.push({ resolve: settle(resolve), reject: settle(reject) });
      if (this.child.hasEnded()) this.fail();
    });
  }

  ask(question: object, limitMs?: number): Promise<string> {
    const answer = this.next(limitMs);
    this.child.process.stdin?.write(`${JSON.stringify(question)}\n`);
    return answer;
  }
}
