import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCamera } from './camera';
import { fakeSurroundings, settled } from './fakes';

const EVENTS = [
  'open',
  'close',
  'flip',
  'hide',
  'show',
  'focus',
  'grant',
  'refuse',
  'overconstrained',
  'lose',
  'mute',
  'plug',
  'settle',
  'wait',
] as const;
type Event = (typeof EVENTS)[number];

type World = ReturnType<typeof fakeSurroundings> & { camera: ReturnType<typeof createCamera> };

function happen(event: Event, { camera, devices, page, clock }: World): void | Promise<void> {
  const [oldest] = devices.pending;
  const [live] = devices.live;
  switch (event) {
    case 'open':
      return void camera.open();
    case 'close':
      return camera.close();
    case 'flip':
      return void camera.flip();
    case 'hide':
      return page.hide();
    case 'show':
      return page.show();
    case 'focus':
      return page.focus();
    case 'grant':
      return void oldest?.grant();
    case 'refuse':
      return oldest?.refuse('NotReadableError');
    case 'overconstrained':
      return oldest?.refuse('OverconstrainedError');
    case 'lose':
      return live?.lose();
    case 'mute':
      return live?.mute(!live.muted);
    case 'plug':
      return page.plug();
    case 'settle':
      return settled();
    case 'wait':
      clock.pass(10_000);
  }
}

/** Answers every request until the camera asks for nothing more. */
async function grantAll({ devices }: World): Promise<void> {
  await settled();
  while (devices.pending.length > 0) {
    devices.pending[0]!.grant();
    await settled();
  }
}

function checkHeld({ camera, devices }: World): void {
  expect(devices.mostPending).toBeLessThanOrEqual(1);
  expect(devices.live.length).toBeLessThanOrEqual(1);
  if (camera.state.phase === 'on') {
    expect(devices.live).toEqual([camera.state.track]);
  }
}

it('never holds two live tracks, never asks twice at once, and holds none while hidden or closed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), async (events) => {
      const around = fakeSurroundings();
      const world = { ...around, camera: createCamera(around.deps) };
      for (const event of events) {
        await happen(event, world);
        // A late grant is stopped a microtask after it arrives, never later.
        await Promise.resolve();
        await settled();
        checkHeld(world);
      }
      await grantAll(world);
      if (!world.page.visible || world.camera.state.phase === 'off') {
        expect(world.devices.live).toHaveLength(0);
      }
      world.page.show();
      void world.camera.open();
      await grantAll(world);
      expect(world.devices.live).toHaveLength(1);
      expect(world.camera.state.phase).toBe('on');
      world.camera.close();
      await grantAll(world);
      expect(world.devices.live).toHaveLength(0);
    }),
    { numRuns: 150, examples: [[['open', 'refuse', 'hide', 'flip']]] },
  );
});
