import { HOSTS } from '../../network/addresses';
import { coturnEnv, startApp } from '../../services/app';
import type { Stage } from './stage';

/** A deployment at `ACCOUNT_ORIGIN` whose FAST workflow is the model of signs, beside the lab's own. */
export function startSigns({ services: { folder, files, relay } }: Stage) {
  return startApp(folder, files, {
    ...{ host: HOSTS.account, port: 443, inspectorPort: 9230 },
    env: coturnEnv(relay.secret, 'fast'),
  });
}
