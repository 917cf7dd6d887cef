import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createScreenWake } from './wakeLock';

function fakeScreen() {
  const locks: { released: boolean; release(): Promise<void> }[] = [];
  let shown = () => {};
  const screen = { visible: true, refuses: false };
  const wake = createScreenWake({
    request: async () => {
      if (screen.refuses) throw new DOMException('', 'NotAllowedError');
      const lock = {
        released: false,
        release: async () => {
          lock.released = true;
        },
      };
      locks.push(lock);
      return lock;
    },
    visible: () => screen.visible,
    onShown: (listener) => {
      shown = listener;
    },
  });
  const held = () => locks.filter((lock) => !lock.released);
  const hide = () => {
    screen.visible = false;
    for (const lock of locks) lock.released = true;
  };
  const show = () => {
    screen.visible = true;
    shown();
  };
  return { wake, screen, held, hide, show };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('holds the screen awake, lets go, and takes hold again after the page was hidden', async () => {
  const { wake, held, hide, show } = fakeScreen();
  wake.set(true);
  await settled();
  expect(held()).toHaveLength(1);
  hide();
  show();
  await settled();
  expect(held()).toHaveLength(1);
  wake.set(false);
  await settled();
  expect(held()).toHaveLength(0);
});

it('lives with a refusal', async () => {
  const { wake, screen, held } = fakeScreen();
  screen.refuses = true;
  wake.set(true);
  await settled();
  screen.refuses = false;
  wake.set(true);
  await settled();
  expect(held()).toHaveLength(1);
});

it('ends with one lock exactly where one is wanted, whatever came before', async () => {
  const steps = fc.array(fc.constantFrom('on', 'off', 'hide', 'show', 'settle'), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(steps, async (events) => {
      const { wake, held, hide, show } = fakeScreen();
      let wanted = false;
      for (const event of events) {
        if (event === 'hide') hide();
        else if (event === 'show') show();
        else if (event === 'settle') await settled();
        else {
          wanted = event === 'on';
          wake.set(wanted);
        }
      }
      show();
      await settled();
      expect(held()).toHaveLength(wanted ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});
