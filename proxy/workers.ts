/** The entry for Cloudflare Workers with static assets (wrangler.workers.jsonc); Pages mounts functions/ in its place. */
import { createApp } from './index';

export default createApp();
