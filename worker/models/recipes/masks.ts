/** The network that tells which px are a thing's. */
import { readGraph } from '../tfjs/graph';
import { convertDeepLab } from './deeplab';
import type { Recipe } from './types';

const NOTICE =
  "DeepLabV3 with MobileNetV2, trained on PASCAL VOC by the authors of TensorFlow's DeepLab, converted to TensorFlow.js by those of IBM's Model Asset Exchange and to ONNX by Sightline";

export const MASKS: Recipe = {
  alias: null,
  id: 'deeplabv3-mobilenet-v2-voc',
  what: "ACC's masks of 20 kinds of things",
  name: '@codait/max-image-segmenter',
  version: '0.3.0',
  integrity:
    'sha512-64TEUztHIRaiB2rmCOplV5NX0AYCAntvn5znZB7M2K1NI3GO0+VRVOoKAMXE+v5Os/XUs3bSlNL/EghChkaH0Q==',
  packageBytes: 7_845_049,
  licence: 'Apache-2.0',
  notice: NOTICE,
  convert: (files) =>
    convertDeepLab(
      readGraph(files, 'model'),
      `${NOTICE}. Apache-2.0; from npm @codait/max-image-segmenter@0.3.0`,
    ),
  sha256: 'c7fd5dd54c64fc3409fa38ebd3642c1f8997113ca13b300afd2cc44f572be158',
  bytes: 8_430_264,
};
