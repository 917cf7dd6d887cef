/**
 * What a server of this protocol may lack. A rule that names one of these may end as "not offered"; no other
 * may, and a server that promises it (see `promises.ts`) fails instead.
 */
export const FEATURES = {
  gzip: 'results are gzipped (WEBRTC_GZIP_PREVIEW_FRAME_COMPRESSION can switch it off)',
  ice: 'ICE servers by request (OFFLINE_MODE answers them with 500)',
  named: 'workflows by name, for the given --workspace, --workflow and --api-key',
  keys: 'a list of keys that are let in',
  video: 'a video track back',
  images: 'images as outputs',
  reason: 'termination_reason (servers from 0.64.9 on)',
  drawing: 'boxes drawn round codes (the hosted compiler may hold codes and objects apart)',
  blocks: 'blocks that count, number, time and word what was seen (1.8.3 has them all)',
  interface: 'describe_interface: what a workflow takes and gives',
  webp: 'photos in WebP',
  ping: 'an echo on the channel named video_upload',
  quota: 'a limit of concurrent streams (hosted: 10)',
} as const;
export type Feature = keyof typeof FEATURES;
