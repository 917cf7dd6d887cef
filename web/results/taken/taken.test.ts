import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Thing } from '../kinds/model';
import { thingOf } from '../testing';
import { countsCsv, jsonOf, thingsCsv } from './export';
import { ALL, type Filter, filtered, filteredSource } from './filter';
import { SessionLog } from './log';

const NOON = Date.UTC(2026, 10, 26, 12);
const thing = (name: string, more: Partial<Thing> = {}) => thingOf({ name, confidence: 0.5, ...more });

describe('the log of a session', () => {
  it('counts the most of a class at once, second by second', () => {
    const log = new SessionLog();
    log.add([thing('cup')], NOON + 10);
    log.add([thing('cup'), thing('cup'), thing('cat')], NOON + 500);
    log.add([thing('cup')], NOON + 990);
    log.add([], NOON + 1_000);
    const seconds = log.all().seconds.map(({ atMs, most }) => [atMs - NOON, Object.fromEntries(most)]);
    expect(seconds).toEqual([
      [0, { cup: 2, cat: 1 }],
      [1_000, {}],
    ]);
  });

  it('tells a code by its text and a tracked thing by its number', () => {
    const log = new SessionLog();
    log.add([thing('qr', { text: 'A' }), thing('cup', { track: 7, confidence: null }), thing('cup')], NOON);
    log.add([thing('qr', { text: 'A', confidence: 0.9 }), thing('cup', { track: 7 })], NOON + 5_000);
    log.add([thing('qr', { text: 'A', confidence: 0.2 })], NOON + 6_000);
    expect(log.all().sightings).toEqual([
      { name: 'qr', text: 'A', track: null, firstMs: NOON, lastMs: NOON + 6_000, confidence: 0.9 },
      { name: 'cup', text: null, track: 7, firstMs: NOON, lastMs: NOON + 5_000, confidence: 0.5 },
    ]);
    log.clear();
    expect(log.all()).toEqual({ seconds: [], sightings: [], leftOut: 0 });
  });

  it('has an end, and says how much is past it', () => {
    const log = new SessionLog();
    const names = Array.from({ length: 70 }, (_, at) => thing(`class ${at}`));
    log.add(names, NOON);
    expect([log.all().seconds[0]?.most.size, log.all().leftOut]).toEqual([64, 6]);
    for (let at = 0; at < 10_010; at += 1) log.add([thing('cup', { track: at })], NOON + 1);
    expect(log.all().sightings).toHaveLength(10_000);
    for (let second = 1; second < 16_000; second += 1) log.add([], NOON + second * 1_000);
    expect(log.all().seconds.length).toBeLessThanOrEqual(4 * 3_600 + 100);
    expect(log.all().seconds.at(-1)?.atMs).toBe(NOON + 15_999_000);
  });
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes, once what nobody holds any more is gone. */
function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('docs/session-export.schema.json', 'utf8')),
);

const things = fc.array(
  fc.record(
    {
      name: fc.string({ unit: 'binary', minLength: 1 }),
      confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      text: fc.string({ unit: 'binary' }),
      track: fc.maxSafeInteger(),
    },
    { requiredKeys: ['name', 'confidence'] },
  ),
);

describe('what is taken home', () => {
  it('is JSON by its schema, whatever was seen', () => {
    fc.assert(
      fc.property(fc.array(things), (frames) => {
        const log = new SessionLog();
        for (const [at, found] of frames.entries())
          log.add(
            found.map(({ name, ...more }) => thing(name, more as Partial<Thing>)),
            NOON + at * 700,
          );
        expect(isValid(JSON.parse(jsonOf(log.all()))), JSON.stringify(isValid.errors)).toBe(true);
      }),
    );
    expect(isValid({ ...JSON.parse(jsonOf(new SessionLog().all())), version: 2 })).toBe(false);
  });

  it('keeps a class of any name', () => {
    const log = new SessionLog();
    log.add([thing('__proto__')], NOON);
    expect(jsonOf(log.all())).toContain('"most":{"__proto__":1}');
  });

  it('is a table that a spreadsheet reads, line breaks and quotes in it', () => {
    const log = new SessionLog();
    log.add([thing('qr, code', { text: 'say "hi"\nnow', confidence: 0.25 })], NOON);
    log.add([], NOON + 1_000);
    expect(thingsCsv(log.all())).toBe(
      '\ufeff"class","text","track","first","last","confidence"\r\n' +
        '"qr, code","say ""hi""\nnow",,"2026-11-26T12:00:00.000Z","2026-11-26T12:00:00.000Z",0.25\r\n',
    );
    expect(countsCsv(log.all())).toBe(
      '\ufeff"time","class","most"\r\n' +
        '"2026-11-26T12:00:00.000Z","qr, code",1\r\n"2026-11-26T12:00:01.000Z","",0\r\n',
    );
  });

  it.each([
    '=HYPERLINK("http://evil.example","click")',
    '+1+cmd|calc',
    '-2+3',
    '@SUM(1)',
    ' =1+1',
    '\t=1+1',
    '\r=1+1',
    '\n=1',
    '＝1+1',
    '\u200b=1+1',
    '%0A=1',
    '|calc',
  ])('is no formula: %j', (text) => {
    const log = new SessionLog();
    log.add([thing(text, { text })], NOON);
    const quoted = `"'${text.replaceAll('"', '""')}"`;
    expect(thingsCsv(log.all())).toContain(`\r\n${quoted},${quoted},`);
    expect(countsCsv(log.all())).toContain(`,${quoted},`);
  });

  it('is there in two seconds after an hour at 30 results a second, in less than 50 MB', () => {
    const log = new SessionLog();
    const before = heapInUse();
    for (let frame = 0; frame < 3_600 * 30; frame += 1) {
      const found = Array.from({ length: 8 }, (_, at) =>
        thing(`class ${(frame + at) % 40}`, { track: Math.floor(frame / 90) + at }),
      );
      log.add([...found, thing('qr', { text: `code ${Math.floor(frame / 300)}` })], NOON + frame * 33.4);
    }
    const begun = process.cpuUsage();
    const taken = log.all();
    const files = [jsonOf(taken), countsCsv(taken), thingsCsv(taken)];
    // What this process worked for (µs): the machine has other work as well.
    const workedUs = process.cpuUsage(begun).user;
    const heldBytes = heapInUse() - before;
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
    const written = files.map(({ length }) => megabytes(length)).join(' + ');
    console.log(
      `An hour: ${written} MB in ${Math.round(workedUs / 1e3)} ms, ${megabytes(heldBytes)} MB held.`,
    );
    expect(workedUs).toBeLessThan(2e6);
    expect(heldBytes).toBeLessThan(50e6);
    expect(taken.seconds.length).toBeGreaterThan(3_600);
    expect(Math.min(...files.map(({ length }) => length))).toBeGreaterThan(10_000);
  });
});

describe('a filter', () => {
  const seen = {
    things: [thing('cup', { confidence: 0.9 }), thing('cat'), thing('qr', { confidence: null })],
  };
  const names = (hidden: string[], least: number) =>
    filtered(seen, { hidden, least }).things.map(({ name }) => name);

  it('leaves out classes, and what is not sure enough', () => {
    expect(names(['cup'], 0)).toEqual(['cat', 'qr']);
    expect(names([], 0.6)).toEqual(['cup', 'qr']);
    expect(names(['qr'], 0.95)).toEqual([]);
  });

  it('that is off, or has nothing to leave out, changes nothing', () => {
    expect(filtered(seen, ALL)).toBe(seen);
    expect(filtered(seen, { hidden: ['dog'], least: 0.1 })).toBe(seen);
  });

  it('is asked once a result, however many listen, and at once when the person changes it', () => {
    const listeners: ((result: typeof seen) => void)[] = [];
    const onResult = (listener: (result: typeof seen) => void) => {
      listeners.push(listener);
      return () => undefined;
    };
    let wanted: Filter = { hidden: ['cup'], least: 0 };
    const source = filteredSource({ state: null, onResult, onState: () => () => undefined }, () => wanted);
    const told: (typeof seen)[] = [];
    for (let at = 0; at < 3; at += 1) source.onResult((result) => void told.push(result));
    const tell = () => {
      for (const listener of listeners) listener(seen);
    };
    tell();
    expect(new Set(told).size).toBe(1);
    expect(told[0]?.things.map(({ name }) => name)).toEqual(['cat', 'qr']);
    wanted = { hidden: ['cat'], least: 0 };
    tell();
    expect(told.at(-1)?.things.map(({ name }) => name)).toEqual(['cup', 'qr']);
  });
});
