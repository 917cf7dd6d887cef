import { expect, it } from 'vitest';
import type { ToolName } from '../process/tools.mjs';
import { webkitMissing } from './webkit';

const without = (gone: ToolName[]) => (name: ToolName) => (gone.includes(name) ? null : `/usr/bin/${name}`);

it('says in one sentence which programs WebKit lacks here', () => {
  expect(webkitMissing(without([]))).toBeNull();
  expect(webkitMissing(without(['xvfb']))).toMatch(/^WebKit is not tested here, for Xvfb cannot be found/);
  expect(webkitMissing(without(['webkit', 'minibrowser']))).toMatch(/WebKitWebDriver and MiniBrowser cannot/);
});
