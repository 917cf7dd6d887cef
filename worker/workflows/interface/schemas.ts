/**
 * Kinds in JSON Schema, word for word as `describe_interface` of 1.8.3 gives them, and the types of those that
 * have none (execution_engine/entities/types.py); fixtures/interfaces.json holds them to it.
 */
import type { Kind } from '../blocks/kinds';

type Schema = Readonly<Record<string, unknown>>;

export const TYPING_HINTS: Readonly<Record<Kind, string>> = {
  '*': 'Any',
  image: 'dict',
  object_detection_prediction: 'dict',
  instance_segmentation_prediction: 'dict',
  keypoint_detection_prediction: 'dict',
  bar_code_detection: 'dict',
  qr_code_detection: 'dict',
  classification_prediction: 'dict',
  list_of_values: 'List[Any]',
  string: 'str',
  integer: 'int',
  float: 'float',
  float_zero_to_one: 'float',
  boolean: 'bool',
  timestamp: 'str',
  inference_id: 'str',
  parent_id: 'str',
  prediction_type: 'str',
  roboflow_model_id: 'str',
};

const described = (title: string, description: string, schema: Schema): Schema => ({
  ...schema,
  description,
  title,
});
const anyOf = (...types: string[]): Schema => ({ anyOf: types.map((type) => ({ type })) });
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const listOf = (name: string, title: string): Schema => ({ items: ref(name), title, type: 'array' });
const object = (title: string, properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  title,
  type: 'object',
});

const NUMBER = anyOf('integer', 'number');
const maybe = (title: string, description: string): Schema =>
  described(title, description, { ...anyOf('string', 'null'), default: null });
const PARENT = maybe(
  'Parent Id',
  'Identifier of parent image region. Useful when stack of detection-models is in use to refer the RoI being the input to inference',
);
const ROOT_PARENT = maybe(
  'Root Parent Id',
  'Identifier of root parent image region. Useful when stack of detection-models is in use to refer the RoI being the input to inference',
);

const IMAGE_SIZE = object('ImageMetadataSchema', {
  width: described('Width', 'The original width of the image used in inference', anyOf('integer', 'null')),
  height: described('Height', 'The original height of the image used in inference', anyOf('integer', 'null')),
});

const BOX = {
  width: described('Width', 'Width of bounding box', NUMBER),
  height: described('Height', 'Height of bounding box', NUMBER),
  x: described('X', 'OX coordinate of bounding box center', NUMBER),
  y: described('Y', 'OY coordinate of bounding box center', NUMBER),
  confidence: described('Confidence', 'Model confidence for bounding box', { type: 'number' }),
  class: described('class', 'Name of the class associated to bounding box', { type: 'string' }),
  class_id: described('Class Id', 'Identifier of bounding box class', { type: 'integer' }),
  detection_id: described('Detection Id', 'Identifier of detected bounding box', { type: 'string' }),
  parent_id: PARENT,
};

const POINT = {
  x: described('X', 'OX coordinate of point', NUMBER),
  y: described('Y', 'OY coordinate of point', NUMBER),
};
const KEYPOINT = {
  ...POINT,
  confidence: described('Confidence', 'Model confidence for keypoint', { type: 'number' }),
  class: described('class', 'Name of the class associated to keypoint', { type: 'string' }),
  class_id: described('Class Id', 'Identifier of keypoint', { type: 'integer' }),
};

/** A set of `thing`s. @param more definitions that it refers to */
function setOf(
  title: string,
  thing: string,
  properties: Record<string, Schema>,
  more: Record<string, Schema> = {},
) {
  return {
    $defs: { [thing]: object(thing, properties, ['parent_id']), ImageMetadataSchema: IMAGE_SIZE, ...more },
    ...object(title, { image: ref('ImageMetadataSchema'), predictions: listOf(thing, 'Predictions') }),
  };
}

const CLASS_SHARE = described('Confidence', 'The class label confidence as a fraction between 0 and 1', {
  type: 'number',
});
const CLASS_ID = described('Class Id', 'Numeric ID associated with the class label', { type: 'integer' });
const CLASSIFIED = {
  parent_id: PARENT,
  prediction_type: maybe('Prediction Type', 'Type of prediction'),
  inference_id: maybe('Inference Id', 'Identifier of inference'),
  root_parent_id: ROOT_PARENT,
};
const OPTIONAL = Object.keys(CLASSIFIED);

const ONE_CLASS: Schema = {
  $defs: {
    ClassificationPrediction: object('ClassificationPrediction', {
      class: described('Class', 'The predicted class label', { type: 'string' }),
      class_id: CLASS_ID,
      confidence: CLASS_SHARE,
    }),
    ImageMetadataSchema: IMAGE_SIZE,
  },
  ...object(
    'MultiClassClassificationSchema',
    {
      image: ref('ImageMetadataSchema'),
      predictions: listOf('ClassificationPrediction', 'Predictions'),
      top: described('Top', 'The top predicted class label', { type: 'string' }),
      confidence: described('Confidence', 'The confidence of the top predicted class label', {
        type: 'number',
      }),
      ...CLASSIFIED,
    },
    OPTIONAL,
  ),
};

const MANY_CLASSES: Schema = {
  $defs: {
    ImageMetadataSchema: IMAGE_SIZE,
    MultiLabelClassificationPrediction: object('MultiLabelClassificationPrediction', {
      confidence: CLASS_SHARE,
      class_id: CLASS_ID,
    }),
  },
  ...object(
    'MultiLabelClassificationSchema',
    {
      image: ref('ImageMetadataSchema'),
      predictions: {
        additionalProperties: ref('MultiLabelClassificationPrediction'),
        title: 'Predictions',
        type: 'object',
      },
      predicted_classes: described('Predicted Classes', 'The list of predicted classes', {
        items: { type: 'string' },
        type: 'array',
      }),
      ...CLASSIFIED,
    },
    OPTIONAL,
  ),
};

export const SCHEMAS: Readonly<Partial<Record<Kind, Schema | Schema[]>>> = {
  image: object('ImageSchema', {
    type: { const: 'url', title: 'Type', type: 'string' },
    value: {
      description:
        'Value depends on `type` - for url, one should provide URL to the file, for `file` - local path, for `base64` - base64 string.',
      title: 'Value',
    },
  }),
  object_detection_prediction: setOf('ObjectDetectionSchema', 'BoundingBoxSchema', BOX),
  instance_segmentation_prediction: setOf(
    'InstanceSegmentationSchema',
    'BoundingBoxWithSegmentationSchema',
    { ...BOX, points: listOf('PointSchema', 'Points') },
    { PointSchema: object('PointSchema', POINT) },
  ),
  keypoint_detection_prediction: setOf(
    'KeyPointsDetectionSchema',
    'BoundingBoxWithKeyPoints',
    { ...BOX, keypoints: listOf('KeyPointSchema', 'Keypoints') },
    { KeyPointSchema: object('KeyPointSchema', KEYPOINT) },
  ),
  classification_prediction: [ONE_CLASS, MANY_CLASSES],
  qr_code_detection: setOf('CodeDetectionSchema', 'BoundingBoxWithCodeSchema', {
    data: described('Data', 'Detected code', { type: 'string' }),
  }),
};
