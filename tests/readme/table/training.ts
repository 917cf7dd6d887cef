/** Training takes hours and rewrites the shipped model: the programs parse, and take what they are given. */
import { dry, helpOf, type Row, run } from '../row';

const WHY = 'hours of training, whose packages nothing else needs';

/** It is Python, its usage is what is typed here, and it knows each option. */
function python(command: string, file: string, usage: RegExp): Row {
  const { prints = [] } = helpOf(command, '');
  return dry(command, WHY, {
    typed: `python3 -c "import ast; text = open('${file}').read(); ast.parse(text); print(text)"`,
    cwd: 'training',
    prints: [usage, ...prints],
    needs: ['python3 --version'],
  });
}

const data = (command: string) =>
  python(command, 'data.py', /data\.py FIRST_SEED COUNT OUT_DIR \[EMPTY_SHARE\]/);
const train = (command: string) => python(command, 'train.py', /ArgumentParser/);

export const TRAINING: Row[] = [
  run('export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1'),
  data('python3 data.py 1000000 5500 /tmp/signs/train'),
  data('python3 data.py 2000000 6000 /tmp/signs/train'),
  data('python3 data.py 3000000 2000 /tmp/signs/train 1'),
  data('python3 data.py 9000000 1000 /tmp/signs/val'),
  train('nice -n 19 python3 train.py --minutes 45'),
  train('nice -n 19 python3 train.py --steps 12000'),
  train('nice -n 19 python3 train.py --minutes 30 --resume /tmp/signs/run/last.pt'),
  python(
    'python3 export.py /tmp/signs/run/last.pt ../worker/model/signs.onnx 1.1.0',
    'export.py',
    /export\.py CHECKPOINT OUT\.onnx \[VERSION\]/,
  ),
  python(
    'python3 -m heldout.render /tmp/signs/heldout',
    'heldout/render.py',
    /-m heldout\.render OUT \[STILLS EMPTIES CLIPS\]/,
  ),
  dry(
    'python3 -m venv --system-site-packages /tmp/signs/ort && /tmp/signs/ort/bin/pip install onnxruntime',
    'installs from PyPI',
    {
      ...helpOf('python3 -m venv --system-site-packages', 'python3 -m venv --help'),
      needs: ['python3 --version'],
    },
  ),
  python(
    '/tmp/signs/ort/bin/python evaluate.py ../worker/model/signs.onnx /tmp/signs/heldout',
    'evaluate.py',
    /evaluate\.py MODEL\.onnx HELDOUT_DIR/,
  ),
  python('python3 -m heldout.samples samples', 'heldout/samples.py', /-m heldout\.samples DIR/),
];
