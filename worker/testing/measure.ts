/**
 * Prints what one 640×480 camera at 30 frames a second gets from this machine: results a second, and how old a
 * result is when it arrives, from the moment its frame left the camera. Each frame carries its number as a QR code.
 * Run: npx tsx worker/testing/measure.ts [seconds] [port]
 */
import { readSettings } from '../env';
import { startWorker } from '../start';
import { pause, TestClient } from './client';
import { createScene, drawQr } from './scene';

const seconds = Number(process.argv[2] ?? 10);
const worker = await startWorker(readSettings({ PORT: process.argv[3] ?? '21050' }));
const client = new TestClient();
const leftAtMs: number[] = [];
const drawn = Array.from({ length: 1000 }, (_, number) => {
  const scene = createScene();
  drawQr(scene, String(number).padStart(4, '0'), 200 + (number % 60), 150, 5);
  return scene;
});

await client.dial(worker.url, {
  workflow_configuration: { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'codes' },
});
client.film(() => {
  leftAtMs.push(performance.now());
  return drawn[(leftAtMs.length - 1) % drawn.length] ?? createScene();
}, 30);
// libwebrtc's encoder and its bandwidth estimate need a moment to settle.
await pause(4000);
const from = client.received.length;
const startMs = performance.now();
await pause(seconds * 1000);
const results = client.received.slice(from);
const tookSeconds = (performance.now() - startMs) / 1000;
const ages = results
  .flatMap(({ message, atMs }) => {
    const set = message.serialized_output_data?.predictions as
      | { predictions: { data: string }[] }
      | undefined;
    const left = leftAtMs[Number(set?.predictions[0]?.data ?? Number.NaN)];
    return left === undefined ? [] : [atMs - left];
  })
  .sort((one, other) => one - other);
const at = (share: number) => (ages[Math.floor(ages.length * share)] ?? Number.NaN).toFixed(0);
console.log(`results/s ${(results.length / tookSeconds).toFixed(1)}`);
console.log(`with the code read ${ages.length} of ${results.length}`);
console.log(`result age ms: median ${at(0.5)}, p95 ${at(0.95)}`);
client.close();
await worker.close();
process.exit(0);
