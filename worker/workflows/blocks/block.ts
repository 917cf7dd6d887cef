/** What a block is. */
import type { Detector } from '../../detect/types';
import type { Kind } from './kinds';
import type { Properties } from './properties';
import type { Moment, Values } from './types';

/** One step at work on one picture after the other. @throws StepError */
export type StepRun = (moment: Moment, values: Values) => Readonly<Record<string, unknown>>;

export type Block = {
  outputs: Readonly<Record<string, readonly Kind[]>>;
  /** Properties that an input may stand in for, and as what. */
  takes: Readonly<Record<string, readonly Kind[]>>;
  /** Of the blocks that look at the picture itself; a workflow has one of them. @throws Refusal */
  detector?(properties: Properties): Detector;
  /**
   * @returns what begins it, once for each stream: what it counts is that stream's alone. @throws Refusal
   */
  read(properties: Properties): () => StepRun;
};
