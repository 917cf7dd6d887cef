/**
 * What is to be made of one frame, as the client's modes stand when its detection begins; and the message in
 * the end.
 */
import type { ImageOrder, Painted, VideoOrder } from '../pictures/painting';
import { PLAIN } from '../pictures/types';
import type { Workflow } from '../workflows/types';
import { chooseOutputs, type OutputMode, type StreamMode } from './outputs';

export type Plan = {
  /** Outputs of the message, in its order. */
  names: string[];
  errors: string[];
  /** Off: the message is plain JSON without data. */
  hasData: boolean;
  images: ImageOrder[];
  /** The frame that goes back; null where the session sends no video. */
  video: VideoOrder | null;
};

/** @param stream null where no video goes back. */
export function planReport(workflow: Workflow, mode: OutputMode, stream: StreamMode | null): Plan {
  const { names, errors } = chooseOutputs(mode, workflow);
  const video = stream && orderVideo(workflow, stream);
  return {
    names,
    errors: [...errors, ...(video?.notes ?? [])],
    hasData: mode.kind !== 'none',
    images: imagesOf(workflow, names),
    video,
  };
}

/** Those of the outputs that are pictures. */
export function imagesOf({ pictures }: Workflow, names: string[]): ImageOrder[] {
  return names.flatMap((name) => {
    const drawing = pictures?.get(name);
    return drawing ? [{ name, drawing }] : [];
  });
}

export function needsPicture({ images, video }: Plan): boolean {
  return images.length > 0 || video !== null;
}

/**
 * Where there is nothing to show the frame goes back as it came, with the reason on it, as from the hosted
 * worker (utils.py:80-112).
 */
function orderVideo({ pictures }: Workflow, stream: StreamMode): VideoOrder {
  const [first] = pictures?.keys() ?? [];
  const name = stream.kind === 'named' ? stream.name : stream.kind === 'first' ? first : undefined;
  const drawing = name === undefined ? undefined : pictures?.get(name);
  return drawing ? { drawing, notes: [] } : { drawing: PLAIN, notes: [whyNothing(stream)] };
}

function whyNothing(stream: StreamMode): string {
  if (stream.kind === 'named')
    return `The workflow has no picture named "${stream.name}": frames go back as they came.`;
  return stream.kind === 'first'
    ? 'The workflow draws no picture: frames go back as they came.'
    : 'stream_output names no picture: frames go back as they came.';
}

/** Of which frame an image was made, in the hosted worker's words (execution_engine/entities/base.py:197). */
export type ImageMetadata = {
  video_identifier: string;
  frame_number: number;
  frame_timestamp: string;
  fps: number | null;
  measured_fps: null;
  comes_from_video_file: false | null;
};

/**
 * @param values of the outputs that are no pictures.
 * @returns `serialized_output_data`: null where nothing is left. An image that could not be made says so in
 * its place.
 */
export function fillOutputs(
  { names, images }: Pick<Plan, 'names' | 'images'>,
  values: Readonly<Record<string, unknown>>,
  painted: Painted | null,
  metadata: ImageMetadata,
): Record<string, unknown> | null {
  if (names.length === 0) return null;
  const isImage = (name: string) => images.some((image) => image.name === name);
  return Object.fromEntries(
    names.map((name) => [name, isImage(name) ? toImage(painted?.images[name], metadata) : values[name]]),
  );
}

function toImage(jpeg: string | undefined, video_metadata: ImageMetadata) {
  return jpeg === undefined
    ? { __serialization_error__: 'not drawn' }
    : { type: 'base64', value: jpeg, video_metadata };
}
