import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import picture from '../results/fixtures/http/picture.json';
import type { Output } from '../results/kinds/model';
import { readAnswer } from '../results/readResult';
import { headerOf } from './header';
import { photoPictures } from './photo';

const raw = { width: 40, height: 30, channels: 3 as const };
const drawing = () => sharp(Buffer.alloc(raw.width * raw.height * 3, 90), { raw });
const files = {
  'image/jpeg': await drawing().jpeg().toBuffer(),
  'image/png': await drawing().png().toBuffer(),
  'image/webp': await drawing().webp().toBuffer(),
};
const lossless = await drawing().webp({ lossless: true }).toBuffer();
const withAlpha = await drawing().ensureAlpha(0.5).webp().toBuffer();
const progressive = await drawing().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer();

const output = (base64: string | null, name = 'picture'): Output => ({
  name,
  kind: 'picture',
  base64,
  mime: 'image/svg+xml',
  corner: null,
});

describe('the header of an image', () => {
  it.each([...Object.entries(files), ['image/webp', lossless], ['image/webp', withAlpha]] as [
    string,
    Buffer,
  ][])('of %s tells its kind and its size', (type, bytes) =>
    expect(headerOf(bytes)).toEqual({ type, width: 40, height: 30 }),
  );

  it('is found behind others, as in a progressive JPEG that lies on its side', () => {
    expect(headerOf(progressive)).toMatchObject({ type: 'image/jpeg', width: 40, height: 30 });
  });

  it('is no header where the file ends too early, anywhere', () => {
    for (const bytes of Object.values(files))
      for (let end = 0; end < Math.min(24, bytes.length); end += 1)
        expect(headerOf(bytes.subarray(0, end))).toBeNull();
  });

  it('is read of any bytes, without a throw', () => {
    const start = fc.constantFrom(
      ...Object.values(files).map((file) => file.subarray(0, 30)),
      Buffer.of(255, 216, 255),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 64 }), (head, tail) => {
        const header = headerOf(Buffer.concat([head, tail]));
        if (header) expect(Math.min(header.width, header.height)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the pictures of a photo', () => {
  it('are what stands in an answer as Roboflow’s server sends it', async () => {
    const [sent] = picture.outputs;
    const value = files['image/jpeg'].toString('base64'); // The fixture's own is cut short.
    const answer = { outputs: [{ ...sent, picture: { ...sent?.picture, value } }] };
    const [first, ...others] = photoPictures(readAnswer(answer).outputs);
    expect([first?.name, first?.file.type, first?.corner, others.length]).toEqual([
      'picture',
      'image/jpeg',
      null,
      0,
    ]);
    expect(Buffer.from(await first!.file.arrayBuffer())).toEqual(files['image/jpeg']);
    expect(photoPictures(readAnswer(picture).outputs)).toEqual([]);
  });

  it.each(Object.entries(files))('are %s by their own bytes, whatever they are called', (type, bytes) => {
    expect(photoPictures([output(bytes.toString('base64'))])[0]?.file.type).toBe(type);
  });

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const huge = Buffer.from(files['image/png']);
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  it.each([
    ['an SVG', svg.toString('base64')],
    ['a page', Buffer.from('<!doctype html>').toString('base64')],
    ['no base64', '!!!'],
    ['nothing', ''],
    ['one that was not asked for', null],
    ['100,000 px a side', huge.toString('base64')],
    ['12 MB', files['image/png'].toString('base64').padEnd(12_000_001, 'A')],
  ])('are not %s', (_, base64) => {
    expect(photoPictures([output(base64)])).toEqual([]);
  });

  it('are twelve at most, numbered within a list', () => {
    const item = {
      kind: 'picture',
      base64: files['image/png'].toString('base64'),
      mime: '',
      corner: { x: 1, y: 2 },
    } as const;
    const list: Output = {
      name: 'cutOuts',
      kind: 'list',
      items: Array(30).fill(item),
      length: 30,
      json: null,
    };
    const found = photoPictures([list, output(item.base64)]);
    expect(found).toHaveLength(12);
    expect([found[0]?.name, found[11]?.name, found[3]?.corner]).toEqual([
      'cut Outs 1',
      'cut Outs 12',
      { x: 1, y: 2 },
    ]);
  });
});
