/** What outlining one of SAM3's masks at the edge would take: the road not taken. */
import { maskRings } from '../../../../protocol/masks/outline';

type Set = { image: { width: number; height: number }; predictions: { rle_mask: unknown }[] };

export const onRequest = async ({ request }: { request: Request }) => {
  const { seen } = (await request.json()) as { seen: Set };
  const predictions = seen.predictions.map(({ rle_mask, ...box }) => ({
    ...box,
    mask: maskRings(rle_mask, seen.image),
  }));
  return Response.json(predictions);
};
