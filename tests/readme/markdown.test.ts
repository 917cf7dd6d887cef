import { describe, expect, it } from 'vitest';
import { commandsIn } from './markdown';

const texts = (...lines: string[]) => commandsIn(lines.join('\n')).map(({ text }) => text);

describe('commands', () => {
  it('are the lines of a block, without their comments', () => {
    const block = [
      '```sh',
      '# first',
      'npm start   # says where',
      '',
      'a --b "c#d" \\',
      '  --e',
      '```',
      'npm test',
    ];
    expect(texts(...block)).toEqual(['npm start', 'a --b "c#d" --e']);
    expect(commandsIn(block.join('\n')).map(({ line }) => line)).toEqual([3, 5]);
  });

  it('are in blocks of any language but those that are only read, and in none', () => {
    expect(texts('```console', 'a', '```', '~~~', 'b', '~~~', '````bash', 'c', '```', '````')).toEqual([
      'a',
      'b',
      'c',
      '```',
    ]);
    expect(texts('```json', '{}', '```', '```yaml', 'a: 1', '```')).toEqual([]);
  });

  it('are a whole block where it is one of settings', () => {
    expect(texts('```dotenv', 'A=1', 'B=2', '```')).toEqual(['A=1\nB=2']);
  });

  it('are in a block in a list, too', () => {
    expect(texts('1. Type', '   ```sh', '   npm start', '   ```')).toEqual(['npm start']);
  });

  it('are what is indented by four, but for the lines of a list', () => {
    expect(texts('Type:', '', '    a b', '    c', '', 'or', '', '    d')).toEqual(['a b', 'c', 'd']);
    expect(texts('Type:', '    no command')).toEqual([]);
    expect(texts('1. Type', '', '    no command', '', '- or', '    not')).toEqual([]);
  });

  it('are what a comment says to type', () => {
    expect(
      texts('```sh', 'put KEY  # any 32 characters: openssl rand -base64 32', 'a # note: b', '```'),
    ).toEqual(['put KEY', 'openssl rand -base64 32', 'a']);
  });

  it('are the first column of a table of commands', () => {
    const table = [
      '| command | what |',
      '| --- | --- |',
      '| `x run -- --a 1`, `--b \\| c` | `not this` |',
      '| `y` | |',
    ];
    expect(texts(...table)).toEqual(['x run -- --a 1', 'x run -- --b | c', 'y']);
    expect(texts('| file | what |', '| --- | --- |', '| `x run` | |')).toEqual([]);
  });

  it('are within a sentence, where they begin with a program', () => {
    expect(
      texts('Type `npm start`, or `MODEL=a.onnx', 'npm start` and ``a `b` c``; `npx` is `npm` with `--x`.'),
    ).toEqual(['npm start', 'MODEL=a.onnx npm start']);
    expect(texts('`/tmp/a/bin/python b.py` and `python3-aiortc` and `conformance/x.sh 9001`')).toEqual([
      '/tmp/a/bin/python b.py',
      'conformance/x.sh 9001',
    ]);
  });

  it('are not what a stray backtick and one of the next paragraph hold between them', () => {
    expect(texts('A ` and', '', 'npm run x ` there')).toEqual([]);
  });
});
