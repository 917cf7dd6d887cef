import { describe, expect, it } from 'vitest';
import { readSources } from './rooms';
import { type Exception, isExcepted, strayTexts } from './strayText';

const EXCEPTIONS: Exception[] = [
  { path: 'web/words/', text: null, why: 'the catalogue itself' },
  { path: 'web/', text: /^\([a-z-]+: [a-z]+\)$/, why: 'a media query' },
  { path: 'web/overlay/labelDrawing.ts', text: /px system-ui/, why: 'a font' },
  { path: 'web/errors/failure.ts', text: /^Failure$/, why: "a class's name" },
  { path: 'web/session/dial/channel.ts', text: /^\[object ArrayBuffer\]$/, why: 'what toString says' },
  { path: 'web/results/failures.ts', text: /^None$/, why: "Python's word for nothing" },
  { path: 'web/results/identity.ts', text: / of many /, why: 'a key that nobody reads' },
  {
    path: 'web/results/kinds/skeleton.ts',
    text: /^left_shoulder /,
    why: "keypoints' names, as models give them",
  },
  { path: 'web/components/settings/InputField.tsx', text: /^Enter$/, why: 'a key' },
  { path: 'web/components/status/Mark.tsx', text: /^v\{\}$/, why: 'a version' },
];

const NOT_SHIPPED = /\.test\.|\/fakes\.ts$/;

describe('the page', () => {
  const sources = [...readSources(process.cwd(), ['web'])].filter(([path]) => !NOT_SHIPPED.test(path));

  it('has every text that people read in its catalogue', () => {
    expect(sources.flatMap(([path, source]) => strayTexts(path, source, EXCEPTIONS))).toEqual([]);
  });

  it.each(EXCEPTIONS)('needs the exception for $why', (exception) => {
    const all = sources.flatMap(([path, source]) => strayTexts(path, source).map((line) => ({ path, line })));
    const said = (line: string): string => JSON.parse(line.slice(line.indexOf('"')));
    expect(all.some(({ path, line }) => isExcepted(exception, path, said(line)))).toBe(true);
  });
});

describe('strayTexts', () => {
  const found = (source: string) =>
    strayTexts('web/a.tsx', source).map((line) => JSON.parse(line.slice(line.indexOf('"'))));

  it.each([
    ['<p>Stop</p>', 'Stop'],
    ['<p>LIVE</p>', 'LIVE'],
    ['<p>{"ok"}</p>', 'ok'],
    [`<p>{\`\${n} ms\`}</p>`, '{} ms'],
    ['<p>{busy ? "yes" : null}</p>', 'yes'],
    ['<p>{busy && (a ?? "yes")}</p>', 'yes'],
    ['<>{items.map(() => <b>Stop</b>)}</>', 'Stop'],
    ['<input aria-label="torch" />', 'torch'],
    [`<img alt={done ? \`\${n} found\` : ""} />`, '{} found'],
    ['<a title="x">{y}</a>', 'x'],
    ['<input placeholder={"code"} />', 'code'],
    ['<Card label={"code"} />', 'code'],
    ['const a = "Try again";', 'Try again'],
    [`const a = \`Photo with \${n} found\`;`, 'Photo with {} found'],
    ['const a = { retry: "Reload" };', 'Reload'],
    ['say("waiting…");', 'waiting…'],
    ['refuse(new Notice("Not here."));', 'Not here.'],
    ['document.title = "Live now";', 'Live now'],
    ['const a: Notice = "Échec total";', 'Échec total'],
  ])('finds the text of %s', (source, text) => {
    expect(found(source)).toEqual([text]);
  });

  it.each([
    'import a from "Some where";',
    'export * from "Some where";',
    'type A = "Try again";',
    'const a = "relay";',
    'const a = "no-store";',
    'const a = "POST";',
    'const a = "NotAllowedError";',
    'throw new Error("This is for us.");',
    'reject(new DOMException("no answer", "AbortError"));',
    '<p className="card notice" data-kind="Relay">{words.stop}</p>',
    '<path d="M4 8.5h3l1.6-2.5h6.8L17" />',
    '<p>{kind === "relay" ? a : b} · 2×</p>',
    '<p>{kind === "relay" && a}</p>',
    '<p>{read("relay")}</p>',
    '// Try again',
  ])('lets %s pass', (source) => {
    expect(found(source)).toEqual([]);
  });

  it('says where', () => {
    expect(strayTexts('web/a.tsx', '\nconst a = (\n  <p>Stop</p>\n);')).toEqual(['web/a.tsx:3 "Stop"']);
  });

  it('does not pass over what it cannot read', () => {
    expect(() => strayTexts('web/a.tsx', '<p>')).toThrow('web/a.tsx cannot be read');
  });
});
