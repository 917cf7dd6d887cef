import { describe, expect, it } from 'vitest';
import { readSettings, SettingError } from './env';

describe('readSettings', () => {
  it('has a default for everything, and takes an empty variable as unset', () => {
    const defaults = {
      host: '127.0.0.1',
      port: 9001,
      stunUrl: null,
      gzip: true,
      coldStartMs: 0,
      apiKeys: null,
      hosts: ['127.0.0.1'],
      maxStreams: 10,
      model: null,
      labels: null,
      confidence: 0.4,
      iou: 0.45,
    };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ HOST: '', PORT: '', GZIP: '', STUN_URL: '', API_KEYS: '' })).toEqual(defaults);
  });

  it('reads each variable', () => {
    const env = {
      HOST: '::1',
      PORT: '21000',
      STUN_URL: 'stun:127.0.0.1:3478',
      GZIP: '0',
      COLD_START_MS: '45000',
      API_KEYS: 'one, two',
      ALLOWED_HOSTS: 'gpu.example',
      MAX_STREAMS: '2',
      MODEL: 'my.onnx',
      LABELS: 'cat,dog',
      CONFIDENCE: '.25',
      IOU: '0.7',
    };
    expect(readSettings(env)).toEqual({
      host: '::1',
      port: 21000,
      stunUrl: 'stun:127.0.0.1:3478',
      gzip: false,
      coldStartMs: 45_000,
      apiKeys: ['one', 'two'],
      hosts: ['::1', 'gpu.example'],
      maxStreams: 2,
      model: 'my.onnx',
      labels: 'cat,dog',
      confidence: 0.25,
      iou: 0.7,
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '9001x'],
    ['PORT', '-1'],
    ['GZIP', 'yes'],
    ['COLD_START_MS', '1.5'],
    ['COLD_START_MS', '99999999999'],
    ['MAX_STREAMS', '0'],
    ['CONFIDENCE', '40'],
    ['CONFIDENCE', '0'],
    ['IOU', '0.5px'],
    ['API_KEYS', 'one,,two'],
    ['STUN_URL', 'stun.example.com'],
    ['STUN_URL', 'stun:example.com?transport=udp'],
    ['STUN_URL', 'turn:example.com'],
    ['HOST', 'a b'],
    ['ALLOWED_HOSTS', 'https://gpu.example/'],
  ])('refuses %s=%s in one line that names it and does not repeat it', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(SettingError);
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} must .*\\.$`));
  });
});
