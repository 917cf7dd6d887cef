/** The embedded inference worker as a program of its own; `npm run worker` keeps it running (keep.ts). */
import { readSettings, SettingError, type Settings } from './env';

async function main(): Promise<void> {
  const settings = settingsOrExit();
  const worker = await startOrExit(settings);
  // Before the first word: who reads that it listens may end it at once.
  let isEnding = false;
  const end = () => {
    // A second signal while the first one is at work means: now. Not exit(): it ends the detection threads
    // first, and ONNX Runtime answers that with an abort and a core dump.
    if (isEnding) process.kill(process.pid, 'SIGKILL');
    isEnding = true;
    void worker.close().finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // Who keeps this running is gone.
  process.once('disconnect', end);
  console.log(`The embedded inference worker listens on ${worker.url}`);
  for (const line of worker.words) console.log(line);
  // To who keeps this running: from now on it is worth starting again.
  process.send?.('listening');
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof SettingError) return fail(error.message, 2);
    throw error;
  }
}

async function startOrExit(settings: Settings) {
  try {
    // Imported late: libwebrtc's binary is missing on some platforms, and that deserves a sentence of its
    // own.
    const { startWorker } = await import('./start');
    return await startWorker(settings);
  } catch (error) {
    return fail(startFailure(error, settings), 1);
  }
}

function startFailure(error: unknown, { host, port }: Settings): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // @roamhq/wrtc has no code for it, words alone.
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND' || /wrtc binary/.test(message)) {
    return 'A part of the worker is not installed for this platform: run "npm install" (Linux and macOS on x64 or arm64, Windows on x64).';
  }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: end the program that uses it, or set PORT to a free one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user: set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is not an address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all interfaces.`;
    default:
      return `The worker cannot start: ${message}`;
  }
}

function fail(line: string, status: number): never {
  console.error(line.split('\n')[0]);
  process.exit(status);
}

await main();
