import type { Settings } from '../env';
import type { Metrics } from '../metrics/metrics';
import type { Painter } from '../pictures/painter';
import type { Sessions } from '../sessions/sessions';
import type { Registry } from '../workflows/registry';
import type { Bodies } from './bodies';
import type { ColdStart } from './cold-start';

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
