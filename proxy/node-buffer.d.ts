/**
 * The one thing of Node's that the proxy uses (workerd has it under `nodejs_compat`); all of Node's types
 * would let anything else pass.
 */
declare module 'node:buffer' {
  export const Buffer: {
    from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
  };
}
