/** Refusals that are not the schema's: their statuses and bodies. */
import { type Context, FOUND, inline, type Reply, SPECIFICATION } from '../context';
import type { Group, Rule } from '../rule';
import { expect, isRecord, type Json, NotOffered, show } from '../verdict';
import { takesIce } from './request';

const CONFIGURATION = 'streamvision/webrtc_worker/webrtc.py:671-698, error_handlers.py:1085';
const INTERNAL = 'webrtc_worker/cpu.py:39-41, error_handlers.py:1124';

export const FOREIGN = {
  ...SPECIFICATION,
  steps: [{ type: 'no_such_vendor/no_such_block@v1', name: 'codes', images: '$inputs.image' }],
};

/** aiortc skips lines it does not know and answers words with an empty SDP; at this line it breaks. */
const BROKEN_SDP = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=nonsense\r\n';
const BAD_URL = 'An ICE URL that is none';

export const errors: Group = {
  title: 'Errors',
  rules: [
    wrongOutput(20, 'data_output', { data_output: ['no_such_output'] }),
    wrongOutput(21, 'stream_output', { stream_output: ['no_such_output'] }),
    wrongOutput(
      126,
      'data_output',
      { data_output: ['*', FOUND] },
      'In data_output "*" beside another name is a name like any: 400 WebRTCConfigurationError',
    ),
    {
      number: 22,
      words: 'An unknown block is a 400 WorkflowSyntaxError with message, context and blocks_errors',
      source: 'http_api.py:2824, error_handlers.py:742-757',
      check: async (context) => {
        const reply = await context.refused('unknown block', { workflow_configuration: inline(FOREIGN) });
        return syntaxError(reply);
      },
    },
    internal(23, 'A request with neither a specification nor a workflow by name', {
      workflow_configuration: { type: 'WorkflowConfiguration' },
    }),
    internal(24, 'An SDP that cannot be parsed', { webrtc_offer: { type: 'offer', sdp: BROKEN_SDP } }),
    {
      number: 25,
      words: `${BAD_URL} is a 500 "Internal error."`,
      source: INTERNAL,
      optional: 'ice',
      check: async (context) => {
        // Where a right URL is a 500 too, that of a wrong one says nothing.
        await takesIce(context);
        return internalError(context, BAD_URL, { webrtc_config: { iceServers: [{ urls: ['nonsense'] }] } });
      },
    },
    {
      number: 26,
      words: 'A workflow by name without a key is a 400 with a message',
      source: 'http_api.py:2472, error_handlers.py:733',
      optional: 'named',
      check: async (context) => {
        const { workspace, workflow } = context.options;
        const reply = await context.refused('named workflow without a key', {
          api_key: null,
          workflow_configuration: byName(workspace, workflow),
        });
        if (reply.status !== 400) throw new NotOffered(`${reply.status}: the server has a key of its own`);
        return `400 ${messageOf(reply)}`;
      },
    },
    {
      number: 27,
      words: 'A workflow that is not there is a 404 with a message',
      source: 'error_handlers.py:842',
      optional: 'named',
      check: async (context) => {
        const { workspace, apiKey } = context.options;
        const reply = await context.refused('unknown named workflow', {
          api_key: apiKey ?? 'local',
          workflow_configuration: byName(workspace, 'no-such-workflow'),
        });
        expect(reply.status >= 400, `${reply.status} for a workflow that is not there`);
        if (reply.status !== 404) throw new NotOffered(`${reply.status} ${messageOf(reply)}`);
        return `404 ${messageOf(reply)}`;
      },
    },
    {
      number: 28,
      words: 'A key that is not known is a 401 with a message',
      source: 'error_handlers.py:802, http_api.py:1014-1016',
      optional: 'keys',
      check: async (context) => {
        const { workspace, workflow } = context.options;
        const changes = { api_key: 'not-a-key', workflow_configuration: byName(workspace, workflow) };
        const tried = await context.tryDial(changes);
        await context.giveUp(tried);
        const { reply } = tried;
        if (reply.status === 200) throw new NotOffered('200: any key is let in');
        if (reply.status !== 401) throw new NotOffered(`${reply.status} ${messageOf(reply)}`);
        return `401 ${messageOf(reply)}`;
      },
    },
    {
      number: 29,
      words: 'Every refusal that is not a 422 has a message in words',
      source: 'error_handlers.py:715-1124',
      check: async (context) => {
        const changes = { data_output: ['no_such_output'] };
        if (context.refusals.length === 0) await context.refused('unknown data_output', changes);
        const told = context.refusals.filter(({ status }) => status !== 422);
        const mute = told.find((each) => messageOf(each) === '');
        expect(!mute, mute ? `${mute.why}: ${mute.status} ${show(mute.body)}` : '');
        return `${told.length} refusals`;
      },
    },
  ],
};

function byName(workspace_name: string, workflow_id: string) {
  return { type: 'WorkflowConfiguration', workspace_name, workflow_id };
}

/** @returns what was seen. @throws Violation where it is not that refusal. */
export function syntaxError(reply: Reply): string {
  const { status, body } = reply;
  expect(status === 400 && isRecord(body), `${status} ${show(body)}`);
  expect(body.error_type === 'WorkflowSyntaxError', `400 with error_type ${show(body.error_type)}`);
  const missing = ['message', 'context', 'blocks_errors'].filter((key) => !(key in body));
  expect(missing.length === 0, `400 WorkflowSyntaxError without ${missing.join(', ')}`);
  return `400 ${messageOf(reply)}`;
}

export function messageOf({ body }: { body: unknown }): string {
  return isRecord(body) && typeof body.message === 'string' ? show(body.message, 70) : '';
}

function wrongOutput(number: number, field: string, changes: Json, words?: string): Rule {
  return {
    number,
    words: words ?? `A name in ${field} that the workflow lacks is a 400 WebRTCConfigurationError`,
    source: CONFIGURATION,
    check: async (context: Context) => {
      const reply = await context.refused(`unknown ${field}`, changes);
      const { status, body } = reply;
      expect(status === 400 && isRecord(body), `${status} ${show(body)}`);
      expect(body.error_type === 'WebRTCConfigurationError', `400 ${show(body)}`);
      return `400 ${messageOf(reply)}`;
    },
  };
}

function internal(number: number, what: string, changes: Json): Rule {
  return {
    number,
    words: `${what} is a 500 "Internal error."`,
    source: INTERNAL,
    check: (context) => internalError(context, what, changes),
  };
}

async function internalError(context: Context, what: string, changes: Json): Promise<string> {
  const reply = await context.refused(what, changes);
  expect(reply.status >= 400, `${reply.status}: it was accepted`);
  expect(reply.status === 500, `${reply.status} ${show(reply.body)}`);
  expect(isRecord(reply.body) && reply.body.message === 'Internal error.', show(reply.body));
  return `500 ${messageOf(reply)}`;
}
