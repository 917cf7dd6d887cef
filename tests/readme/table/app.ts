/** The app, its worker and its relay, on this machine. */
import { expect } from 'vitest';
import { aServer, keysOf, ownRelay, yardModel } from '../given';
import { phone, type Row, run, runInPart } from '../row';
import { app, aWorker, mintsFrom, onTheLan, readsCodes, seesSigns, seesThings } from '../serving';

/** As README has it, to the letter. */
const SIX_KEYS = `ROBOFLOW_API_KEY=…
ROBOFLOW_WORKSPACE=…
FAST_WORKFLOW_ID=…
TWILIO_ACCOUNT_SID=AC…
TWILIO_AUTH_TOKEN=…`;

const ONE_KEY = `ROBOFLOW_API_KEY=…
FAST_MODEL_ID=rfdetr-nano`;

export const APP: Row[] = [
  // The first one, on a clone without dist/: it builds the page.
  run('npm start', {
    prints: [/Building the page/, /LIVE uses +the embedded worker/, /ENH uses +coturn on this machine/],
    serves: app(async (url, { enhanced }) => {
      expect(enhanced).toMatchObject({ available: true, provider: 'coturn' });
      await seesThings(url);
    }),
  }),
  run('npm run dev', { serves: app((url) => seesThings(url)) }),
  run('npm start -- --help', {
    prints: [/--host ADDRESS/, /--verbose/, /APP_PORT, WORKER_PORT, TURN_PORT and TURN_TLS_PORT/],
  }),
  run('MODEL=yard.onnx npm start', {
    given: yardModel,
    serves: app((_url, _config, said) => {
      expect(said).toMatch(/FAST sees red blob, .*\(yard\.onnx/);
    }),
  }),
  runInPart('echo FAST_WORKFLOW_ID=codes >> .dev.vars', 'the next start must show what it did', {
    typed: 'echo FAST_WORKFLOW_ID=codes >> .dev.vars && npm start',
    prints: [/LIVE uses +the embedded worker/],
    serves: app((url) => readsCodes(url)),
  }),
  runInPart(SIX_KEYS, 'stand-ins answer in the place of Roboflow and Twilio', {
    typed: 'npm start',
    given: keysOf(SIX_KEYS),
    prints: [/ENH uses +Twilio/],
    serves: app(async (url, { enhanced }) => {
      expect(enhanced).toMatchObject({ available: true, provider: 'twilio' });
      const { iceServers } = await mintsFrom(url, 'twilio');
      expect(iceServers.some(({ credential }) => Boolean(credential))).toBe(true);
      await seesSigns(url);
    }),
  }),
  runInPart(ONE_KEY, 'the embedded worker answers in the place of Roboflow, with its own model', {
    typed: 'npm start',
    given: keysOf(ONE_KEY),
    prints: [/LIVE uses +the inference server at/],
    serves: app((url) => seesSigns(url)),
  }),
  phone('npm run phone', 'a phone scans the code; up to there it runs', { serves: onTheLan }),
  run('npm run worker', {
    given: yardModel,
    env: {
      ...{ HOST: '127.0.0.1', STUN_URL: 'stun:127.0.0.1:9', GZIP: '0', COLD_START_MS: '1' },
      ...{ MODEL: 'yard.onnx', LABELS: 'cat,dog,hen', CONFIDENCE: '0.6', IOU: '0.5', MAX_STREAMS: '2' },
    },
    prints: [/FAST sees cat, dog, hen \(yard\.onnx/],
    serves: aWorker,
  }),
  run('npm run models', {
    env: { SIGHTLINE_MODELS: 'none-yet' },
    prints: [/MODEL=everyday: 80 everyday things\. Not in place/, /Apache-2\.0, npm /],
  }),
  runInPart(
    'npm run verify:turn',
    'a coturn of this machine answers, which has no TLS on 443, and so it says',
    {
      given: ownRelay,
      prints: [/turn:127\.0\.0\.1:\d+\?transport=tcp +answers/, /No relay answers over TLS on port 443/],
      exit: 1,
    },
  ),
  runInPart('npm run conformance -- --url URL', 'some of the rules; `npm test` runs them all', {
    given: aServer,
    typed: 'npm run conformance -- --url {url} --only 1,2,3',
    prints: [/^[1-9]\d* passed, 0 failed/m],
  }),
];
