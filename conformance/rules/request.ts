/** What the schema of `POST /initialise_webrtc_worker` takes and refuses. */
import type { Context } from '../context';
import type { Group, Rule } from '../rule';
import { expect, isRecord, type Json, NotOffered, show } from '../verdict';

const SCHEMA = 'streamvision/webrtc_worker/entities.py:33-58';
const CONFIG = 'streamvision/stream_manager/manager_app/entities.py:136-166';

type Wrong = { number: number; words: string; source: string; changes: Json; field: string };

const WRONG: Wrong[] = [
  {
    number: 2,
    words: 'A request without webrtc_offer is a 422 that names it',
    source: SCHEMA,
    changes: { webrtc_offer: undefined },
    field: 'webrtc_offer',
  },
  {
    number: 3,
    words: 'A request without workflow_configuration is a 422 that names it',
    source: SCHEMA,
    changes: { workflow_configuration: undefined },
    field: 'workflow_configuration',
  },
  {
    number: 4,
    words: 'workflow_configuration.type other than "WorkflowConfiguration" is a 422',
    source: CONFIG,
    changes: { workflow_configuration: { type: 'Workflow', workflow_specification: {} } },
    field: 'workflow_configuration.type',
  },
  {
    number: 5,
    words: 'An offer without sdp is a 422 that names it',
    source: CONFIG,
    changes: { webrtc_offer: { type: 'offer' } },
    field: 'webrtc_offer.sdp',
  },
  {
    number: 6,
    words: 'A processing_timeout with a fraction is a 422',
    source: SCHEMA,
    changes: { processing_timeout: 2.5 },
    field: 'processing_timeout',
  },
  {
    number: 7,
    words: 'data_output as a plain string is a 422',
    source: SCHEMA,
    changes: { data_output: '*' },
    field: 'data_output',
  },
  {
    number: 8,
    words: 'stream_output as a plain string is a 422',
    source: SCHEMA,
    changes: { stream_output: 'image' },
    field: 'stream_output',
  },
  {
    number: 9,
    words: 'An ICE server without urls is a 422',
    source: 'streamvision/webrtc_worker/entities.py:16-29',
    changes: { webrtc_config: { iceServers: [{ username: 'u', credential: 'c' }] } },
    field: 'webrtc_config.iceServers.0.urls',
  },
  {
    number: 10,
    words: 'The older webrtc_turn_config without a credential is a 422',
    source: CONFIG,
    changes: { webrtc_turn_config: { urls: 'turn:127.0.0.1:9', username: 'u' } },
    field: 'webrtc_turn_config.credential',
  },
];

/** Nobody listens there, so that the server gathers nothing from it; it has to understand it. */
const STUN = 'stun:127.0.0.1:9';
const ICE_LIST = { webrtc_config: { iceServers: [{ urls: [STUN] }] } };

export const request: Group = {
  title: 'Request schema',
  rules: [
    {
      number: 1,
      words: 'A body that is no JSON is a 422 with {"detail": […]}',
      source: 'FastAPI; facts §1 Failures',
      check: async (context) => {
        const { status, body } = await context.post('/initialise_webrtc_worker', '{"webrtc_offer":');
        expect(status === 422 && isRecord(body) && Array.isArray(body.detail), `${status} ${show(body)}`);
        return `422 ${show(body.detail)}`;
      },
    },
    ...WRONG.map(toRule),
    {
      number: 11,
      words: 'Each entry of a 422 has type, msg and a loc that begins with "body"',
      source: 'FastAPI; facts §1 Failures',
      check: async (context) => {
        const details = await Promise.all(WRONG.map(async (wrong) => detailOf(await send(context, wrong))));
        const wrong = details.flat().find((each) => !isDetail(each));
        expect(wrong === undefined && details.length > 0, show(wrong));
        return `${details.flat().length} entries`;
      },
    },
    {
      number: 12,
      words: 'workflow_configuration and webrtc_offer alone are enough, without a key for an inline workflow',
      source: SCHEMA,
      check: (context) =>
        accepted(context, {
          webrtc_config: undefined,
          stream_output: undefined,
          data_output: undefined,
          ...(context.options.apiKey ? {} : { api_key: undefined }),
        }),
    },
    {
      number: 13,
      words: 'null is taken for every optional field, processing_timeout among them',
      source: SCHEMA,
      check: (context) =>
        accepted(context, {
          webrtc_config: null,
          webrtc_turn_config: null,
          data_output: null,
          declared_fps: null,
          rtsp_url: null,
          mjpeg_url: null,
          processing_timeout: null,
          requested_plan: null,
          requested_gpu: null,
          requested_region: null,
        }),
    },
    {
      number: 14,
      words: 'Fields that the schema does not know are ignored',
      source: 'pydantic BaseModel; facts §1',
      check: (context) => accepted(context, { a_field_of_next_year: { deep: [1] } }),
    },
    ice(15, 'ICE server urls are taken as a list', ICE_LIST),
    ice(16, 'ICE server urls are taken as a plain string', {
      webrtc_config: { iceServers: [{ urls: STUN }] },
    }),
    ice(17, 'The older webrtc_turn_config is taken', {
      webrtc_turn_config: { urls: STUN, username: 'user', credential: 'secret' },
    }),
    ice(18, 'Its urls may be a list', {
      webrtc_turn_config: { urls: [STUN], username: 'user', credential: 'secret' },
    }),
  ],
};

function toRule(wrong: Wrong): Rule {
  return {
    number: wrong.number,
    words: wrong.words,
    source: wrong.source,
    check: async (context) => {
      const reply = await send(context, wrong);
      expect(reply.status === 422, `${reply.status} ${show(reply.body)}`);
      const places = detailOf(reply).map((each) =>
        Array.isArray(each.loc) ? each.loc.slice(1).join('.') : '',
      );
      expect(places.includes(wrong.field), `422, but it names ${show(places)} and not ${wrong.field}`);
      return `422 at ${wrong.field}`;
    },
  };
}

const send = (context: Context, { words, changes }: Wrong) => context.refused(words, changes);

function detailOf({ body }: { body: unknown }): Json[] {
  return isRecord(body) && Array.isArray(body.detail) ? body.detail.filter(isRecord) : [];
}

function isDetail({ loc, msg, type }: Json): boolean {
  return Array.isArray(loc) && loc[0] === 'body' && typeof msg === 'string' && typeof type === 'string';
}

/** Connects before it hangs up: a session that never connects would hold a place for a while. */
async function accepted(context: Context, changes: Json): Promise<string> {
  const { peer } = await context.connect(changes);
  context.hangUp(peer);
  return '200, connected';
}

function ice(number: number, words: string, changes: Json): Rule {
  return {
    number,
    words,
    source: number >= 17 ? 'webrtc_worker/__init__.py:43-52' : 'streamvision/webrtc_worker/entities.py:16-25',
    optional: 'ice',
    check: (context) => takesIce(context, changes),
  };
}

/** @throws Violation where these ICE servers are refused, NotOffered where none is taken. */
export async function takesIce(context: Context, changes: Json = ICE_LIST): Promise<string> {
  const tried = await context.tryDial(changes);
  await context.giveUp(tried);
  const { status, body } = tried.reply;
  if (status === 500) throw new NotOffered('500, as in OFFLINE_MODE');
  expect(status === 200, `${status} ${show(body)}`);
  return '200';
}
