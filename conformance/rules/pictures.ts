/** Pictures on their way back: as a video track, and as outputs. */
import { describeFile, toPng } from '../client/files';
import type { Frame, Peer } from '../client/peer';
import type { Placed } from '../client/scene';
import { type Context, FOUND, inline, PICTURE, predictionsOf, WITH_BOXES, WITH_PICTURE } from '../context';
import type { Group } from '../rule';
import { answerTo, EFFECT_MS, FIRST_RESULT_MS, foundIn, metadataOf, outputsOf, TWO_CODES } from '../sessions';
import { expect, isRecord, type Json, judged, NotOffered, show } from '../verdict';
import { sectionOf } from './answer';
import { directionOf, onlyReceives } from './stream';

const VIDEO = 'streamvision/webrtc_worker/webrtc.py:670-778, 1174-1178';
const SWITCH = 'streamvision/webrtc_worker/webrtc.py:1411-1424, utils.py:77-110';
const IMAGES = 'streamvision/webrtc_worker/serializers.py:24-43, webrtc.py:459-463';

export const pictures: Group = {
  title: 'Pictures back',
  rules: [
    {
      number: 113,
      words: 'A name in stream_output sends that picture back as video, in the shape of the camera',
      source: VIDEO,
      optional: 'video',
      check: async (context) => {
        const { peer } = await context.once(videoBack);
        const frame = peer.backNow;
        expect(frame, 'no frame came back in 6 s');
        const wanted = TWO_CODES.width / TWO_CODES.height;
        expect(Math.abs(frame.width / frame.height / wanted - 1) < 0.02, `${frame.width} × ${frame.height}`);
        return `${peer.framesBack} frames, ${frame.width} × ${frame.height}`;
      },
    },
    {
      number: 114,
      words: 'Results come beside the video, without errors',
      source: VIDEO,
      optional: 'video',
      check: async (context) => {
        const { peer } = await context.once(videoBack);
        const odd = peer.messages.find(({ json }) => show(json?.errors) !== '[]');
        expect(peer.messages.length > 0, 'no message');
        expect(!odd, show(odd?.json?.errors));
        return `${peer.messages.length} messages`;
      },
    },
    {
      number: 115,
      words: 'The track back belongs to a media stream, by which clients find it',
      source: 'aiortc rtcrtpsender.py (msid); inference-sdk-js webrtc.ts:143-151',
      optional: 'video',
      check: async (context) => {
        const { sdp } = await context.once(videoBack);
        const stream = /^a=(?:msid|ssrc:\d+ msid):(\S+)/m.exec(sectionOf(sdp, 'video'))?.[1] ?? '-';
        expect(stream !== '-', 'a track without a stream');
        return 'a=msid with a stream';
      },
    },
    {
      number: 116,
      words: 'With stream_output null the first picture is found and sent back',
      source: `${VIDEO}; utils.py:25-36`,
      optional: 'video',
      check: async (context) => {
        const { peer } = await pictured(context, { stream_output: null });
        const back = await peer.until(() => peer.framesBack > 2, context.ms(FIRST_RESULT_MS));
        context.hangUp(peer);
        expect(back, `${peer.framesBack} frames back in 15 s`);
        const odd = peer.messages.find(({ json }) => show(json?.errors) !== '[]');
        expect(!odd, show(odd?.json?.errors));
        return `${peer.framesBack} frames`;
      },
    },
    {
      number: 117,
      words: 'An offer that only sends is answered recvonly, whatever stream_output says',
      source: 'RFC 3264 §6.1; aiortc rtcpeerconnection.py (and_direction)',
      check: async (context) => {
        const changes = { stream_output: null };
        const { peer, sdp } = await context.connect(changes, { video: 'sendonly' });
        context.hangUp(peer);
        return onlyReceives(sdp);
      },
    },
    {
      number: 118,
      words:
        'A control message switches the video: a name that is no picture is an error in each message, a right one mends it',
      source: SWITCH,
      optional: 'video',
      check: (context) => switched(context, { stream_output: [FOUND] }),
    },
    {
      number: 119,
      words: 'stream_output [] in a control message leaves the video on, with an error in each message',
      source: SWITCH,
      optional: 'video',
      check: (context) => switched(context, { stream_output: [] }),
    },
    {
      number: 120,
      words: 'bounding_box_visualization draws its boxes where the predictions are',
      source: 'core_steps/visualizations/bounding_box/v1.py',
      optional: 'drawing',
      check: boxesInVideo,
    },
    {
      number: 121,
      words: 'data_output ["*"] leaves pictures out',
      source: IMAGES,
      optional: 'images',
      check: async (context) => {
        const { outputs } = await firstOutputs(context, ['*']);
        return judged(Object.keys(outputs), show(Object.keys(outputs)) === show([FOUND]));
      },
    },
    {
      number: 122,
      words: 'A picture by name is {type: "base64", value, video_metadata}, its value a JPEG of the frame',
      source: IMAGES,
      optional: 'images',
      check: async (context) => {
        const { outputs, size } = await firstOutputs(context, [PICTURE]);
        const image = outputs[PICTURE];
        expect(isRecord(image) && image.type === 'base64' && 'video_metadata' in image, show(image));
        const file = await describeFile(String(image.value));
        return judged(file, show(file) === show({ format: 'jpeg', ...size }));
      },
    },
    {
      number: 123,
      words:
        'Over HTTP a picture is {type: "base64", value}: the very file that was sent, or a JPEG of its size',
      source:
        'roboflow_workflows/core_steps/common/serializers.py:332-337, execution_engine/entities/base.py:726-733',
      optional: 'images',
      check: async (context) => {
        const value = await context.once(photoImage);
        // A picture that no step has touched keeps the text that it came in.
        if (value === PHOTO) return 'the file that was sent';
        const image = await describeFile(value);
        const { width, height } = TWO_CODES;
        return judged(image, show(image) === show({ format: 'jpeg', width, height }));
      },
    },
  ],
};

function pictured(context: Context, changes: Json) {
  return filming(context, { workflow_configuration: inline(WITH_PICTURE), ...changes });
}

async function filming(context: Context, changes: Json) {
  const dialled = await context.connectOrLack(changes);
  const direction = directionOf(dialled.sdp);
  if (changes.stream_output !== undefined && direction === 'recvonly') {
    context.hangUp(dialled.peer);
    throw new NotOffered('recvonly: no video comes back');
  }
  dialled.peer.film(() => TWO_CODES);
  return dialled;
}

async function videoBack(context: Context) {
  const dialled = await pictured(context, { stream_output: [PICTURE] });
  const { peer } = dialled;
  const isBack = () => peer.framesBack > 4 && peer.messages.length > 4;
  await peer.until(isBack, context.ms(FIRST_RESULT_MS));
  context.hangUp(peer);
  return dialled;
}

async function switched(context: Context, away: Json): Promise<string> {
  const { peer } = await pictured(context, { stream_output: [PICTURE] });
  const well = await peer.next(({ json }) => show(json?.errors) === '[]', context.ms(FIRST_RESULT_MS));
  const told = await after(context, peer, away, (errors) => errors !== '[]');
  const frames = peer.framesBack;
  const goesOn = await peer.until(() => peer.framesBack > frames + 2, context.ms(EFFECT_MS));
  const mended = await after(context, peer, { stream_output: [PICTURE] }, (errors) => errors === '[]');
  context.hangUp(peer);
  expect(well, 'no message without errors in 15 s');
  expect(told, 'no error in a message in 6 s');
  expect(goesOn, 'no frame came back any more');
  expect(mended, 'the errors stayed for 6 s');
  return show(told.json?.errors, 80);
}

function after(context: Context, peer: Peer, message: Json, fits: (errors: string) => boolean) {
  return answerTo(context, peer, message, ({ json }) => fits(show(json?.errors)));
}

/** The scene is grey: any colour on a code's left edge was drawn, and its middle has none. */
async function boxesInVideo(context: Context): Promise<string> {
  const changes = { workflow_configuration: inline(WITH_BOXES), stream_output: [PICTURE] };
  const { peer } = await filming(context, changes);
  const read = () => peer.messages.some((each) => foundIn(each)?.length === 2);
  const colours = () => TWO_CODES.codes.map((code) => colourOn(peer.backNow, code));
  const isDrawn = () => read() && colours().every(({ edge, middle }) => edge > 24 && middle < edge / 2);
  const drawn = await peer.until(isDrawn, context.ms(FIRST_RESULT_MS));
  context.hangUp(peer);
  expect(drawn, `distance from grey ${show(colours())}, ${peer.framesBack} frames back`);
  return `distance from grey ${show(colours())}`;
}

function colourOn(frame: Frame | null, { box }: Placed) {
  if (!frame) return { edge: 0, middle: 0 };
  const edge = [-0.3, 0, 0.3].map((share) =>
    chromaAt(frame, box.x - box.width / 2, box.y + share * box.height),
  );
  return { edge: Math.min(...edge), middle: chromaAt(frame, box.x, box.y) };
}

/** Distance from grey at a point of the scene, the larger of both planes. The frame may have been scaled. */
function chromaAt({ width, height, data }: Frame, x: number, y: number): number {
  const [across, down] = [(width + 1) >> 1, (height + 1) >> 1];
  const column = Math.round((x / TWO_CODES.width) * across);
  const row = Math.round((y / TWO_CODES.height) * down);
  const planes = [width * height, width * height + across * down];
  return Math.max(...planes.map((start) => Math.abs((data[start + row * across + column] ?? 128) - 128)));
}

/** Of the first message that has some, and the size of its frame. */
async function firstOutputs(context: Context, data_output: string[]) {
  const { peer } = await filming(context, { workflow_configuration: inline(WITH_PICTURE), data_output });
  const message = await peer.next((each) => outputsOf(each) !== null, context.ms(FIRST_RESULT_MS));
  context.hangUp(peer);
  expect(message, `no outputs in 15 s; the last message: ${show(peer.messages.at(-1)?.json, 80)}`);
  const { width, height } = metadataOf(message);
  return { outputs: outputsOf(message) ?? {}, size: { width, height } };
}

const PHOTO = await toPng(TWO_CODES);

async function photoImage(context: Context): Promise<string> {
  const { status, body } = await context.post('/workflows/run', {
    api_key: context.options.apiKey,
    specification: WITH_PICTURE,
    inputs: { image: { type: 'base64', value: PHOTO } },
  });
  if (status === 400) throw new NotOffered(`400 ${show(body, 80)}`);
  const [output] = isRecord(body) && Array.isArray(body.outputs) ? body.outputs : [];
  expect(status === 200 && isRecord(output), `${status} ${show(body)}`);
  expect(predictionsOf(output, FOUND) !== null, `outputs ${show(Object.keys(output))}`);
  const image = output[PICTURE];
  expect(isRecord(image) && image.type === 'base64', show(image));
  return String(image.value);
}
