/**
 * What the network that segments knows: PASCAL VOC's classes, by number from 1 on
 * (http://host.robots.ox.ac.uk/pascal/VOC/voc2012/), under COCO's names; 0 is the background.
 */
const CLASSES = [
  'airplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'dining table',
  'dog',
  'horse',
  'motorcycle',
  'person',
  'potted plant',
  'sheep',
  'couch',
  'train',
  'tv',
];

/** VOC's own names, where they are others. */
const ALSO: Record<string, string> = {
  aeroplane: 'airplane',
  diningtable: 'dining table',
  motorbike: 'motorcycle',
  pottedplant: 'potted plant',
  sofa: 'couch',
  tvmonitor: 'tv',
};

/** The network's number for a detector's class; null where it does not know such things. */
export function segmentedAs(name: string): number | null {
  const plain = name.trim().toLowerCase();
  const at = CLASSES.indexOf(Object.hasOwn(ALSO, plain) ? (ALSO[plain] as string) : plain);
  return at < 0 ? null : at + 1;
}
