import { describe, expect, it } from 'vitest';
import type { Result } from '../results/kinds/model';
import { withoutPictures } from './gallery';

const picture = { kind: 'picture', base64: 'AAAA', mime: 'image/jpeg', corner: null } as const;

describe('what is kept of a result', () => {
  it('has no picture that the workflow made, and all else', () => {
    const list = {
      name: 'crops',
      kind: 'list',
      items: [picture, picture],
      length: 2,
      json: ['AAAA'],
    } as const;
    const numbers = { name: 'sizes', kind: 'list', items: [], length: 0, json: [1, 2] } as const;
    const outputs = [
      { name: 'drawn', ...picture },
      list,
      numbers,
      { name: 'count', kind: 'count', value: 2 },
    ];
    const result = { things: [], shapes: [], outputs } as unknown as Result;
    const kept = withoutPictures(result);
    expect(JSON.stringify(kept)).not.toContain('AAAA');
    expect(kept.outputs.slice(2)).toEqual(outputs.slice(2));
    expect(kept.outputs.map(({ name, kind }) => [name, kind])).toEqual(
      outputs.map(({ name, kind }) => [name, kind]),
    );
  });
});
