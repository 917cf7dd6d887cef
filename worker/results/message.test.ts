import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../protocol/result';
import { liveResult } from '../../web/results/live';
import { completionMessage, encodeMessage, frameMetadata, resultMessage } from './message';

const metadata = frameMetadata(
  17,
  { receivedAtMs: new Date(2026, 7, 21, 18, 0, 0, 123).getTime() + 0.456, sinceFirstMs: 566.6666 },
  { width: 1280, height: 720 },
  null,
  'what it looked like',
);

describe('frameMetadata', () => {
  it('has the shape of the hosted worker, and what the frame looked like', () => {
    expect(metadata).toEqual({
      frame_id: 17,
      received_at: expect.stringMatching(/^2026-08-21T18:00:00\.12345\d$/),
      pts: 51000,
      time_base: 1.1111111111111112e-5,
      declared_fps: null,
      measured_fps: null,
      width: 1280,
      height: 720,
      fingerprint: 'what it looked like',
    });
  });
});

describe('encodeMessage', () => {
  const message = resultMessage({ predictions: { image: {}, predictions: [] } }, metadata, []);

  it('is what the page reads, zipped or not', () => {
    const plain = encodeMessage(message, false);
    const zipped = encodeMessage(message, true);
    expect([zipped[0], zipped[1]]).toEqual([0x1f, 0x8b]);
    expect(gunzipSync(zipped).toString()).toBe(Buffer.from(plain).toString());
    for (const bytes of [plain, zipped]) {
      expect(liveResult(0, decodeMessage(bytes))).toMatchObject({
        frameId: 17,
        frame: { width: 1280, height: 720 },
        complete: false,
      });
    }
  });

  it('says why it is over', () => {
    const final = completionMessage('timeout_reached', 17, new Date(2026, 7, 21, 18, 0, 1).getTime());
    expect(JSON.parse(Buffer.from(encodeMessage(final, false)).toString())).toEqual({
      serialized_output_data: null,
      video_metadata: {
        frame_id: 17,
        received_at: '2026-08-21T18:00:01.000000',
        pts: null,
        time_base: null,
        declared_fps: null,
        measured_fps: null,
        width: null,
        height: null,
      },
      errors: [],
      processing_complete: true,
      termination_reason: 'timeout_reached',
    });
  });
});
