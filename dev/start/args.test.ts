import { expect, it } from 'vitest';
import { readArgs, readPorts } from './args';
import { StartProblem } from './problem';

it('reads what npm hands on', () => {
  expect(readArgs([])).toEqual({ phone: false, dev: false, verbose: false, help: false, host: null });
  expect(readArgs(['--phone', '--host', '10.0.0.2', '--verbose'])).toMatchObject({
    phone: true,
    host: '10.0.0.2',
  });
});

it('names an option it does not know, in one line', () => {
  expect(() => readArgs(['--fone'])).toThrow(/^Unknown option '--fone'\. See: npm start -- --help$/);
  expect(() => readArgs(['extra'])).toThrow(StartProblem);
});

it('refuses what does not go together', () => {
  expect(() => readArgs(['--dev', '--phone'])).toThrow(/leave it or --phone out/);
});

it('has the ports of the contract, unless they are moved', () => {
  expect(readPorts({})).toEqual({ app: 8788, worker: 9001, turn: 3478, turnTls: 5349 });
  expect(readPorts({ APP_PORT: '24001', TURN_TLS_PORT: '' })).toMatchObject({ app: 24001, turnTls: 5349 });
});

it.each(['0', '65536', '80a', '-1', '1.5'])('refuses port %j by the name of its setting', (text) => {
  expect(() => readPorts({ WORKER_PORT: text })).toThrow(/^WORKER_PORT must be a port/);
});
