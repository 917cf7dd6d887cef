/** What outlining one of SAM3's masks at the edge would take: the road not taken. */
import { photoPredictions } from '../../../../protocol/result';

export const onRequest = async ({ request }: { request: Request }) =>
  Response.json(photoPredictions([(await request.json()) as Record<string, unknown>]));
