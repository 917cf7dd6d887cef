/** What a prediction says, and where it says it is. */

import type { Context } from '../context';
import type { Group } from '../rule';
import {
  allOutputs,
  codedMessages,
  fitOf,
  foundIn,
  metadataOf,
  outputsOf,
  streamed,
  TWO_CODES,
} from '../sessions';
import { expect, type Json, judged, show } from '../verdict';

const SERIALIZER = 'roboflow_workflows/core_steps/common/serializers.py:80-267';
/** Blocks may leave the picture's size with a set that is empty. */
export const EMPTY = 'roboflow_workflows/core_steps/common/serializers.py:250-266';

export const predictions: Group = {
  title: 'Predictions',
  rules: [
    {
      number: 61,
      words: 'Each code is a prediction with its text as data',
      source: 'barcode_detection/v1.py:105-145; facts §4',
      check: async (context) => {
        const found = foundIn(await lastCoded(context)) ?? [];
        const texts = found.map((each) => each.data).sort();
        return judged(texts, show(texts) === show(TWO_CODES.codes.map(({ text }) => text).sort()));
      },
    },
    {
      number: 62,
      words: 'x and y are the centre of the box, in pixels of the frame',
      source: SERIALIZER,
      check: async (context) => {
        const message = await lastCoded(context);
        const frame = sizeOf(metadataOf(message));
        const fits = (foundIn(message) ?? []).map((each) => {
          const code = TWO_CODES.codes.find(({ text }) => text === each.data);
          return code ? fitOf(each, code, TWO_CODES, frame) : { asCentre: 0, asCorner: 0 };
        });
        const worst = Math.min(...fits.map(({ asCentre }) => asCentre));
        const corner = Math.min(...fits.map(({ asCorner }) => asCorner));
        const hint = corner > worst ? `; read as top left corners ${corner.toFixed(2)}` : '';
        expect(worst >= 0.6, `overlap with the drawn codes ${worst.toFixed(2)}${hint}`);
        return `overlap ${worst.toFixed(2)}`;
      },
    },
    {
      number: 63,
      words: 'class is a word, class_id a whole number, confidence from 0 to 1',
      source: SERIALIZER,
      check: async (context) => {
        const all = (await codedMessages(context)).flatMap((each) => foundIn(each) ?? []);
        const odd = all.find((each) => !isNamed(each));
        expect(!odd, show(odd));
        const { class: name, class_id, confidence } = all[0] ?? {};
        return show({ class: name, class_id, confidence });
      },
    },
    {
      number: 64,
      words: 'detection_id is new for each prediction, parent_id is there',
      source: SERIALIZER,
      check: async (context) => {
        const all = (await codedMessages(context)).flatMap((each) => foundIn(each) ?? []);
        const odd = all.find(({ parent_id, detection_id }) => !isWord(parent_id) || !isWord(detection_id));
        expect(!odd, show(odd));
        const ids = new Set(all.map(({ detection_id }) => detection_id));
        expect(ids.size === all.length, `${ids.size} ids for ${all.length} predictions`);
        return `${ids.size} ids, parent ${show(all[0]?.parent_id)}`;
      },
    },
    {
      number: 65,
      words: 'image is the size of the frame where something was seen',
      source: `${SERIALIZER}; facts §1`,
      check: async (context) => {
        const message = await lastCoded(context);
        const image = imageOf(outputsOf(message));
        const { width, height } = metadataOf(message);
        expect(
          show(image) === show({ width, height }),
          `${show(image)} in a frame of ${show({ width, height })}`,
        );
        return show(image);
      },
    },
    {
      number: 66,
      words: 'Where nothing was seen predictions is [], and the image size null or that of the frame',
      source: `${EMPTY}; v1.5.0 knew null alone`,
      check: async (context) => {
        await streamed(context);
        const { blank } = await context.once(allOutputs);
        const [message] = blank;
        expect(message, 'no such result for a picture without codes in 6 s');
        const outputs = outputsOf(message);
        return judged(outputs?.found, isSizeOfNothing(imageOf(outputs), metadataOf(message)));
      },
    },
  ],
};

async function lastCoded(context: Context) {
  const messages = await codedMessages(context);
  const last = messages.at(-1);
  expect(last, 'no message with codes');
  return last;
}

function sizeOf({ width, height }: Json) {
  return { width: Number(width), height: Number(height) };
}

function imageOf(outputs: Json | null): unknown {
  const found = outputs?.found as { image?: { width?: unknown; height?: unknown } } | undefined;
  return found?.image && { width: found.image.width, height: found.image.height };
}

/** The size of an empty set: none, or the picture's own. Another would put later boxes elsewhere. */
export function isSizeOfNothing(image: unknown, { width, height }: Json): boolean {
  return [
    { width: null, height: null },
    { width, height },
  ].some((size) => show(image) === show(size));
}

function isNamed({ class: name, class_id, confidence }: Json): boolean {
  const share = Number(confidence);
  return isWord(name) && Number.isInteger(class_id) && share > 0 && share <= 1;
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
