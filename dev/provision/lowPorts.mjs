/** The tests put their relay on port 443, as the real one is, and systems keep ports below 1024 for root. */
import { createServer } from 'node:net';
import { privilege, show } from './commands.mjs';
import { Missing } from './missing.mjs';

const SETTING = 'net.ipv4.ip_unprivileged_port_start=443';

/** A port in use is no matter of rights; the test that wants it will say who has it. @returns {Promise<boolean>} */
function mayBind() {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(/** @type {NodeJS.ErrnoException} */ (error).code !== 'EACCES'));
    server.listen({ host: '127.0.0.1', port: 443 }, () => server.close(() => done(true)));
  });
}

export async function ensureLowPorts() {
  if (await mayBind()) return;
  if (process.platform !== 'linux')
    throw new Missing('The tests need port 443, which only root may open here. Type: sudo npm test');
  const before = privilege();
  const [program = 'false', ...args] = [...(before ?? []), 'sysctl', '-q', '-w', SETTING];
  if (before !== null && (await show([program, ...args])) === 0 && (await mayBind())) return;
  throw new Missing(`The tests need port 443, which this user may not open. Type: sudo sysctl -w ${SETTING}`);
}
