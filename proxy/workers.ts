/**
 * The entry for Cloudflare Workers with static assets (wrangler.workers.jsonc); Pages mounts functions/ in
 * its place.
 */
import { createApp } from './index';
import { rehearse } from './rehearsal';

void rehearse();

export default createApp();
