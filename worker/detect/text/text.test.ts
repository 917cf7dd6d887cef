/** Rendered lines, in three fonts and tilted by 10 degrees, through the networks, a photo's route and a session. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toI420 } from '../../../kit/models/pictures';
import { fetchModel } from '../../models/fetching/fetch';
import { TEXT_FINDER, TEXT_READER } from '../../models/recipes/text';
import { post } from '../../testing/client';
import { createClient, startWith } from '../../testing/harness';
import { TEXT_MISSING } from '../../workflows/text';
import type { Picture } from '../boxes';
import { readPicture } from '../photos/picture';
import { fromFrame, fromPicture } from './planes';
import { FRAME, TextModel } from './text-model';

const FILE = readFileSync(new URL('./fixtures/lines.png', import.meta.url));
const TEXT = 'Platform 7, 14:32 to Basel\nThe quick brown fox\nAB-4711 total 89.50';
const WORKFLOW = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'text' } as const;

const [finder, reader] = [await fetchModel(TEXT_FINDER), await fetchModel(TEXT_READER)];
const model = await TextModel.open({ finder, reader });
const picture = await readPicture(FILE);

/** As a phone that is held so sends it: stored turned back by that much. */
function stored({ data, width, height }: Picture, rotation: 0 | 90 | 180 | 270): Picture {
  if (rotation === 0) return { data, width, height };
  const turned = new Uint8Array(data.length);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    // A quarter turn back: the upright right edge becomes the top.
    const to = (width - 1 - x) * height + y;
    turned.set(data.subarray(3 * at, 3 * at + 3), 3 * to);
  }
  const quarter = { data: turned, width: height, height: width };
  return stored(quarter, (rotation - 90) as 0 | 90 | 180);
}

describe('the networks', () => {
  it('read each line where it lies', async () => {
    const { lines, text } = await model.look(fromPicture(picture), FRAME, () => {});
    expect(text).toBe(TEXT);
    expect(lines.map(({ angle }) => Math.round((angle * 180) / Math.PI))).toEqual([10, 10, 10]);
    // The middle line's centre is the picture's.
    expect(Math.hypot(lines[1]!.x - 320, lines[1]!.y - 232)).toBeLessThan(8);
    for (const { confidence } of lines) expect(confidence).toBeGreaterThan(0.9);
  });

  it.each([0, 90, 180, 270] as const)('read a frame that lies turned by %s°', async (rotation) => {
    const { width, height, ...rest } = stored(picture, rotation);
    const data = toI420({ width, height, ...rest });
    const { text } = await model.look(fromFrame({ data, width, height, rotation }), FRAME, () => {});
    expect(text).toBe(TEXT);
  });

  it('look at less where lines are found and read at a smaller size, in px of the picture all the same', async () => {
    const { lines } = await model.look(fromPicture(picture), { ...FRAME, findSide: 320, readSide: 480 }, () => {}); // biome-ignore format: one line
    expect(lines).toHaveLength(3);
    expect(Math.hypot(lines[1]!.x - 320, lines[1]!.y - 232)).toBeLessThan(10);
  });

  it('read no more lines than they are to, the largest, and stop where they are told', async () => {
    const { lines } = await model.look(fromPicture(picture), { ...FRAME, mostLines: 1 }, () => {});
    expect(lines.map(({ text }) => text)).toEqual(['Platform 7, 14:32 to Basel']);
    const stop = () => {
      throw new Error('enough');
    };
    await expect(model.look(fromPicture(picture), FRAME, stop)).rejects.toThrow('enough');
  });

  it.each([
    [1, 1],
    [3, 700],
    [640, 480],
  ])('read nothing in a blank picture of %i×%i', async (width, height) => {
    const blank = { data: new Uint8Array(3 * width * height).fill(200), width, height };
    expect(await model.look(fromPicture(blank), FRAME, () => {})).toEqual({ lines: [], text: '' });
  });
});

const image = { type: 'base64', value: FILE.toString('base64') };
const ask = async (url: string) => {
  const body = { api_key: 'any', inputs: { image } };
  const response = await post(`${url}/local/workflows/text`, body);
  return { status: response.status, body: await response.json() };
};

describe('the workflow "text"', () => {
  it('reads a photo and a stream, each line in its turned rectangle', async () => {
    const worker = await startWith({});
    expect(worker.words).toContain('The workflow "text" finds and reads text.');
    const { body } = await ask(worker.url);
    const [{ text, predictions }] = (body as { outputs: [{ text: string; predictions: { predictions: object[] } }] }).outputs; // biome-ignore format: one line
    expect(text).toBe(TEXT);
    expect(predictions.predictions[0]).toMatchObject({
      class: 'Platform 7, 14:32 to Basel',
      class_id: 0,
      rect: [0, 1, 2, 3].map(() => [expect.any(Number), expect.any(Number)]),
      angle: expect.closeTo(10, 0),
      height: expect.closeTo(30, -1),
    });
    const client = await createClient().dial(worker.url, { workflow_configuration: WORKFLOW });
    const { width, height } = picture;
    const frame = toI420(picture);
    const filming = setInterval(() => client.shoot(width, height, frame), 100);
    try {
      await client.until(({ message }) => message.serialized_output_data?.text === TEXT);
    } finally {
      clearInterval(filming);
    }
  });
});

describe('without the networks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sightline-text-'));
    vi.stubEnv('SIGHTLINE_MODELS', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('says so at the start, for a photo, and frame by frame', async () => {
    const worker = await startWith({});
    expect(worker.words).toContain(TEXT_MISSING);
    expect(await ask(worker.url)).toMatchObject({ status: 500, body: { message: TEXT_MISSING } });
    const client = await createClient().dial(worker.url, { workflow_configuration: WORKFLOW });
    const frame = toI420(picture);
    const filming = setInterval(() => client.shoot(picture.width, picture.height, frame), 100);
    try {
      await client.until(({ message }) => message.errors.includes(TEXT_MISSING));
    } finally {
      clearInterval(filming);
    }
  });
});
