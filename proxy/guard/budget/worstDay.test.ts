/** README.md says what a day can cost. These are its numbers, made from the limits. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENV_KEYS } from '../../settings/envKeys';
import { DEFAULT_LIMITS, limitsOf } from './limits';
import { RELAYED_SECONDS, relayGigabytes, worstDay } from './worstDay';

const README = readFileSync('README.md', 'utf8');
/** Of a browser's video on a good uplink; Twilio's list price (deploy/README.md, "What an hour costs"). */
const MEGABITS = 20;
const DOLLARS_A_GIGABYTE = 0.4;

const { visitor, address, deployment } = worstDay(
  limitsOf({}, 'VISITOR_LIMITS'),
  limitsOf({}, 'TOTAL_LIMITS'),
);
const SCOPES = [visitor, address, deployment];
const gigabytes = SCOPES.map(({ credentials }) => relayGigabytes(credentials, MEGABITS));

/** The cells behind the first one. */
function row(name: string): string[] {
  const line = README.split('\n').find((text) => text.startsWith(`| ${name} `)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('README', () => {
  it.each([
    ['dials that the worker is asked for', SCOPES.map(({ dials }) => dials)],
    ['sessions that it starts', SCOPES.map(({ sessions }) => sessions)],
    ['minutes of them', SCOPES.map(({ minutes }) => minutes)],
    ['relay credentials', SCOPES.map(({ credentials }) => credentials)],
    [`GB through a relay, ${MEGABITS} Mbit/s on each`, gigabytes],
    ['the same by Twilio, at $0.40/GB', gigabytes.map((size) => `$${size * DOLLARS_A_GIGABYTE}`)],
    ['photos', SCOPES.map(({ photos }) => photos)],
  ])('says of "%s" what the limits say', (name, expected) => {
    expect(row(name)).toEqual(expected.map(String));
  });

  it('has the arithmetic of one credential', () => {
    const size = relayGigabytes(1, MEGABITS);
    expect(README).toContain(`${RELAYED_SECONDS} s × ${MEGABITS} Mbit/s ÷ 8 = ${size} GB`);
  });

  it.each(['VISITOR_LIMITS', 'TOTAL_LIMITS'] as const)(
    'and the settings’ words have the default of %s',
    (key) => {
      const limits = DEFAULT_LIMITS[key].join();
      expect(row(`\`${key}\``).join()).toContain(`(\`${limits}\`)`);
      expect(ENV_KEYS[key].about).toContain(`default ${limits}.`);
    },
  );
});

describe('the worst day', () => {
  it('follows the limits that the owner sets, and is never more than the deployment’s', () => {
    const small = worstDay(
      { credentials: 1, sessions: 5, minutes: 10, photos: 0 },
      { credentials: 3, sessions: 9, minutes: 20, photos: 7 },
    );
    expect(small.visitor).toEqual({ dials: 7, sessions: 5, minutes: 20, credentials: 1, photos: 0 });
    expect(small.address).toEqual({ dials: 13, sessions: 9, minutes: 20, credentials: 3, photos: 0 });
    expect(small.deployment).toEqual({ dials: 13, sessions: 9, minutes: 20, credentials: 3, photos: 7 });
  });
});
