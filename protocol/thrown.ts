/**
 * What to write into a log of an error that nobody expected: its class and the function that threw it, such
 * as "TypeError in readOffer". Never its message: that may quote the request, and with it a key or an SDP.
 */
export function nameThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  // The stack begins with the message.
  const calls = (thrown.stack ?? '').replace(thrown.message, '');
  const where = /^ +at (?:async )?(?:new )?([\w$.<>#]+) \(/m.exec(calls)?.[1];
  const name = /^\w+$/.test(thrown.name) ? thrown.name : 'Error';
  return where ? `${name} in ${where}` : name;
}
