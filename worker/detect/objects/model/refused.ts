/** The model cannot be used; one line that says why and what to do. */
export class ModelRefused extends Error {}

/** The machine has no ONNX runtime; one line that says what to do. Codes are read without it. */
export class RuntimeMissing extends Error {}
