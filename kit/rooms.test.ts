import { describe, expect, it } from 'vitest';
import { circleOf, crowded, type Rooms, readSources, strayImports } from './rooms';

/** For what is not deployed: the worker's rooms, whichever. */
const WORKER = [
  'worker/boot',
  'worker/detect',
  'worker/detect/accurate',
  'worker/detect/accurate/masks',
  'worker/detect/accurate/tiling',
  'worker/detect/codes',
  'worker/detect/objects',
  'worker/detect/objects/heads',
  'worker/detect/objects/model',
  'worker/detect/objects/pixels',
  'worker/detect/photos',
  'worker/detect/text',
  'worker/detect/threads',
  'worker/env',
  'worker/errors',
  'worker/http',
  'worker/ipc',
  'worker/keep',
  'worker/main',
  'worker/media',
  'worker/metrics',
  'worker/models',
  'worker/models/fetching',
  'worker/models/onnx',
  'worker/models/recipes',
  'worker/models/testing',
  'worker/models/tfjs',
  'worker/pictures',
  'worker/results',
  'worker/runtime',
  'worker/session',
  'worker/sessions',
  'worker/start',
  'worker/testing',
  'worker/workflows',
  'worker/workflows/blocks',
  'worker/workflows/tracking',
];

/**
 * The house (docs/ARCHITECTURE.md): a room and what it may import. From the top of the page to what knows
 * nothing.
 */
const ROOMS: Rooms = {
  'web/main': {
    knows: [
      'web/app',
      'web/components',
      'web/platform',
      'web/session',
      'web/store',
      'web/styles',
      'web/words',
    ],
  },
  // A page of its own (check.html): nothing of the app's page is in it, so that it runs where that one fails.
  'web/check': {
    knows: [
      'web/session/dial',
      'web/api',
      'web/errors',
      'web/platform',
      'web/store',
      'web/styles',
      'web/time',
      'web/words',
      'protocol',
    ],
  },
  'web/components': {
    knows: [
      'web/hooks',
      'web/store',
      'web/session',
      'web/errors',
      'web/platform',
      'web/styles',
      'web/time',
      'web/words',
    ],
    types: ['web/photo', 'web/results', 'web/session/dial', 'web/hud', 'protocol'],
  },
  'web/hooks': {
    knows: [
      'web/app',
      'web/store',
      'web/photo',
      'web/capture',
      'web/api',
      'web/camera',
      'web/overlay',
      'web/hud',
      'web/picture',
      'web/results',
      'web/results/present',
      'web/errors',
      'web/platform',
      'web/time',
      'web/words',
      'protocol',
    ],
    types: ['web/behind', 'web/session/dial', 'web/results'],
  },
  'web/app': {
    knows: [
      'web/behind',
      'web/store',
      'web/session',
      'web/results',
      'web/camera',
      'web/api',
      'web/platform',
      'web/time',
      'protocol',
    ],
  },
  // Behind the first paint: what LIVE and PHOTO need.
  'web/behind': {
    knows: [
      'web/photo',
      'web/session',
      'web/results',
      'web/results/present',
      'web/overlay',
      'web/camera',
      'web/pixels',
      'web/api',
      'web/platform',
      'web/time',
      'protocol',
    ],
  },
  'web/store': {
    knows: [],
    types: ['web/session', 'web/photo', 'web/picture', 'web/results', 'web/camera', 'web/errors', 'protocol'],
  },
  'web/photo': {
    knows: [
      'web/api',
      'web/camera',
      'web/overlay',
      'web/picture',
      'web/results',
      'web/errors',
      'web/platform',
      'web/time',
    ],
    types: ['protocol'],
  },
  'web/capture': { knows: ['web/platform'], types: ['web/time'] },
  'web/session': {
    knows: [
      'web/results',
      'web/session/recovery',
      'web/session/sending',
      'web/session/dial',
      'web/errors',
      'web/platform',
    ],
    types: ['web/api', 'web/camera', 'web/time', 'protocol'],
  },
  'web/session/sending': { knows: ['web/session/dial', 'web/time'] },
  'web/session/recovery': { knows: ['web/session/dial', 'web/errors', 'web/time'] },
  'web/session/dial': { knows: ['web/results', 'web/api', 'web/errors', 'web/time', 'protocol'] },
  'web/hud': { knows: ['web/session/dial', 'web/results', 'web/time'] },
  'web/picture': { knows: ['web/results', 'web/time', 'protocol'] },
  'web/overlay': { knows: ['web/results', 'web/platform', 'web/words', 'protocol'] },
  'web/results': { knows: ['web/time', 'web/words', 'protocol'] },
  'web/results/present': { knows: ['web/results', 'web/pixels', 'protocol'] },
  'web/api': { knows: ['web/results', 'web/errors', 'web/time', 'protocol'] },
  'web/early': { knows: ['web/camera', 'web/store'] },
  'web/camera': { knows: ['web/pixels', 'web/errors', 'web/platform'] },
  'web/pixels': { knows: [] },
  'web/time': { knows: ['web/errors'] },
  'web/errors': { knows: ['web/platform', 'web/words'], types: ['protocol'] },
  'web/words': { knows: [] },
  'web/platform': { knows: [] },
  'web/styles': { knows: [] },
  functions: { knows: ['proxy'] },
  proxy: { knows: ['protocol'] },
  'worker/keep': { knows: ['worker/runtime', 'worker/models'] },
  'worker/main': { knows: ['worker/start', 'worker/env'] },
  'worker/start': {
    knows: [
      'worker/http',
      'worker/sessions',
      'worker/workflows',
      'worker/detect/objects',
      'worker/detect/objects/model',
      'worker/models',
      'worker/pictures',
      'worker/metrics',
      'worker/runtime',
    ],
    types: ['worker/env'],
  },
  'worker/http': {
    knows: [
      'worker/results',
      'worker/metrics',
      'worker/detect/threads',
      'worker/detect',
      'worker/errors',
      'worker/runtime',
      'protocol',
    ],
    types: ['worker/sessions', 'worker/workflows', 'worker/pictures', 'worker/env'],
  },
  // The two sides of a child process: neither imports the other.
  'worker/sessions': {
    knows: ['worker/ipc', 'worker/errors', 'worker/runtime'],
    types: ['worker/workflows', 'worker/metrics'],
  },
  'worker/session': {
    knows: [
      'worker/ipc',
      'worker/results',
      'worker/workflows',
      'worker/pictures',
      'worker/media',
      'worker/runtime',
      'protocol',
    ],
    types: ['worker/metrics', 'worker/detect/threads', 'worker/detect'],
  },
  'worker/ipc': { knows: ['protocol'], types: ['worker/workflows'] },
  'worker/results': {
    knows: ['worker/pictures', 'worker/errors'],
    types: ['worker/workflows', 'worker/detect', 'protocol'],
  },
  'worker/workflows/tracking': { knows: [] },
  'worker/workflows/blocks': {
    knows: ['worker/workflows/tracking', 'worker/errors'],
    types: ['worker/detect'],
  },
  'worker/workflows': {
    knows: [
      'worker/workflows/blocks',
      'worker/detect/objects',
      'worker/detect/objects/model',
      'worker/detect/codes',
      'worker/detect/text',
      'worker/detect/threads',
      'worker/pictures',
      'worker/errors',
    ],
    types: ['worker/detect', 'worker/runtime'],
  },
  'worker/models': { knows: ['worker/models/fetching', 'worker/models/recipes'] },
  'worker/models/fetching': { knows: ['worker/models/recipes'] },
  'worker/models/recipes': { knows: ['worker/models/tfjs', 'worker/models/onnx'] },
  'worker/models/testing': {
    knows: ['worker/models/fetching', 'worker/models/recipes'],
    forTests: true,
  },
  'worker/models/tfjs': { knows: [], types: ['worker/models/onnx'] },
  'worker/models/onnx': { knows: ['worker/detect/objects/pixels'] },
  'worker/metrics': { knows: ['worker/detect/objects/model'] },
  'worker/pictures': {
    knows: ['worker/detect/threads', 'worker/detect/photos', 'worker/media', 'protocol'],
    types: ['worker/detect'],
  },
  'worker/detect/objects': {
    knows: [
      'worker/detect/objects/model',
      'worker/detect/objects/pixels',
      'worker/detect/accurate',
      'worker/detect/accurate/masks',
      'worker/detect/threads',
      'worker/detect/photos',
      'worker/detect',
      'worker/media',
    ],
  },
  'worker/detect/objects/model': {
    knows: [
      'worker/detect/objects/heads',
      'worker/detect/objects/pixels',
      'worker/detect',
      'worker/media',
      'protocol',
    ],
  },
  'worker/detect/objects/heads': {
    knows: ['worker/detect'],
    types: ['worker/detect/objects/pixels', 'worker/media'],
  },
  'worker/detect/objects/pixels': { knows: ['worker/media'], types: ['worker/detect'] },
  'worker/detect/accurate': {
    knows: ['worker/detect/accurate/tiling', 'worker/detect/accurate/masks'],
    types: ['worker/detect'],
  },
  'worker/detect/accurate/tiling': { knows: ['worker/detect'] },
  'worker/detect/accurate/masks': {
    knows: ['worker/detect/objects/model', 'worker/detect/objects/pixels', 'worker/detect', 'protocol'],
  },
  'worker/detect/codes': {
    knows: ['worker/detect/threads', 'worker/detect/photos', 'worker/detect', 'worker/media'],
  },
  'worker/detect/text': {
    knows: [
      'worker/detect/objects/model',
      'worker/detect/objects/pixels',
      'worker/detect/threads',
      'worker/detect/photos',
      'worker/detect',
      'worker/media',
    ],
  },
  'worker/detect/threads': { knows: ['worker/detect', 'worker/runtime'], types: ['worker/media'] },
  'worker/detect/photos': { knows: ['worker/detect'] },
  'worker/detect': { knows: [], types: ['worker/media', 'protocol'] },
  'worker/media': { knows: [] },
  'worker/errors': { knows: [], types: ['protocol'] },
  'worker/env': { knows: ['protocol'] },
  'worker/runtime': { knows: [] },
  'worker/boot': { knows: [] },
  'worker/testing': { knows: [], forTests: true },
  conformance: { knows: ['protocol'] },
  protocol: { knows: [] },
  // What is not deployed.
  'kit/process': { knows: [], forTests: true },
  kit: { knows: ['kit/process', 'protocol', 'proxy', ...WORKER], forTests: true },
  dev: {
    knows: [
      ...['kit/process', 'proxy', 'protocol'],
      ...['worker/runtime', 'worker/workflows', 'worker/env', 'worker/models/recipes'],
    ],
  },
  bench: {
    knows: [
      ...['kit', 'kit/process', 'conformance', 'protocol', 'proxy'],
      ...[...WORKER, 'web/results', 'web/results/present', 'web/pixels'],
    ],
    forTests: true,
  },
  lab: {
    knows: ['kit', 'kit/process', 'bench', 'dev', 'protocol', 'proxy', ...WORKER, 'web/session'],
    types: ['web/check'],
    forTests: true,
  },
};

const FOLDERS = [
  ...['web', 'proxy', 'functions', 'worker', 'conformance', 'protocol'],
  ...['kit', 'dev', 'bench', 'lab'],
];

describe('the house', () => {
  const sources = readSources(process.cwd(), FOLDERS);

  it('is read', () => {
    expect(sources.size).toBeGreaterThan(300);
  });

  it('has no room that knows one above it', () => {
    expect(circleOf(ROOMS)).toBeNull();
    expect(strayImports(sources, ROOMS)).toEqual([]);
  });

  it('crowds no floor', () => {
    expect(crowded(sources, 15)).toEqual([]);
  });
});

describe('strayImports', () => {
  const rooms: Rooms = {
    top: { knows: ['top/cellar'], types: ['side'] },
    'top/cellar': { knows: [] },
    side: { knows: [] },
    bench: { knows: ['top'], forTests: true },
  };
  const strays = (path: string, text: string) => strayImports(new Map([[path, text]]), rooms);

  it.each([
    ['top/a.ts', "import { b } from './b';\nimport { c } from './cellar/c';"],
    ['top/a.ts', "import type { S } from '../side/s';"],
    ['top/a.ts', "import React from 'react';"],
    ['top/cellar/c.test.ts', "import { a } from '../a';"],
    ['bench/b.ts', "import { f } from '../top/fakes';"],
  ])('lets %s pass: %j', (path, text) => {
    expect(strays(path, text)).toEqual([]);
  });

  it.each([
    ['top/cellar/c.ts', "import type { A } from '../a';", 'top/cellar may not know top'],
    ['top/a.ts', "import {\n  type S,\n  s,\n} from '../side/s';", 'top may not know side'],
    ['top/a.ts', "export * from '../side/s';", 'top may not know side'],
    ['top/a.ts', "import '../side/s.css';", 'top may not know side'],
    ['top/a.ts', "const s = await import('../side/s');", 'top may not know side'],
    ['top/a.ts', "import { x } from '../attic/x';", 'top may not know attic/x'],
    ['top/a.ts', "import { f } from './cellar/fakes';", 'which is for tests'],
    ['attic/x.ts', '', 'lives in no room'],
  ])('finds what strays in %s: %j', (path, text, said) => {
    expect(strays(path, text)).toEqual([expect.stringContaining(said)]);
  });

  it('finds a circle in the table, and a crowded floor', () => {
    expect(circleOf(rooms)).toBeNull();
    expect(circleOf({ ...rooms, side: { knows: ['top'] } })).toEqual(['top', 'side', 'top']);
    const floor = new Map(['a/1.ts', 'a/2.ts', 'a/2.test.ts', 'a/b/3.ts'].map((path) => [path, '']));
    expect(crowded(floor, 1)).toEqual(['a: 2']);
    expect(crowded(floor, 2)).toEqual([]);
  });
});
