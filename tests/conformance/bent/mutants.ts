/** The worker, bent in one place each, and the rule that must notice. */
export type Mutant = {
  name: string;
  rule: number;
  /** What the report must say. */
  seen: RegExp;
  /** Rules close by that the defect leaves alone: the suite says what is wrong, not that something is. */
  spares?: number[];
};

export const MUTANTS = [
  { name: 'refuses urls as a string', rule: 16, seen: /^422/, spares: [15] },
  { name: 'refuses unknown fields', rule: 14, seen: /answered with 422/, spares: [12] },
  { name: 'answers 200 instead of 422', rule: 6, seen: /^200/ },
  { name: 'sends errors without a message', rule: 29, seen: /unknown data_output: 400/, spares: [20] },
  { name: 'names a pipeline', rule: 30, seen: /pipeline_id "p1"/ },
  { name: 'leaves candidates out', rule: 31, seen: /no candidate/, spares: [37] },
  { name: 'offers loopback', rule: 32, seen: /loopback/, spares: [31] },
  { name: 'sends text', rule: 40, seen: /are text/ },
  { name: 'writes big-endian headers', rule: 41, seen: /16777216/, spares: [40] },
  { name: 'sends chunks in reverse', rule: 42, seen: /"index":\d/, spares: [41] },
  { name: 'sends chunks of 60 KiB', rule: 43, seen: /61440 bytes/, spares: [41, 42] },
  { name: 'counts frames from 0', rule: 44, seen: /the first is 0/, spares: [45] },
  { name: 'counts otherwise inside', rule: 45, seen: /in the header/, spares: [44] },
  { name: 'calls plain JSON gzip', rule: 46, seen: /behind 1f 8b/, spares: [41, 44] },
  { name: 'sends plain where gzip is promised', rule: 47, seen: /plain/, spares: [46, 48] },
  { name: 'gzips every other', rule: 48, seen: /are gzipped/, spares: [46] },
  { name: 'gzips messages without data', rule: 49, seen: /are gzipped/, spares: [47, 53] },
  { name: 'sends all for one name', rule: 52, seen: /again/, spares: [51] },
  { name: 'sends data for null', rule: 53, seen: /serialized_output_data/, spares: [51] },
  { name: 'gives boxes by their corner', rule: 62, seen: /top left corners/, spares: [61, 63] },
  { name: 'gives all detections one id', rule: 64, seen: /1 ids/, spares: [62] },
  { name: 'gives half the size where nothing was seen', rule: 66, seen: /320/, spares: [65] },
  { name: 'ignores control messages', rule: 71, seen: /no such message/, spares: [75] },
  { name: 'ignores acks', rule: 78, seen: /no pause/, spares: [77] },
  { name: 'keeps to the first channel', rule: 81, seen: /second channel/, spares: [80] },
  { name: 'sends results to uploads', rule: 82, seen: /video_upload/, spares: [80] },
  { name: 'leaves the final message out', rule: 84, seen: /none of them final/ },
  { name: 'outlives its time', rule: 85, seen: /still sending/, spares: [80] },
  { name: 'ends early', rule: 85, seen: /over \d/, spares: [84] },
  { name: 'gives no reason', rule: 88, seen: /null/, spares: [84, 87] },
  { name: 'does not hang up', rule: 90, seen: /still open/, spares: [84, 89] },
  { name: 'keeps a line of old frames', rule: 91, seen: /followed the last/ },
  { name: 'gives photo boxes by their corner', rule: 93, seen: /overlap/, spares: [92, 94] },
  { name: 'gives an empty photo half its size', rule: 128, seen: /320/, spares: [94] },
  { name: 'breaks on an unreadable photo', rule: 100, seen: /^500/, spares: [92] },
  { name: 'sends no video back', rule: 113, seen: /recvonly.*promised/, spares: [122] },
  { name: 'sends a track without a stream', rule: 115, seen: /without a stream/, spares: [113] },
  { name: 'keeps to the first stream_output', rule: 118, seen: /no error in a message/, spares: [113] },
  { name: 'ends the video at []', rule: 119, seen: /no frame came back/, spares: [113] },
  { name: 'draws no boxes', rule: 120, seen: /"edge":[0-9],/, spares: [113, 122] },
  { name: 'sends pictures with the star', rule: 121, seen: /picture/, spares: [122] },
  { name: 'calls something else a JPEG', rule: 122, seen: /null/, spares: [121] },
  { name: 'numbers things anew', rule: 134, seen: /pairs of text and number/, spares: [131, 133] },
  { name: 'times in milliseconds', rule: 138, seen: /inZone/, spares: [134, 137] },
  { name: 'keeps failures to itself', rule: 142, seen: /^errors \[\]/, spares: [143] },
  { name: 'refuses WebP', rule: 124, seen: /neither JPEG.*promised/, spares: [92, 125] },
  { name: 'takes a star among names for all', rule: 126, seen: /accepted|200/, spares: [20] },
  { name: 'does not echo pings', rule: 83, seen: /no echo/, spares: [80, 82] },
  { name: 'stops at an upload', rule: 127, seen: /0 messages/, spares: [83] },
  { name: 'has no quota', rule: 111, seen: /none refused/ },
  { name: 'keeps the places of those who left', rule: 112, seen: /still refused/, spares: [111] },
] as const satisfies Mutant[];

export type MutantName = (typeof MUTANTS)[number]['name'];
export type Is = (...names: MutantName[]) => boolean;
