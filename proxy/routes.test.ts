import { expect, it } from 'vitest';
import { ROUTES } from '../protocol/api';
import { createApp } from './index';

it('every route of the page is one of the proxy', () => {
  const paths = new Set(createApp().routes.map(({ path }) => path));
  for (const path of Object.values(ROUTES)) expect(paths).toContain(path);
});
