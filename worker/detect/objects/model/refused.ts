/** The model cannot be used; one line that says why and what to do. */
import { basename } from 'node:path';

/** A file's own names stand in it, and they may hold anything: line ends would make two lines of it. */
export class ModelRefused extends Error {
  constructor(message: string) {
    super(message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' '));
  }
}

/** @param why what the file is or does, and a remedy: "gives masks; export it …", without a full stop. */
export function refuse(path: string, why: string): ModelRefused {
  return new ModelRefused(`FAST cannot use ${basename(path)}: it ${why}.`);
}

/** The machine has no ONNX runtime; one line that says what to do. Codes are read without it. */
export class RuntimeMissing extends Error {}
