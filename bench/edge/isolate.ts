/**
 * The built worker in a workerd of its own, without the front that miniflare puts before it: what the
 * process' one event loop spends on a request is then the worker's own, but for what an empty worker costs
 * there, too.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnv, startChild } from '../../kit/process/child';
import { loopMs } from '../../kit/process/usage';

export type Call = { method?: string; path: string; headers?: OutgoingHttpHeaders; body?: string | Buffer };
type Isolate = {
  /** Sends one request. @returns the CPU in ms that it and its answer took. @throws where it is not 200 */
  ask(call: Call): Promise<number>;
  stop(): Promise<void>;
};

export type World = {
  /** Text bindings. */
  bindings: Record<string, string>;
  /** Port of what stands in for D1, bound as DB. */
  databasePort: number;
  compatibilityDate: string;
};

/** The work that goes on once the answer is out: its log line, the socket. */
const SETTLE_MS = 20;
/** What workerd says on its control descriptor. */
const LISTENS = /"port":(\d+)/;

/** A fresh isolate: its script is evaluated, and no request has been there. */
export async function startIsolate(script: string, world: World): Promise<Isolate> {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-isolate-'));
  copyFileSync(script, join(folder, 'index.js'));
  writeFileSync(join(folder, 'config.capnp'), config(world));
  const program = (createRequire(import.meta.url)('workerd') as { default: string }).default;
  const args = ['serve', '--control-fd=1', join(folder, 'config.capnp')];
  const child = await startChild(program, args, { env: plainEnv(), ready: LISTENS });
  const agent = new Agent({ keepAlive: true });
  const port = Number(LISTENS.exec(child.output())?.[1]);
  const stop = async () => {
    agent.destroy();
    await child.kill();
    rmSync(folder, { recursive: true });
  };
  const ask = async (call: Call) => {
    const before = loopMs(child.pid);
    await send(port, agent, call);
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    return loopMs(child.pid) - before;
  };
  return { ask, stop };
}

function send(port: number, agent: Agent, { method = 'GET', path, headers = {}, body }: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = request({ host: '127.0.0.1', port, agent, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${path} answered ${response.statusCode}`)),
      );
    });
    client.on('error', reject);
    client.end(body);
  });
}

/** Of workerd.capnp. The database is wrapped as Cloudflare's runtime does: its client's work counts. */
function config({ bindings, databasePort, compatibilityDate }: World): string {
  const texts = Object.entries(bindings).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
      compatibilityFlags = ["nodejs_compat"],
      bindings = [
        (name = "DB", wrapped = (
          moduleName = "cloudflare-internal:d1-api",
          innerBindings = [(name = "fetcher", service = "database")])),
        ${texts.join(',\n        ')}],
      globalOutbound = "outside")),
    (name = "database", external = (address = "127.0.0.1:${databasePort}", http = ())),
    (name = "outside", network = (allow = ["public", "private", "local"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);`;
}
