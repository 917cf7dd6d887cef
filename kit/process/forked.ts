/** A program of this project in a process of its own, asked by message, one question at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

type Reply<Answer> = { answer: Answer } | { failed: string };

export type Forked<Question, Answer> = {
  readonly pid: number;
  /** Rejects with the program's own words where it fails, and where it ends meanwhile. */
  ask(question: Question): Promise<Answer>;
  /** Lets it end by itself. */
  close(): Promise<void>;
  kill(): void;
};

/** @param program a module that calls `answerQuestions` */
export function startForked<Question extends object, Answer>(program: string): Forked<Question, Answer> {
  const child = fork(program, [], { execArgv: ['--import', 'tsx'] });
  let settle: (reply: Reply<Answer>) => void = () => {};
  child.on('message', (reply: Reply<Answer>) => settle(reply));
  child.on('exit', (code, how) => settle({ failed: `The process ended (${how ?? code}).` }));
  return {
    pid: child.pid ?? 0,
    ask: (question) =>
      new Promise((resolve, reject) => {
        settle = (reply) => ('failed' in reply ? reject(new Error(reply.failed)) : resolve(reply.answer));
        child.send(question);
      }),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** In the program. It ends with its parent, once `atEnd` is through. */
export function answerQuestions<Question>(
  answer: (question: Question) => Promise<unknown>,
  atEnd: () => Promise<unknown> | undefined = () => undefined,
): void {
  process.on('message', (question: Question) => {
    answer(question).then(
      (answered) => process.send?.({ answer: answered ?? null }),
      (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.once('disconnect', async () => {
    await atEnd();
    process.exit(0);
  });
}
