/** Benchmarks: short looks, no figures to quote. */
import { dry, helpOf, type Row, run, runInPart } from '../row';

/** Shown by the bench's own help, which knows its options. */
function helped(bench: string, options: string, why: string): Row {
  const script = `npm run bench:${bench}`;
  const command = options === '' ? script : `${script} -- ${options}`;
  return dry(command, why, helpOf(command, `${script} -- --help`));
}

export const BENCHES: Row[] = [
  runInPart('npm run bench:worker', 'takes minutes; a second of one stream is measured', {
    typed: 'npm run bench:worker -- --streams 1 --seconds 1',
    prints: [/results\/s/, /As JSON: \.sightline\/reports\/worker-streams\.json/],
  }),
  helped('worker', '--streams 1,2,4,8', 'takes minutes'),
  helped('worker', '--overhead', 'takes minutes'),
  helped('worker', '--connects 200', 'takes minutes'),
  helped('worker', '--soak 20', 'takes minutes'),
  runInPart('npm run bench:codes', 'one shot of each in place of 25', {
    typed: 'npm run bench:codes -- --shots 1 --only moderate',
    prints: [/Recall under moderate blur and noise: \d/],
  }),
  runInPart('npm run bench:tracking', 'one scene in place of all', {
    typed: 'npm run bench:tracking -- --only still',
    prints: [/share drawn/, /\.sightline\/reports\/tracking\.json/],
  }),
  runInPart('npm run bench:models', 'takes minutes; twelve pictures beside the original graph', {
    typed: 'npm run bench:models -- --only faith',
    prints: [/12 pictures, \d+ boxes/, /least IoU of a pair/],
  }),
  helped('models', '--only accurate', 'takes a minute'),
  helped('start', '', 'takes a minute or two'),
  helped('lighthouse', '', 'takes minutes, and fetches Lighthouse'),
  helped('models', '--only text', 'takes minutes'),
  helped('models', '--only sent', 'takes two minutes'),
  runInPart('npm run bench:edge', 'a look, for which it has a switch', {
    env: { EDGE_SHORT: '1' },
    prints: [/Each route, warm/, /KiB zipped, as uploaded/],
  }),
  dry('npm run bench:taps', 'takes minutes', {
    typed: 'npm run bench:taps -- --help',
    prints: [/--rounds/],
  }),
  dry('npm run bench:taps -- --rounds 7', 'takes minutes', {
    typed: 'npm run bench:taps -- --help',
    prints: [/--rounds/],
  }),
  run('npm run bench:size', {
    prints: [/Sightline +\d/, /\.sightline\/reports\/bench-size\.json/],
  }),
  runInPart(
    'npm run bench:size -- --against NAME=FOLDER',
    'beside itself: another app would have to be built',
    {
      typed: 'npm run bench:size -- --against itself=dist',
      prints: [/Sightline +\d/, /itself +\d/],
    },
  ),
];
