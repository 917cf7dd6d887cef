/** All rules. Their numbers tell their age, not their place. */
import type { Group } from './rule';
import { answer } from './rules/answer';
import { channels } from './rules/channels';
import { concurrency } from './rules/concurrency';
import { control } from './rules/control';
import { data } from './rules/data';
import { errors } from './rules/errors';
import { framing } from './rules/framing';
import { lifetime } from './rules/lifetime';
import { photos } from './rules/photos';
import { pictures } from './rules/pictures';
import { predictions } from './rules/predictions';
import { request } from './rules/request';
import { stream } from './rules/stream';
import { workflows } from './rules/workflows';

export const GROUPS: Group[] = [
  request,
  errors,
  answer,
  framing,
  data,
  predictions,
  stream,
  pictures,
  workflows,
  control,
  channels,
  lifetime,
  photos,
  // Last: it fills the server with streams.
  concurrency,
];
