/** The worker's classes, and its HTTP server, bent as `bend.ts` bends functions. */
import type { Server, ServerResponse } from 'node:http';
import type * as Http from '../../../worker/http/server';
import type * as Slot from '../../../worker/media/newest-slot';
import type * as Channel from '../../../worker/session/result-channel';
import type * as SessionModule from '../../../worker/session/session';
import type * as SessionsModule from '../../../worker/sessions/sessions';
import { changePredictions, toCorner } from './bend';
import type { Is } from './mutants';

export function bendChannel(original: typeof Channel, is: Is): typeof Channel {
  class ResultChannel extends original.ResultChannel {
    private hasOne = false;

    constructor(events: ConstructorParameters<typeof Channel.ResultChannel>[0]) {
      const control = (text: string) => {
        const dropped = is('ignores control messages') || (is('ignores acks') && text.includes('"ack"'));
        const kept = is('keeps to the first stream_output') && text.includes('"stream_output"');
        if (!dropped && !kept) events.control(text);
      };
      const uploadRefused = () => {
        if (is('stops at an upload')) this.release();
        else events.uploadRefused();
      };
      super({ ...events, control, uploadRefused });
    }

    override adopt(channel: RTCDataChannel): void {
      if (is('keeps to the first channel') && this.hasOne) return;
      if (is('does not echo pings') && channel.label === 'video_upload') return;
      this.hasOne = true;
      if (is('sends results to uploads')) Object.defineProperty(channel, 'label', { value: 'any' });
      super.adopt(channel);
    }

    override async send(frameId: number, payload: Uint8Array): Promise<boolean> {
      const isFinal = payload[0] === 0x7b && Buffer.from(payload).includes('"processing_complete":true');
      return !(is('leaves the final message out') && isFinal) && super.send(frameId, payload);
    }
  }
  // A class with a private member is a type of its own; the worker cannot tell.
  return { ...original, ResultChannel: ResultChannel as unknown as typeof Channel.ResultChannel };
}

export function bendSlot(original: typeof Slot, is: Is): typeof Slot {
  class Line<T> extends original.NewestSlot<T> {
    private readonly line: T[] = [];

    override put(value: T): boolean {
      if (!is('keeps a line of old frames')) return super.put(value);
      this.line.push(value);
      return false;
    }

    override take(): T | null {
      return is('keeps a line of old frames') ? (this.line.shift() ?? null) : super.take();
    }

    override get isEmpty(): boolean {
      return is('keeps a line of old frames') ? this.line.length === 0 : super.isEmpty;
    }
  }
  return { ...original, NewestSlot: Line as unknown as typeof Slot.NewestSlot };
}

export function bendSession(original: typeof SessionModule, is: Is): typeof SessionModule {
  class Session extends original.Session {
    override end(reason: Parameters<SessionModule.Session['end']>[0]): void {
      if (is('does not hang up') && reason === 'timeout_reached') return;
      super.end(reason);
    }
  }
  return { ...original, Session };
}

export function bendSessions(original: typeof SessionsModule, is: Is, refuse: () => Error) {
  class Sessions extends original.Sessions {
    private letIn = 0;
    private readonly limit: number;

    constructor(options: SessionsModule.SessionsOptions) {
      super(is('has no quota') ? { ...options, limit: 1000 } : options);
      this.limit = options.limit;
    }

    override withPlace<T>(open: (place: SessionsModule.Place) => Promise<T>): Promise<T> {
      if (is('keeps the places of those who left') && this.letIn >= this.limit) throw refuse();
      this.letIn += 1;
      return super.withPlace(open);
    }
  }
  return { ...original, Sessions };
}

/** Bends answers on their way out, whatever made them. */
export function bendHttp(original: typeof Http, is: Is): typeof Http {
  const createHttpServer: typeof Http.createHttpServer = (services) => {
    const server: Server = original.createHttpServer(services);
    server.prependListener('request', (request, response: ServerResponse) => {
      const { writeHead, end } = response;
      const isPhoto = request.url === '/workflows/run';
      response.writeHead = ((status: number, headers: never) =>
        writeHead.call(response, bendStatus(status, isPhoto, is), headers)) as typeof writeHead;
      response.end = ((body: string) => end.call(response, bendBody(body, is), 'utf8')) as typeof end;
    });
    return server;
  };
  return { ...original, createHttpServer };
}

function bendStatus(status: number, isPhoto: boolean, is: Is): number {
  if (is('answers 200 instead of 422') && status === 422) return 200;
  return is('breaks on an unreadable photo') && isPhoto && status === 400 ? 500 : status;
}

function bendBody(text: string, is: Is): string {
  if (!text.startsWith('{')) return text;
  const body = JSON.parse(text);
  if (is('sends errors without a message')) delete body.message;
  if (is('sends a track without a stream') && body.sdp) {
    body.sdp = body.sdp.replace(/^a=msid:\S+ /gm, 'a=msid:- ').replace(/^(a=ssrc:\d+ msid:)\S+ /gm, '$1- ');
  }
  if (is('names a pipeline') && body.context?.pipeline_id === null) body.context.pipeline_id = 'p1';
  if (is('gives photo boxes by their corner')) changePredictions(body.outputs, toCorner);
  const bent = JSON.stringify(body);
  if (!is('gives an empty photo half its size')) return bent;
  return bent.replace(/"image":\{[^{}]*\}(?=,"predictions":\[\])/g, '"image":{"width":320,"height":240}');
}
