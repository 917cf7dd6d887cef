/**
 * The photos that were looked at, and what was found: on this device alone, in IndexedDB. Bytes and not blobs:
 * WebKit keeps no blobs in a private window. What lists them is kept apart from what opens them.
 */
import { clear, createStore, delMany, get, promisifyRequest, setMany } from 'idb-keyval';
import type { WorkflowName } from '../../protocol/api';
import { encodeJpeg } from '../platform/encodeJpeg';
import type { Output, Result, Value } from '../results/kinds/model';

/** `atMs`: when it was looked at (epoch). `bytes`: what it takes on the device. `thumb`: a small JPEG. */
export type KeptFacts = {
  id: string;
  atMs: number;
  workflow: WorkflowName;
  count: number;
  bytes: number;
  thumb: ArrayBuffer;
};
export type KeptPhoto = { photo: Blob; result: Result };
/** `full`: the device has no room. `barred`: this browser keeps nothing here. */
export type Kept = 'kept' | 'full' | 'barred';
export type Looked = { photo: Blob; drawn: Blob; result: Result; workflow: WorkflowName };

/** The oldest goes: some 100 MB at most where each is 1 MB. */
const MOST_PHOTOS = 100;
/** px, the longer side. */
const THUMB_LENGTH = 168;

/** What is kept is of this form; one of another name would have another. */
const store = createStore('sightline-gallery-1', 'photos');
const factsKey = (id: string) => `facts ${id}`;
const photoKey = (id: string) => `photo ${id}`;
const ALL_FACTS = () => IDBKeyRange.bound('facts ', 'facts!');

/** Both or nothing is written, and where there is room for neither the older ones stay as they are. */
export async function keepPhoto(looked: Looked): Promise<Kept> {
  try {
    const { facts, photo } = await written(looked);
    await setMany(
      [
        [factsKey(facts.id), facts],
        [photoKey(facts.id), photo],
      ],
      store,
    );
    await forgetOldest();
    return 'kept';
  } catch (thrown) {
    return isFull(thrown) ? 'full' : 'barred';
  }
}

/** The newest first. @throws where this browser keeps nothing here */
export async function keptPhotos(): Promise<KeptFacts[]> {
  const all: KeptFacts[] = await store('readonly', (photos) => promisifyRequest(photos.getAll(ALL_FACTS())));
  return all.reverse();
}

/** @returns null where it is no longer there */
export async function openPhoto(id: string): Promise<KeptPhoto | null> {
  const found = await get<Written>(photoKey(id), store);
  return found ? { photo: new Blob([found.bytes], { type: found.type }), result: found.result } : null;
}

/** @returns what brings it back as it was; null where it was gone already. @throws where it cannot be deleted */
export async function forgetPhoto(id: string): Promise<(() => Promise<void>) | null> {
  const keys = [factsKey(id), photoKey(id)];
  // In one transaction: both or nothing, whatever another tab does meanwhile.
  const before = await store('readwrite', async (photos) => {
    const both = keys.map((key) => promisifyRequest<unknown>(photos.get(key)));
    for (const key of keys) photos.delete(key);
    await promisifyRequest(photos.transaction);
    return Promise.all(both);
  });
  if (before.includes(undefined)) return null;
  return () => setMany(keys.map((key, at) => [key, before[at]]), store); // biome-ignore format: one line
}

export const clearPhotos = (): Promise<void> => clear(store);

type Written = { type: string; bytes: ArrayBuffer; result: Result };

async function written({
  photo,
  drawn,
  result,
  workflow,
}: Looked): Promise<{ facts: KeptFacts; photo: Written }> {
  const bare = withoutPictures(result);
  const [bytes, thumb] = await Promise.all([photo.arrayBuffer(), thumbOf(drawn)]);
  const atMs = Date.now();
  const size = bytes.byteLength + thumb.byteLength + JSON.stringify(bare).length;
  // By key is by time; two in one millisecond are two all the same.
  const id = `${String(atMs).padStart(15, '0')} ${crypto.randomUUID()}`;
  const facts = { id, atMs, workflow, count: result.things.length, bytes: size, thumb };
  return { facts, photo: { type: photo.type, bytes, result: bare } };
}

async function forgetOldest(): Promise<void> {
  const old = (await keptPhotos()).slice(MOST_PHOTOS).map(({ id }) => id);
  if (old.length > 0) await delMany([...old.map(factsKey), ...old.map(photoKey)], store);
}

async function thumbOf(drawn: Blob): Promise<ArrayBuffer> {
  const picture = await createImageBitmap(drawn);
  const scale = Math.min(1, THUMB_LENGTH / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return (await (await encodeJpeg(canvas, 0.75))?.arrayBuffer()) ?? new ArrayBuffer(0);
}

/** Pictures that the workflow made may be many times as large as the photo. */
export function withoutPictures(result: Result): Result {
  return {
    ...result,
    outputs: result.outputs.map((output) => ({ ...output, ...bareValue(output) }) as Output),
  };
}

function bareValue(value: Value): Value {
  if (value.kind === 'picture') return { ...value, base64: null };
  if (value.kind !== 'list') return value;
  const items = value.items.map(bareValue);
  return { ...value, items, json: items.some(({ kind }) => kind === 'picture') ? null : value.json };
}

function isFull(thrown: unknown): boolean {
  // IndexedDB's own name, or Firefox's for a disk without room (NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR).
  return thrown instanceof DOMException && /quota/i.test(thrown.name);
}
