import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNarrowing, usefulOutputs } from './narrowing';

const picture = { type: 'base64', value: '/9j/4AAQ', video_metadata: {} };
const boxes = { image: { width: 640, height: 480 }, predictions: [{ x: 1, class: 'a' }] };

describe('what of the outputs is asked for', () => {
  it.each<[string, object, string[] | null]>([
    ['boxes, all of them', { boxes, count: 3 }, null],
    ['a list of crops, all but them', { boxes, crops: [picture, picture] }, ['boxes']],
    ['groups of crops', { boxes, crops: [[picture], [picture]] }, ['boxes']],
    ['crops in a record', { boxes, crops: { found: [picture] } }, ['boxes']],
    ['a picture by itself', { boxes, drawn: picture }, ['boxes']],
    ['crops alone, nothing', { crops: [picture] }, []],
    ['a list that is still empty, all', { boxes, crops: [] }, null],
    ['an output that failed, all', { boxes, crops: { __serialization_error__: 'x' } }, null],
    ['a text that calls itself base64, all', { note: 'base64', kind: { type: 'base64' } }, null],
    ['boxes in lists, all', { nested: [boxes, boxes], numbers: [[1, 2]] }, null],
    ['nothing, all', {}, null],
  ])('%s', (_, outputs, names) => {
    expect(usefulOutputs(outputs as Record<string, unknown>)).toEqual(names);
  });

  it('is found out for any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), (outputs) => {
        const names = usefulOutputs(outputs) ?? Object.keys(outputs);
        expect(Object.keys(outputs)).toEqual(expect.arrayContaining(names));
      }),
    );
  });
});

it('is told once more where another output shows itself later, and never while the channel is shut', () => {
  const sent: string[] = [];
  const channel = { readyState: 'open' as RTCDataChannelState, send: (text: string) => void sent.push(text) };
  const narrow = createNarrowing(channel);
  narrow({ boxes, crops: [] });
  narrow({ boxes, crops: [picture] });
  narrow({ boxes });
  narrow({ boxes, late: [picture] });
  channel.readyState = 'closing';
  narrow({ boxes, other: [picture] });
  expect(sent).toEqual(['{"data_output":["boxes"]}', '{"data_output":["boxes"]}']);
});
