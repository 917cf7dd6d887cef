import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnhancedOffer, TurnProviderName } from '../../protocol/api';
import { checkEnv, ENV_KEYS } from '../../proxy/settings/env';
import { type Facts, planStart, setValues } from './plan';
import { StartProblem } from './problem';

const ports = { app: 8788, worker: 9001, turn: 3478, turnTls: 5349 };
const home: Facts = { phone: false, coturn: true, lan: { address: '192.168.1.20', name: 'wlan0' }, ports };
const phone: Facts = { ...home, phone: true };
const sid = `AC${'0'.repeat(32)}`;
const twilio = { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: 'token' };
const off: EnhancedOffer = { available: false, reason: 'A reason.' };
const on = (provider: TurnProviderName): EnhancedOffer => ({
  available: true,
  provider,
  iceTransportPolicy: 'all',
});
const roboflow = { ROBOFLOW_API_KEY: 'key', ROBOFLOW_WORKSPACE: 'me', FAST_WORKFLOW_ID: 'yolo' };

describe('npm start without any setting', () => {
  const plan = planStart({}, home);

  it('runs worker, relay and app on loopback alone, and relays from where the worker answers', () => {
    expect(plan.worker).toEqual({ host: '127.0.0.1', port: 9001 });
    expect(plan.coturn).toMatchObject({
      listenIp: '127.0.0.1',
      relayIp: '192.168.1.20',
      port: 3478,
      tlsPort: 5349,
    });
    expect(plan.app).toEqual({ host: '127.0.0.1', port: 8788, https: false, url: 'http://localhost:8788' });
    expect(plan.notes).toEqual([]);
  });

  it('says of ENH what the app says, which need not be what was planned', () => {
    expect(plan.enhanced(on('coturn'))).toBe('coturn on this machine, over TCP');
    expect(plan.enhanced(on('twilio'))).toBe('Twilio');
    expect(plan.enhanced(off)).toBe('off: A reason.');
  });

  it('lets the relay send to the one address the worker can be reached at', () => {
    expect(plan.coturn?.allowPeers).toEqual(['192.168.1.20']);
  });

  it('hands the app the worker, and the relay over TCP without TLS', () => {
    expect(plan.env).toEqual({
      ROBOFLOW_SERVER_URL: 'http://127.0.0.1:9001',
      ROBOFLOW_API_KEY: 'local',
      ROBOFLOW_WORKSPACE: 'local',
      FAST_WORKFLOW_ID: 'fast',
      ACCURATE_WORKFLOW_ID: 'accurate',
      WORKFLOWS:
        'Codes:codes,Count:count,Tracked:tracked,Line counter:line_counter,Zones:zones,Classify:classify,' +
        'Classify many:classify_many,Text:text,Code text:code_text,Picture:picture',
      DEFAULT_STUN_URLS: '',
      WORKER_STUN_URLS: '',
      COTURN_URLS: 'turn:127.0.0.1:3478?transport=tcp',
    });
  });

  it('is fit for the app, once coturn has its secret', () => {
    expect(checkEnv({ ...plan.env, COTURN_SECRET: 'secret' })).toEqual([]);
  });

  it('does not open the app to strangers', () => {
    expect(plan.env).not.toHaveProperty('OPEN_ACCESS');
  });
});

describe('without a relay', () => {
  it('goes on where coturn is not installed, and says what to install', () => {
    const plan = planStart({}, { ...home, coturn: false });
    expect(plan.coturn).toBeNull();
    expect(plan.worker).not.toBeNull();
    expect(plan.env).not.toHaveProperty('COTURN_URLS');
    expect(plan.notes).toEqual([
      'ENH is off: coturn is not installed; install the package "coturn" and start again.',
    ]);
  });

  it('goes on where there is only loopback, which no relay may send to', () => {
    const plan = planStart({}, { ...home, lan: null });
    expect(plan.coturn).toBeNull();
    expect(plan.notes.join()).toMatch(/no network address besides loopback/);
  });
});

describe('the settings of .dev.vars', () => {
  it('with Roboflow start no worker and no relay, which a worker in the cloud could not reach', () => {
    const plan = planStart(roboflow, home);
    expect(plan.worker).toBeNull();
    expect(plan.coturn).toBeNull();
    expect(plan.env).toEqual(roboflow);
    expect(plan.enhanced(off)).toMatch(/^off: add TWILIO_ACCOUNT_SID/);
    expect(plan.notes).toEqual([]);
  });

  it('with Roboflow and Twilio use those', () => {
    const plan = planStart({ ...roboflow, ...twilio }, home);
    expect(plan.env).toEqual({ ...roboflow, ...twilio });
    expect([plan.live, plan.enhanced(on('twilio'))]).toEqual(['Roboflow', 'Twilio']);
    expect(plan.enhanced(off)).toBe('off: A reason.');
  });

  it('with Twilio alone keep the embedded worker, start no relay, and leave STUN on for the worker', () => {
    const plan = planStart(twilio, home);
    expect(plan.worker).not.toBeNull();
    expect(plan.coturn).toBeNull();
    expect(plan.env).not.toHaveProperty('WORKER_STUN_URLS');
    expect(plan.notes).toEqual([]);
  });

  it('with an inference server on this machine get a relay to it', () => {
    const plan = planStart({ ROBOFLOW_SERVER_URL: 'http://localhost:9001' }, home);
    expect(plan.worker).toBeNull();
    expect(plan.coturn).not.toBeNull();
    expect(plan.live).toBe('the inference server at localhost:9001');
  });

  it('win, whatever they are', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const keys = fc.constantFrom(...Object.keys(ENV_KEYS));
    fc.assert(
      fc.property(fc.dictionary(keys, value), fc.boolean(), (values, isPhone) => {
        expect(planStart(values, { ...home, phone: isPhone }).env).toMatchObject(values);
      }),
    );
  });

  it('count as not set when they are empty, except for the lists that may be', () => {
    expect(setValues({ TWILIO_ACCOUNT_SID: '', DEFAULT_STUN_URLS: '', FAST_WORKFLOW_ID: ' ' })).toEqual({
      DEFAULT_STUN_URLS: '',
    });
    expect(planStart({ ROBOFLOW_API_KEY: '' }, home).worker).not.toBeNull();
  });
});

describe('npm run phone', () => {
  const plan = planStart({}, phone);

  it('puts app, worker and relay on the address of the LAN, and the app behind HTTPS', () => {
    expect(plan.app).toEqual({
      host: '192.168.1.20',
      port: 8788,
      https: true,
      url: 'https://192.168.1.20:8788',
    });
    expect(plan.worker?.host).toBe('192.168.1.20');
    expect(plan.coturn).toMatchObject({ listenIp: '192.168.1.20', relayIp: '192.168.1.20' });
  });

  it('opens the app to the phone, and offers the relay over UDP and TCP', () => {
    expect(plan.env.OPEN_ACCESS).toBe('1');
    expect(plan.env.VISITOR_LIMITS).toBe('300,1000,1200,1000');
    expect(planStart(roboflow, phone).env).not.toHaveProperty('VISITOR_LIMITS');
    expect(plan.env.COTURN_URLS).toBe(
      'turn:192.168.1.20:3478?transport=udp,turn:192.168.1.20:3478?transport=tcp',
    );
    expect(checkEnv({ ...plan.env, COTURN_SECRET: 'secret' })).toEqual([]);
  });

  it('asks for a code wherever a key is billed, and lets nobody else in', () => {
    const cloudflare = { CLOUDFLARE_TURN_KEY_ID: 'key1', CLOUDFLARE_TURN_API_TOKEN: 'token' };
    const standIn = { ...twilio, TWILIO_API_URL: 'http://127.0.0.1:1' };
    for (const values of [roboflow, twilio, cloudflare, standIn]) {
      const locked = planStart(values, phone);
      expect(locked.needsCode).toBe(true);
      expect(locked.env).not.toHaveProperty('OPEN_ACCESS');
      expect(planStart(values, home).needsCode).toBe(false);
    }
    const own = {
      COTURN_URLS: 'turn:a:3478',
      COTURN_SECRET: 's',
      ROBOFLOW_SERVER_URL: 'http://10.0.0.3:9001',
    };
    for (const values of [{}, own]) expect(planStart(values, phone).needsCode).toBe(false);
  });

  it('makes none where the owner has said who may come', () => {
    const words: Record<string, string>[] = [
      { ACCESS_CODE: 'open-sesame' },
      { TURNSTILE_SITE_KEY: 'a', TURNSTILE_SECRET: 'b' },
      { OPEN_ACCESS: '1' },
      { OPEN_ACCESS: '0' },
    ];
    for (const said of words) {
      const plan = planStart({ ...twilio, ...said }, phone);
      expect(plan.needsCode).toBe(false);
      expect(plan.env).toMatchObject(said);
    }
    expect(planStart({ ...twilio, ACCESS_CODE: 'open-sesame' }, phone).env).not.toHaveProperty('OPEN_ACCESS');
  });

  it('answers to the names that the settings list', () => {
    expect(plan.names).toEqual([]);
    const names = planStart({ ALLOWED_HOSTS: 'phone.example, box.local' }, phone).names;
    expect(names).toEqual(['phone.example', 'box.local']);
  });

  it('stays closed where the settings say so', () => {
    expect(planStart({ OPEN_ACCESS: '0' }, phone).env.OPEN_ACCESS).toBe('0');
  });

  it('says so where this machine is on no network', () => {
    expect(() => planStart({}, { ...phone, lan: null })).toThrow(StartProblem);
    expect(() => planStart({}, { ...phone, lan: null })).toThrow(/no address on a local network; join one/);
  });
});

it('no plan lets the relay reach loopback, and none listens beyond what it must', () => {
  const facts = fc.record({
    phone: fc.boolean(),
    coturn: fc.boolean(),
    lan: fc.constantFrom(null, { address: '10.1.2.3', name: 'eth0' }),
    ports: fc.constant(ports),
  });
  fc.assert(
    fc.property(facts, (each) => {
      if (each.phone && each.lan === null) return;
      const { coturn, worker, app } = planStart({}, each);
      const host = each.phone ? '10.1.2.3' : '127.0.0.1';
      expect([app.host, worker?.host]).toEqual([host, host]);
      if (coturn !== null) expect([coturn.listenIp, coturn.allowPeers]).toEqual([host, ['10.1.2.3']]);
    }),
  );
});
