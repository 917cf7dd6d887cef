import { describe, expect, it } from 'vitest';
import { isOwnHost } from './hosts';
import { splitList } from './list';

describe('a server’s own names', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:8788',
    '192.168.1.20:9001',
    '0.0.0.0',
    '[::1]:8788',
    '[fd00::1]',
    '[::ffff:10.0.0.1]:80',
    'localhost',
    'LOCALHOST:1',
    'localhost.',
    'app.localhost:80',
    // Numbers are addresses to every browser; no name server is asked.
    '2130706433',
    '0x7f.1',
    '1.2.3.4.',
  ])('%s is one', (host) => {
    expect(isOwnHost(host, [])).toBe(true);
  });

  it.each([
    '',
    ' ',
    'evil.example',
    'evil.example:9001',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    'x@localhost',
    'evil.example/@localhost',
    'evil.example#localhost',
    'evil.example?localhost',
    'localhost,evil.example',
    'localhost evil.example',
    'localhost:99999',
    'phone.local',
    'a:b:c',
  ])('%j is none', (host) => {
    expect(isOwnHost(host, [])).toBe(false);
  });

  it('those on the list are, and nothing that only looks like them', () => {
    const names = splitList(' Worker.Example , gpu.example:9001,,');
    for (const host of ['worker.example', 'WORKER.example:9001', 'worker.example.', 'gpu.example'])
      expect(isOwnHost(host, names), host).toBe(true);
    for (const host of ['xworker.example', 'worker.example.evil', 'a.worker.example'])
      expect(isOwnHost(host, names), host).toBe(false);
    expect(splitList(undefined)).toEqual([]);
  });
});
