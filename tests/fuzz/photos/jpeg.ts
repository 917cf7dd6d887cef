/** JPEGs whose segments lie: ITU-T T.81, annex B. */
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import {
  ascii,
  type Change,
  inserted,
  joined,
  noise,
  oddFiles,
  overwritten,
  replaced,
  shuffled,
  side,
  u16,
} from './bytes';
import { tiff } from './exif';

/** Everything after SOS is in its part. `length`: what the segment says it has, where that is not so. */
type Segment = { marker: number; content: Uint8Array; length?: number | undefined; scan?: Uint8Array };

const SOS = 0xda;
const isFrame = ({ marker }: Segment) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function segmentsOf(file: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    const marker = file[at + 1] ?? 0;
    const end = at + 2 + (file[at + 2] ?? 0) * 256 + (file[at + 3] ?? 0);
    const content = file.slice(at + 4, end);
    if (marker === SOS) return [...segments, { marker, content, scan: file.slice(end) }];
    segments.push({ marker, content });
    at = end;
  }
}

function fileOf(segments: Segment[]): Uint8Array {
  const parts = segments.map(({ marker, content, length, scan }) =>
    joined([
      Uint8Array.of(0xff, marker),
      u16(length ?? content.length + 2),
      content,
      scan ?? new Uint8Array(),
    ]),
  );
  return joined([Uint8Array.of(0xff, 0xd8), ...parts]);
}

/** Precision, height, width, number of components, and for each of those its id, sampling and table. */
const otherFrame = fc
  .record(
    {
      height: side,
      width: side,
      precision: fc.constantFrom(0, 1, 8, 12, 16, 255),
      components: fc.constantFrom(0, 1, 2, 3, 4, 255),
      sampling: fc.constantFrom(0x00, 0x11, 0x22, 0x44, 0x41, 0xff),
      table: fc.nat(255),
      kind: fc.constantFrom(0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc9, 0xcb, 0xcf),
    },
    { requiredKeys: [] },
  )
  .map((wanted) => (segment: Segment): Segment => {
    let { content } = segment;
    const put = (at: number, ...bytes: number[]) => {
      content = overwritten(content, at, Uint8Array.from(bytes));
    };
    if (wanted.precision !== undefined) put(0, wanted.precision);
    if (wanted.height !== undefined) put(1, ...u16(wanted.height));
    if (wanted.width !== undefined) put(3, ...u16(wanted.width));
    if (wanted.components !== undefined) put(5, wanted.components);
    if (wanted.sampling !== undefined) put(7, wanted.sampling);
    if (wanted.table !== undefined) put(8, wanted.table);
    return { ...segment, content, marker: wanted.kind ?? segment.marker };
  });

const otherLength = later(
  fc.constantFrom(0, 1, 2, 3, 17, 1000, 65_535),
  (length, segment: Segment): Segment => ({ ...segment, length }),
);

const exif = fc
  .tuple(fc.constantFrom('Exif\0\0', 'Exif\0\0', 'Exif', 'http://ns.adobe.com/xap/1.0/\0'), tiff)
  .map(([name, block]) => joined([ascii(name), block]));
const named = fc
  .tuple(
    fc.constantFrom('ICC_PROFILE\0\x01\x01', 'Adobe\0', 'JFIF\0', 'MPF\0', 'Photoshop 3.0\x008BIM'),
    noise(80),
  )
  .map(([name, rest]) => joined([ascii(name), rest]));
const wrongLength = fc.option(fc.constantFrom(0, 2, 5, 60_000), { freq: 5, nil: undefined });

const application: fc.Arbitrary<Segment> = fc.record({
  marker: fc.constantFrom(0xe1, 0xe1, 0xe0, 0xe2, 0xed, 0xee, 0xef, 0xfe),
  content: fc.oneof({ weight: 4, arbitrary: exif }, named, noise(200)),
  length: wrongLength,
});
/** Tables, restart intervals, further frames and starts of scan, of nothing that fits. */
const stray: fc.Arbitrary<Segment> = fc.record({
  marker: fc.constantFrom(0xc4, 0xdb, 0xdd, 0xc0, 0xc2, 0xcc, 0xdc, 0xde, 0xda, 0xd8, 0xd9, 0x01, 0x00, 0xff),
  content: noise(70),
  length: wrongLength,
});

const change: fc.Arbitrary<Change<Segment>> = fc.oneof(
  { weight: 4, arbitrary: replaced(isFrame, otherFrame) },
  { weight: 4, arbitrary: inserted(application) },
  { weight: 2, arbitrary: inserted(stray) },
  { weight: 2, arbitrary: shuffled<Segment>() },
  { weight: 1, arbitrary: replaced(({ marker }: Segment) => marker !== SOS, otherLength) },
  {
    weight: 1,
    arbitrary: replaced(({ marker }: Segment) => marker === 0xc4 || marker === 0xdb, otherLength),
  },
);

export function oddJpegs(good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return oddFiles(good, segmentsOf, change, fc.constant(fileOf));
}
