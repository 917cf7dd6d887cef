import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors';
import { TWILIO_ENV } from '../testing';
import { checkEnv, ENV_KEYS, type Env, listSetting, required, setting } from './env';

describe('setting', () => {
  it('takes unset, empty and blank for absent', () => {
    for (const env of [{}, { FAST_WORKFLOW_ID: '' }, { FAST_WORKFLOW_ID: ' \n' }])
      expect(setting(env, 'FAST_WORKFLOW_ID')).toBeUndefined();
  });

  it('trims, because a pasted secret often ends in a newline', () => {
    expect(setting({ TWILIO_AUTH_TOKEN: 'abc\n' }, 'TWILIO_AUTH_TOKEN')).toBe('abc');
  });

  it.each([
    ['TWILIO_ACCOUNT_SID', 'SK0123456789abcdef0123456789abcdef'],
    ['TWILIO_API_URL', 'api.twilio.com'],
    ['TWILIO_API_URL', 'https://user:canary@api.twilio.com'],
    ['ROBOFLOW_SERVER_URL', 'ftp://canary'],
    ['ENHANCED_TURN', 'canary'],
    ['COTURN_URLS', 'turn:ok:3478,canary'],
    ['DEFAULT_STUN_URLS', 'turn:relay:3478'],
    ['OPEN_ACCESS', 'yes'],
    ['ROBOFLOW_WORKSPACE', '../canary'],
    ['SESSION_SECRET', 'short'],
    ['FAST_MODEL_ID', 'project/../canary'],
    ['FAST_MODEL_ID', 'https://canary'],
    ['WORKFLOWS', 'canary'],
    ['WORKFLOWS', 'A:canary,A:b'],
    ['WORKFLOWS', 'A:../canary'],
    ['WORKFLOW_INPUTS', 'a b'],
    ['WORKER_REGION', 'canary'],
  ] as const)('refuses a malformed %s, naming it and not its value', (key, value) => {
    const refuse = () => setting({ [key]: value }, key);
    expect(refuse).toThrow(ApiError);
    expect(refuse).toThrow(new RegExp(`^${key} is malformed: .+\\. Correct it\\.$`));
    expect(refuse).not.toThrow(/canary|SK01/);
  });

  it('says what is missing and what it is for', () => {
    expect(() => required({}, 'ROBOFLOW_API_KEY')).toThrow(
      /^ROBOFLOW_API_KEY is missing\. Key of the Roboflow account/,
    );
  });

  it('tells an empty list from an unset one', () => {
    expect(listSetting({}, 'DEFAULT_STUN_URLS')).toBeUndefined();
    expect(listSetting({ DEFAULT_STUN_URLS: '' }, 'DEFAULT_STUN_URLS')).toEqual([]);
    expect(listSetting({ DEFAULT_STUN_URLS: ' stun:a:1 , stun:b:2,' }, 'DEFAULT_STUN_URLS')).toEqual([
      'stun:a:1',
      'stun:b:2',
    ]);
  });
});

describe('checkEnv', () => {
  const WHOLE = { ROBOFLOW_API_KEY: 'k', ROBOFLOW_WORKSPACE: 'w', FAST_WORKFLOW_ID: 'f' };

  it('is content with nothing, and with a whole configuration', () => {
    expect(checkEnv({})).toEqual([]);
    expect(checkEnv({ ...WHOLE, ...TWILIO_ENV })).toEqual([]);
  });

  it('suggests the nearest known key', () => {
    expect(checkEnv({ TWILO_ACCOUNT_ID: 'x' })).toEqual([
      'TWILO_ACCOUNT_ID is not a variable of this app. Did you mean TWILIO_ACCOUNT_SID? Rename or remove it.',
    ]);
    expect(checkEnv({ AWS_REGION: 'x' })[0]).toMatch(/^AWS_REGION is not a variable of this app\. Remove it/);
  });

  it.each([
    [{ TWILIO_ACCOUNT_SID: TWILIO_ENV.TWILIO_ACCOUNT_SID }, ['TWILIO_AUTH_TOKEN']],
    [{ COTURN_SECRET: 's' }, ['COTURN_URLS']],
    [{ ENHANCED_TURN: 'cloudflare' }, ['CLOUDFLARE_TURN_KEY_ID', 'CLOUDFLARE_TURN_API_TOKEN']],
    [{ ROBOFLOW_API_KEY: 'k' }, ['ROBOFLOW_WORKSPACE', 'FAST_WORKFLOW_ID']],
    [{ ROBOFLOW_API_KEY: 'k', FAST_MODEL_ID: 'project/3' }, []],
    [{ ROBOFLOW_API_KEY: 'k', FAST_MODEL_ID: 'm', WORKFLOWS: 'A:a' }, ['ROBOFLOW_WORKSPACE']],
    [{ FAST_MODEL_ID: 'm' }, ['ROBOFLOW_API_KEY']],
    [{ ENHANCED_TURN: 'roboflow' }, ['ROBOFLOW_API_KEY']],
    [{ ROBOFLOW_SERVER_URL: 'http://192.168.1.7:9001', FAST_WORKFLOW_ID: 'f' }, []],
  ] as [Record<string, string>, string[]][])('%j lacks %j', (values, keys) => {
    expect(checkEnv(values).map((problem) => problem.split(' is missing. ')[0])).toEqual(keys);
  });

  it('says which of two is of no use', () => {
    expect(checkEnv({ ...WHOLE, FAST_MODEL_ID: 'm' })).toEqual([
      'FAST_MODEL_ID is of no use beside FAST_WORKFLOW_ID. Remove one of them.',
    ]);
  });

  it('never quotes a value, whatever the file holds', () => {
    const key = fc.oneof(fc.constantFrom(...Object.keys(ENV_KEYS)), fc.stringMatching(/^[A-Z_]{1,20}$/));
    const value = fc.stringMatching(/^[ -~]{0,20}$/).map((noise) => `c4n4ry${noise}`);
    fc.assert(
      fc.property(fc.dictionary(key, value), (values) => {
        for (const problem of checkEnv(values)) expect(problem).not.toContain('c4n4ry');
      }),
    );
  });

  it('documents every key in one line', () => {
    for (const { about } of Object.values(ENV_KEYS)) expect(about).toMatch(/^[^\n]{10,140}\.$/);
    const env: Env = { TWILIO_AUTH_TOKEN: '' };
    expect(Object.keys(ENV_KEYS)).toEqual(expect.arrayContaining(Object.keys(env)));
  });
});
