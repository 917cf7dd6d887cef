/** The model cannot be used; one line that says why and what to do. */
import { basename } from 'node:path';

export class ModelRefused extends Error {}

/** @param why what the file is or does, and a remedy: "gives masks; export it …", without a full stop. */
export function refuse(path: string, why: string): ModelRefused {
  return new ModelRefused(`FAST cannot use ${basename(path)}: it ${why}.`);
}

/** The machine has no ONNX runtime; one line that says what to do. Codes are read without it. */
export class RuntimeMissing extends Error {}
