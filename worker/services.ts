import type { Settings } from './env';
import type { Bodies } from './http/bodies';
import type { Metrics } from './metrics';
import type { Painter } from './pictures/painter';
import type { Sessions } from './session/sessions';
import type { ColdStart } from './session/wake';
import type { Registry } from './workflows/registry';

/** What the HTTP routes work with. */
export type Services = {
  settings: Pick<Settings, 'apiKeys' | 'stunUrl' | 'hosts'>;
  registry: Registry;
  sessions: Sessions;
  coldStart: ColdStart;
  metrics: Metrics;
  painter: Painter;
  bodies: Bodies;
};
