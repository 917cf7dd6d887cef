/** The same model over one photo: on the whole of it, on every tile, and on what that left in doubt. */
import type { Box, DetectObjects, DetectOptions, Picture } from '../../boxes';
import { cutOut, type Rect } from '../../crop';
import { edgesOf } from '../../geometry';
import { confirmed, LOOK_LIMITS, type LookLimits, placed, WHOLE } from './confirm';
import { type CutSides, mergeBoxes, type TileBox } from './merge';
import { planTiles, type TilePlanOptions } from './plan';

export type SearchOptions = {
  tiles?: Partial<TilePlanOptions>;
  detect?: DetectOptions;
  looks?: LookLimits;
};

/** A box that ends this near to its tile's border ends because of it; share of the tile's side. */
const NEAR_BORDER = 0.012;
/** @returns boxes in px of the picture, best first */
export async function searchClosely(
  picture: Picture,
  detectObjects: DetectObjects,
  { tiles, detect, looks = LOOK_LIMITS }: SearchOptions = {},
): Promise<Box[]> {
  const uncut = { left: false, top: false, right: false, bottom: false };
  const boxes: TileBox[] = (await detectObjects(picture, detect)).map((box) => ({
    box,
    cut: uncut,
    pass: WHOLE,
  }));
  for (const [index, tile] of planTiles(picture.width, picture.height, tiles).entries()) {
    const found = await detectObjects(cutOut(picture, tile), detect);
    boxes.push(...found.map((box) => toTileBox(box, tile, picture, index + 1)));
  }
  // Where it is the worker's CONFIDENCE that holds, it is not known here, but no box of the model's is below
  // it.
  const least = detect?.confidence ?? Math.min(...boxes.map(({ box }) => box.confidence));
  return confirmed(mergeBoxes(boxes, least), { picture, seen: boxes, detectObjects, detect }, looks);
}

/** @param box px of the tile */
function toTileBox(box: Box, tile: Rect, picture: Picture, pass: number): TileBox {
  return { box: placed(box, tile), cut: cutSidesOf(edgesOf(box), tile, picture), pass };
}

function cutSidesOf(edges: ReturnType<typeof edgesOf>, tile: Rect, picture: Picture): CutSides {
  const near = NEAR_BORDER * Math.max(tile.width, tile.height);
  return {
    left: tile.left > 0 && edges.left < near,
    top: tile.top > 0 && edges.top < near,
    right: tile.left + tile.width < picture.width && edges.right > tile.width - near,
    bottom: tile.top + tile.height < picture.height && edges.bottom > tile.height - near,
  };
}
