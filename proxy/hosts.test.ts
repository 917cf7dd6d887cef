import { describe, expect, it } from 'vitest';
import { isLocal, isLoopback } from './hosts';

describe('hosts', () => {
  it.each(['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])(
    '%s is loopback',
    (host) => {
      expect([isLoopback(host), isLocal(host)]).toEqual([true, true]);
    },
  );

  it.each([
    '10.0.0.1',
    '192.168.1.5',
    '172.16.0.1',
    '172.31.255.1',
    '169.254.1.1',
    'phone.local',
    'fd00::1',
    '[fe80::1]',
  ])('%s is of the local network', (host) => {
    expect([isLoopback(host), isLocal(host)]).toEqual([false, true]);
  });

  it.each([
    'serverless.roboflow.com',
    '172.32.0.1',
    '8.8.8.8',
    '10.example.com',
    '127.0.0.1.example.com',
    'localhost.example.com',
    'fd.example.com',
    '[2001:db8::1]',
  ])('%s is neither', (host) => {
    expect([isLoopback(host), isLocal(host)]).toEqual([false, false]);
  });
});
