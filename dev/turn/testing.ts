/** For tests of a relay: what it grants to a holder of its secret. */
import { loginFor } from '../../kit/process/coturnConfig';
import { type Channel, openChannel } from './channel';
import { type Credentials, TurnClient } from './client';

/** Of a relay with `use-auth-secret`, good for ten minutes. */
export const credentialsFrom = (secret: string): Credentials => loginFor(secret, 600, 'test');

/** Has an allocation of the relay at 127.0.0.1 over TCP while `work` goes on. */
export async function withAllocation<T>(
  { port, secret, family = 4 }: { port: number; secret: string; family?: 4 | 6 },
  work: (client: TurnClient, channel: Channel) => Promise<T>,
): Promise<T> {
  const way = { scheme: 'turn', host: '127.0.0.1', port, transport: 'tcp' } as const;
  const channel = await openChannel(way, { timeoutMs: 5000 });
  const client = new TurnClient(channel, credentialsFrom(secret), 5000);
  try {
    await client.allocate(family);
    return await work(client, channel);
  } finally {
    channel.close();
  }
}

/** 'granted', or the relay's reason why not. */
export function reasonOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'granted',
    (failure: { reason: string }) => failure.reason,
  );
}
