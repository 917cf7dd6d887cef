/** What steps make of what was seen: counts, texts, numbers for things, lines, zones, failures. */
import {
  CODES,
  codes,
  count,
  define,
  image,
  line,
  OBJECTS,
  objects,
  output,
  specification,
  TRACKED,
  track,
  verdict,
} from '../blocks';
import { toPng } from '../client/files';
import type { Message } from '../client/messages';
import type { Peer } from '../client/peer';
import { createScene, drawQr, type Scene } from '../client/scene';
import { type Context, inline, predictionsOf } from '../context';
import type { Group } from '../rule';
import { EFFECT_MS, FIRST_RESULT_MS, metadataOf, outputsOf } from '../sessions';
import { expect, isRecord, type Json, judged, NotOffered, show } from '../verdict';
import { isSizeOfNothing } from './predictions';

const BLOCKS = 'roboflow_workflows/core_steps';
const TRACKER = `${BLOCKS}/transformations/byte_tracker/v3.py:236-283`;
const LINE = `${BLOCKS}/analytics/line_counter/v2.py:180-233`;
const ZONE = `${BLOCKS}/analytics/time_in_zone/v3.py:220-320`;
const SPEED = `${BLOCKS}/analytics/velocity/v1.py:213-300`;
const QUERY = `${BLOCKS}/common/query_language`;
const FAILURE = 'streamvision/webrtc_worker/webrtc.py:451-470; error_handlers.py:132-162';
const INTERFACE = 'http_api.py:2359-2413; roboflow_workflows/http_contract/describe.py';

const zone = [
  [0, 0],
  [640, 0],
  [640, 480],
  [0, 480],
];

const ALL = specification(
  [
    codes,
    objects,
    track,
    line(TRACKED),
    { type: 'roboflow_core/time_in_zone@v3', name: 'zone', image, detections: TRACKED, zone },
    { type: 'roboflow_core/velocity@v1', name: 'speed', image, detections: TRACKED },
    count,
    define('names', CODES, { type: 'DetectionsPropertyExtract', property_name: 'class_name' }),
    verdict(false),
    {
      type: 'roboflow_core/string_template@v1',
      name: 'words',
      template: '{n} codes',
      data: { n: '$steps.count.output' },
      data_operations: { n: [{ type: 'ToString' }] },
    },
  ],
  [
    output('untracked', CODES),
    output('tracked', TRACKED),
    output('new', '$steps.track.new_instances'),
    output('seen', '$steps.track.already_seen_instances'),
    output('count_in', '$steps.line.count_in'),
    output('count_out', '$steps.line.count_out'),
    output('detections_in', '$steps.line.detections_in'),
    output('detections_out', '$steps.line.detections_out'),
    output('timed', '$steps.zone.timed_detections'),
    output('moving', '$steps.speed.velocity_detections'),
    output('count', '$steps.count.output'),
    output('names', '$steps.names.output'),
    output('verdict', '$steps.verdict.output'),
    output('words', '$steps.words.output'),
  ],
);
/** Its things have no numbers: the counter cannot go on. */
const FAILS = specification([codes, objects, line(OBJECTS)], [output('count_in', '$steps.line.count_in')]);
const PARAMETER = specification(
  [codes],
  [output('given', '$inputs.given'), output('left', '$inputs.left')],
  ['given', 'left'].map((name) => ({ type: 'WorkflowParameter', name, default_value: 'default' })),
);

export const workflows: Group = {
  title: 'What steps make of it',
  rules: [
    {
      number: 131,
      words: 'A count is a number, that of the things in the same message',
      source: `${QUERY}/operations/sequences/base.py:138`,
      optional: 'blocks',
      check: async (context) => {
        const all = await outputsSeen(context);
        const odd = all.find((each) => each.count !== thingsIn(each, 'untracked').length);
        expect(!odd, `count ${show(odd?.count)} beside ${show(odd?.untracked)}`);
        return show([...new Set(all.map(({ count }) => count))]);
      },
    },
    {
      number: 132,
      words: 'Texts, flags and lists are JSON of their own, without a wrapping',
      source: `${BLOCKS}/formatters; ${QUERY}`,
      optional: 'blocks',
      check: async (context) => {
        const all = await outputsSeen(context);
        const two = all.find(({ count }) => count === 2);
        const none = all.find(({ count }) => count === 0);
        const said = [two, none].map((each) => [each?.names, each?.verdict, each?.words]);
        const wanted = [
          [['barcode', 'barcode'], 'PASS', '2 codes'],
          [[], false, '0 codes'],
        ];
        return judged(said, show(said) === show(wanted));
      },
    },
    {
      number: 133,
      words: "Tracked things have a whole tracker_id, and the detection_id of the detector's own set",
      source: TRACKER,
      optional: 'blocks',
      check: async (context) => {
        for (const each of await outputsSeen(context)) {
          const ids = new Set(thingsIn(each, 'untracked').map(({ detection_id }) => detection_id));
          const odd = thingsIn(each, 'tracked').find(
            ({ tracker_id, detection_id }) => !Number.isInteger(tracker_id) || !ids.has(detection_id),
          );
          expect(!odd, show(odd));
        }
        const [first] = (await outputsSeen(context)).flatMap((each) => thingsIn(each, 'tracked'));
        return show(first?.tracker_id);
      },
    },
    {
      number: 134,
      words: 'A thing keeps its tracker_id while it moves, and no two share one',
      source: TRACKER,
      optional: 'blocks',
      check: async (context) => {
        const things = (await outputsSeen(context)).flatMap((each) => thingsIn(each, 'tracked'));
        const pairs = new Set(things.map(({ data, tracker_id }) => show([data, tracker_id])));
        expect(
          pairs.size === 2,
          `${pairs.size} pairs of text and number: ${[...pairs].slice(0, 5).join(' ')}`,
        );
        return [...pairs].join(' ');
      },
    },
    {
      number: 135,
      words: 'new_instances holds a thing once; already_seen_instances whenever it comes again',
      source: TRACKER,
      optional: 'blocks',
      check: async (context) => {
        const all = await outputsSeen(context);
        const news = all.flatMap((each) => thingsIn(each, 'new')).map(({ tracker_id }) => tracker_id);
        expect(new Set(news).size === news.length, `new: ${show(news)}`);
        const odd = all.find((each) => {
          const [both, tracked] = [
            [...numbersIn(each, 'new'), ...numbersIn(each, 'seen')],
            numbersIn(each, 'tracked'),
          ];
          return show(both.sort()) !== show(tracked.sort());
        });
        expect(!odd, `new ${show(odd?.new)} and seen ${show(odd?.seen)}`);
        return `new ${show(news)}`;
      },
    },
    {
      number: 136,
      words:
        'A thing that crosses the line is counted once, on the side that it came to, and is in that set alone',
      source: `${LINE}; supervision 0.30.9, detection/line_zone.py`,
      optional: 'blocks',
      check: async (context) => {
        const all = await outputsSeen(context);
        const { count_in, count_out } = all.at(-1) ?? {};
        expect(show([count_in, count_out]) === '[1,0]', `in and out ${show([count_in, count_out])}`);
        const crossings = all.flatMap((each) => thingsIn(each, 'detections_in'));
        expect(crossings.length === 1 && crossings[0]?.data === MOVING, show(crossings));
        const at = all.find((each) => thingsIn(each, 'detections_in').length > 0);
        expect(numbersIn(at ?? {}, 'tracked').includes(crossings[0]?.tracker_id), show(at));
        expect(
          all.every((each) => thingsIn(each, 'detections_out').length === 0),
          'something is in detections_out',
        );
        return `in ${count_in}, number ${show(crossings[0]?.tracker_id)}`;
      },
    },
    {
      number: 137,
      words: 'What a line has counted never falls, whatever is in view',
      source: LINE,
      optional: 'blocks',
      check: async (context) => {
        const counts = (await outputsSeen(context)).map(({ count_in }) => Number(count_in));
        expect(
          counts.every((each, at) => at === 0 || each >= (counts[at - 1] ?? 0)),
          show(counts),
        );
        return show([counts[0], counts.at(-1)]);
      },
    },
    {
      number: 138,
      words: 'time_in_zone is in seconds, 0 where a thing comes in, and grows as time does',
      source: ZONE,
      optional: 'blocks',
      check: async (context) => {
        const messages = await flowing(context);
        const times = messages.flatMap((message) => {
          const still = thingsIn(outputsOf(message) ?? {}, 'timed').find(({ data }) => data === STILL);
          return still ? [{ inZone: Number(still.time_in_zone), at: receivedMs(message) }] : [];
        });
        const [first, last] = [times[0], times.at(-1)];
        expect(first && last && first !== last, `${times.length} results with the still code`);
        const [grown, passed] = [last.inZone - first.inZone, (last.at - first.at) / 1000];
        expect(first.inZone === 0 && Math.abs(grown - passed) < 0.5, `${show(first)}, ${show(last)}`);
        return `${grown.toFixed(1)} s in ${passed.toFixed(1)} s`;
      },
    },
    {
      number: 139,
      words: 'velocity is [x, y] in pixels a second, speed its length, and a still thing has none',
      source: SPEED,
      optional: 'blocks',
      check: async (context) => {
        const things = (await outputsSeen(context)).flatMap((each) => thingsIn(each, 'moving'));
        const odd = things.find(({ velocity, speed }) => !isLength(velocity, speed));
        expect(!odd, show(odd));
        const speeds = things
          .filter(({ data }) => data === MOVING)
          .map(({ smoothed_speed }) => Number(smoothed_speed));
        const fast = Math.max(...speeds);
        expect(fast > PX_A_SECOND / 4 && fast < PX_A_SECOND * 8, `at most ${fast} px/s for ${PX_A_SECOND}`);
        return `up to ${Math.round(fast)} px/s`;
      },
    },
    {
      number: 140,
      words: 'With nothing in view every set is there and empty, its size null or that of the frame',
      source: 'roboflow_workflows/core_steps/common/serializers.py:250-266',
      optional: 'blocks',
      check: async (context) => {
        const message = (await flowing(context)).find((each) => outputsOf(each)?.count === 0);
        expect(message, 'no result without codes');
        const outputs = outputsOf(message) ?? {};
        for (const name of [
          'untracked',
          'tracked',
          'new',
          'seen',
          'detections_in',
          'detections_out',
          'timed',
          'moving',
        ]) {
          const set = isRecord(outputs[name]) ? outputs[name] : {};
          const isEmpty = show(set.predictions) === '[]' && isSizeOfNothing(set.image, metadataOf(message));
          expect(isEmpty, `${name} ${show(set)}`);
        }
        return show(outputs.tracked);
      },
    },
    {
      number: 141,
      words: 'In a session things name the picture of their input as parent: image.[0]',
      source: 'roboflow_workflows/execution_engine/v1/executor/runtime_input_assembler.py',
      optional: 'blocks',
      check: async (context) => {
        const things = (await outputsSeen(context)).flatMap((each) => thingsIn(each, 'tracked'));
        const parents = new Set(things.map(({ parent_id }) => parent_id));
        return judged([...parents], show([...parents]) === '["image.[0]"]');
      },
    },
    {
      number: 142,
      words:
        'A frame on which a step fails has no data and says why in errors; the next frame is looked at all the same',
      source: FAILURE,
      optional: 'blocks',
      check: async (context) => {
        const messages = await failing(context);
        const filled = messages.find(({ json }) => json?.serialized_output_data !== null);
        expect(!filled, `data ${show(filled?.json?.serialized_output_data)}`);
        const silent = messages.find(({ json }) => !isSaid(json?.errors));
        expect(!silent, `errors ${show(silent?.json?.errors)}`);
        expect(
          messages.every(({ json }) => json?.processing_complete === false),
          'the session is over',
        );
        return show(messages[0]?.json?.errors);
      },
    },
    {
      number: 143,
      words: 'Over HTTP a failing step is a 500 StepExecutionError that names the step and the reason',
      source: FAILURE,
      optional: 'blocks',
      check: async (context) => {
        const { status, body } = await photoThrough(context, FAILS);
        const [block] = isRecord(body) && Array.isArray(body.blocks_errors) ? body.blocks_errors : [];
        const isTold = isRecord(body) && body.error_type === 'StepExecutionError' && isRecord(block);
        expect(status === 500 && isTold && block.block_id === 'line', `${status} ${show(body)}`);
        return show(body.message);
      },
    },
    {
      number: 144,
      words: "workflows_parameters take an input's default place; where none comes it stays",
      source: 'streamvision/webrtc_worker/webrtc.py; execution_engine/entities/base.py:110',
      optional: 'blocks',
      check: parametersReach,
    },
    {
      number: 145,
      words: 'describe_interface names inputs and outputs with their kinds, and the kinds in JSON Schema',
      source: INTERFACE,
      optional: 'interface',
      check: async (context) => {
        const { inputs, outputs, typing_hints, kinds_schemas } = await described(context, ALL);
        const { untracked, count_in, count, words } = isRecord(outputs) ? outputs : {};
        const seen = [isRecord(inputs) && inputs.image, untracked, count_in, count, words];
        expect(show(seen) === '[["image"],["bar_code_detection"],["integer"],["*"],["string"]]', show(seen));
        expect(isRecord(typing_hints) && typing_hints.integer === 'int', show(typing_hints));
        expect(
          isRecord(kinds_schemas) && isRecord(kinds_schemas.object_detection_prediction),
          show(kinds_schemas),
        );
        return show(Object.keys(isRecord(outputs) ? outputs : {}));
      },
    },
    {
      number: 146,
      words: 'describe_interface of a workflow with an unknown block is a 400 with a message',
      source: INTERFACE,
      optional: 'interface',
      check: async (context) => {
        await described(context, ALL);
        const step = { type: 'no_such_vendor/no_such_block@v1', name: 'x' };
        const reply = await askInterface(context, specification([step], [output('x', '$steps.x.y')]));
        const message = isRecord(reply.body) ? reply.body.message : undefined;
        expect(reply.status === 400 && typeof message === 'string', `${reply.status} ${show(reply.body)}`);
        return show(message);
      },
    },
  ],
};

const MOVING = 'moving code';
const STILL = 'still code';
const PX_A_SECOND = 60;
const STEP_PX = 4;

/** One code to the right across the middle, another that stays. */
const WALK: Scene[] = Array.from({ length: 60 }, (_, at) => {
  const still = drawQr(createScene(), STILL, 60, 290, 6);
  return drawQr(still, MOVING, 160 + at * STEP_PX, 50, 6);
});
const BLANK = createScene();

/** The messages of one walk and of the empty picture after it. */
function flowing(context: Context): Promise<Message[]> {
  return context.once(watchWalk);
}

async function watchWalk(context: Context): Promise<Message[]> {
  const changes = { workflow_configuration: inline(ALL), declared_fps: 15 };
  const { peer } = await context.connectOrLack(changes);
  // It waits at the start until it is seen twice: results may take their time.
  let beganMs: number | null = null;
  peer.film(() => {
    const at = beganMs === null ? 0 : ((performance.now() - beganMs) / 1000) * (PX_A_SECOND / STEP_PX);
    return WALK[Math.min(Math.floor(at), WALK.length - 1)] ?? BLANK;
  });
  const isTwo = (message: Message) => outputsOf(message)?.count === 2;
  await peer.until(() => peer.messages.filter(isTwo).length >= 2, context.ms(FIRST_RESULT_MS));
  beganMs = performance.now();
  const walkMs = (WALK.length * STEP_PX * 1000) / PX_A_SECOND;
  await peer.until(() => performance.now() - (beganMs ?? 0) > walkMs + 500, walkMs + 2000);
  peer.film(() => BLANK);
  const from = peer.messages.length;
  const isNone = (message: Message) => outputsOf(message)?.count === 0;
  await peer.until(() => peer.messages.slice(from).filter(isNone).length >= 3, context.ms(EFFECT_MS));
  context.hangUp(peer);
  const messages = peer.messages.filter((each) => outputsOf(each) !== null);
  const [last] = peer.messages.slice(-1);
  expect(messages.some(isTwo), `no result with two codes; the last message: ${show(last?.json)}`);
  return messages;
}

async function outputsSeen(context: Context): Promise<Json[]> {
  return (await flowing(context)).map((message) => outputsOf(message) ?? {});
}

const thingsIn = (outputs: Json, name: string): Json[] => predictionsOf(outputs, name) ?? [];
const numbersIn = (outputs: Json, name: string) =>
  thingsIn(outputs, name).map(({ tracker_id }) => tracker_id);
/** Naive local time; differences are all that is asked. */
const receivedMs = (message: Message) => Date.parse(String(metadataOf(message).received_at));
const isSaid = (errors: unknown) =>
  Array.isArray(errors) && errors.length > 0 && errors.every((each) => typeof each === 'string');

function isLength(velocity: unknown, speed: unknown): boolean {
  if (!Array.isArray(velocity) || velocity.length !== 2) return false;
  return Math.abs(Math.hypot(...velocity.map(Number)) - Number(speed)) < 1e-3;
}

/** Some messages of a session whose workflow fails on each frame. */
async function failing(context: Context): Promise<Message[]> {
  const { peer } = await context.connectOrLack({ workflow_configuration: inline(FAILS) });
  const came = await filmUntil(context, peer, () => peer.messages.length >= 4);
  context.hangUp(peer);
  expect(came, `${peer.messages.length} messages in 15 s`);
  return peer.messages;
}

async function parametersReach(context: Context): Promise<string> {
  const configuration = { ...inline(PARAMETER), workflows_parameters: { given: [1, 'two'] } };
  const { peer } = await context.connectOrLack({ workflow_configuration: configuration });
  const came = await filmUntil(context, peer, () => peer.messages.some((each) => outputsOf(each) !== null));
  context.hangUp(peer);
  const outputs = peer.messages.map(outputsOf).find((each) => each !== null);
  return judged(outputs, came && show(outputs) === '{"given":[1,"two"],"left":"default"}');
}

function filmUntil(context: Context, peer: Peer, holds: () => boolean): Promise<boolean> {
  peer.film(() => WALK[0] as Scene);
  return peer.until(holds, context.ms(FIRST_RESULT_MS));
}

async function photoThrough(context: Context, spec: Json) {
  const value = await toPng(WALK[0] as Scene);
  const reply = await context.post('/workflows/run', {
    api_key: context.options.apiKey ?? 'local',
    specification: spec,
    inputs: { image: { type: 'base64', value } },
  });
  const isLack =
    reply.status === 400 && isRecord(reply.body) && reply.body.error_type === 'WorkflowSyntaxError';
  if (isLack) throw new NotOffered(`400 ${show(reply.body, 80)}`);
  return reply;
}

function askInterface(context: Context, spec: Json) {
  const body = { api_key: context.options.apiKey ?? 'local', specification: spec };
  return context.post('/workflows/describe_interface', body);
}

async function described(context: Context, spec: Json): Promise<Json> {
  const { status, body } = await askInterface(context, spec);
  if (status === 404 || status === 405) throw new NotOffered(`${status} ${show(body, 80)}`);
  expect(status === 200 && isRecord(body), `${status} ${show(body)}`);
  return body;
}
