import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULTS } from './options';
import { runSuite } from './run';
import { show } from './verdict';

describe('show', () => {
  it('hides keys and SDPs, wherever they stand', () => {
    const text = show({ input: { api_key: 'k3y', offer: { sdp: 'v=0\r\no=- 1' }, credential: 'c' } }, 500);
    expect(text).toBe('{"input":{"api_key":"(hidden)","offer":{"sdp":"(an SDP)"},"credential":"(hidden)"}}');
  });

  it('is one short line', () => {
    expect(show({ text: 'x'.repeat(500) })).toHaveLength(110);
    expect(show('a\nb\tc')).toBe('"a\\nb\\tc"');
  });
});

describe('a server that speaks another language', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((_, response) => response.end('the key was s3cret'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('fails what it is asked, and the report does not repeat the key', async () => {
    const options = { ...DEFAULTS, url, apiKey: 's3cret', only: [1, 2, 92, 31] };
    const { findings, failed } = await runSuite(options);
    expect(failed).toBe(4);
    expect(findings[0]?.seen).toBe('200 with a body that is no JSON: "the key was (the key)"');
  });
});
