/** What a workflow says on Roboflow's own server, as it is seen in the browser. */
import { DEFAULTS } from '../../conformance/options';
import { runSuite } from '../../conformance/run';
import { toRow } from '../../conformance/table';
import type { CameraScreen } from '../../kit/browser/screen';
import { wordsFor } from '../../web/errors/words';
import { heard, lastOutputs, listenToChannel } from './channel';
import { expectReadout } from './readouts';
import { expect, test } from './test';
import { codes, count, failing, lineCounter, text, trackedAndNot } from './workflows';

/** The server needs seconds for a session's imports, more on a busy machine. */
const LIVE_MS = 60_000;
const listening = { before: [{ run: listenToChannel }] };
const [STILL, SECOND] = ['SIGHTLINE STILL', 'SECOND CODE 42'];

type Set = { predictions: { data?: string; detection_id: string; tracker_id?: number }[] };
const boxTexts = async (screen: CameraScreen) => {
  const boxes = JSON.parse((await screen.overlay.getAttribute('data-boxes')) ?? '[]') as { text?: string }[];
  return boxes.map((box) => box.text ?? '').sort();
};

/** Presses LIVE, and waits until the newest result has this value under that name. */
async function liveUntil(screen: CameraScreen, name: string, value: unknown): Promise<void> {
  await screen.live.click();
  const read = async () => (await lastOutputs(screen.page))?.[name];
  await expect.poll(read, { timeout: LIVE_MS, message: `no ${name} of ${value}` }).toEqual(value);
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: LIVE_MS });
}

test('codes alone: a box and a line in the chip for each', async ({ visit, workflow }) => {
  workflow.define(codes);
  const screen = await visit(listening);
  await screen.goLive(STILL, LIVE_MS);
  await expect(screen.detections).toHaveAttribute('data-count', '2');
  await expect.poll(() => boxTexts(screen)).toEqual([SECOND, STILL]);
});

test('a count', async ({ visit, workflow }) => {
  workflow.define(count);
  const screen = await visit(listening);
  await liveUntil(screen, 'count', 2);
  await expectReadout(screen.page, 'count', '2');
  expect(await boxTexts(screen)).toEqual([]);
  await expect(screen.alert).toHaveCount(0);
});

test('a text', async ({ visit, workflow }) => {
  workflow.define(text);
  const screen = await visit(listening);
  await liveUntil(screen, 'verdict', 'PASS');
  await expectReadout(screen.page, 'verdict', 'PASS');
  await expect(screen.alert).toHaveCount(0);
});

test('a line counter counts both ways, and its things are drawn once', async ({ visit, workflow }) => {
  workflow.define(lineCounter);
  const screen = await visit({ ...listening, scene: 'moving' });
  await screen.goLive('GOING ROUND', LIVE_MS);
  const counted = async () => {
    const { count_in, count_out } = (await lastOutputs(screen.page)) ?? {};
    return Number(count_in) > 0 && Number(count_out) > 0;
  };
  await expect.poll(counted, { timeout: 30_000, message: 'nothing crossed both ways' }).toBe(true);
  const counts = (await heard(screen.page)).flatMap(({ outputs }) =>
    outputs ? [Number(outputs.count_in)] : [],
  );
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  await expectReadout(screen.page, 'count_in', /\d/);
  await expectReadout(screen.page, 'count_out', /\d/);
  await expect.poll(() => boxTexts(screen)).toEqual(['GOING ROUND', 'TO AND FRO']);
});

test('tracked and untracked codes: the same things twice on the wire, once on the screen', async ({
  visit,
  workflow,
}) => {
  workflow.define(trackedAndNot);
  const screen = await visit(listening);
  await screen.goLive(STILL, LIVE_MS);
  const isDouble = async () => {
    const { tracked, untracked } = ((await lastOutputs(screen.page)) ?? {}) as Record<string, Set>;
    const ids = (set?: Set) => (set?.predictions ?? []).map(({ detection_id }) => detection_id).sort();
    return ids(tracked).length === 2 && ids(tracked).join() === ids(untracked).join();
  };
  await expect.poll(isDouble, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => boxTexts(screen)).toEqual([SECOND, STILL]);
  await expect(screen.detections).toHaveAttribute('data-count', '2');
});

test('a step that fails: said in words, once', async ({ visit, workflow }) => {
  workflow.define(failing);
  const screen = await visit(listening);
  await screen.live.click();
  const errors = async () => (await heard(screen.page)).at(-1)?.errors;
  // Besides it says of each output that was asked for that it is not there.
  await expect
    .poll(errors, { timeout: LIVE_MS })
    .toEqual(expect.arrayContaining([expect.stringContaining('the lens cap is on')]));
  // The worker's own words are folded in the same card.
  const { say } = wordsFor({ code: 'workflow_failed' }, 'desktop');
  await expect(screen.alert).toContainText(say, { timeout: LIVE_MS });
  await expect(screen.alert).toHaveCount(1);
});

test('its picture comes back: as video, and by name', async ({ server }) => {
  const options = { ...DEFAULTS, url: server.url, quota: 0, patience: 3, only: [113, 114, 121, 122] };
  const { findings } = await runSuite(options);
  const seen = findings.map(({ rule, verdict }) => [rule.number, verdict]);
  expect(seen, findings.map(toRow).join('\n')).toEqual(options.only.map((number) => [number, 'pass']));
});
