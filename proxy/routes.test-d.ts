/**
 * The page's words for the routes (protocol/api.ts) against what the proxy is made of. The compiler reads it;
 * nothing here runs.
 */
import type { ExtractSchema } from 'hono/types';
import { describe, expectTypeOf, it } from 'vitest';
import type { ApiAnswers, ROUTES, SessionRequest } from '../protocol/api';
import type { Proof } from './guard/entry';
import type { AppType } from './index';
import type { askForPhoto } from './inference/ask';

type Schema = ExtractSchema<AppType>;
type Answer<Path extends keyof Schema, Method extends keyof Schema[Path]> = Schema[Path][Method] extends {
  output: infer Output;
}
  ? Output
  : never;
type Paths = (typeof ROUTES)[keyof typeof ROUTES] | `${typeof ROUTES.turn}/:provider`;

describe('the types of', () => {
  it('the routes are all there, and no other', () => {
    expectTypeOf<keyof Schema>().toEqualTypeOf<Paths>();
    expectTypeOf<keyof Schema[typeof ROUTES.config]>().toEqualTypeOf<'$get'>();
    expectTypeOf<keyof Schema[typeof ROUTES.offer]>().toEqualTypeOf<'$post'>();
  });

  it('the answers are those that the page reads', () => {
    expectTypeOf<Answer<typeof ROUTES.config, '$get'>>().toEqualTypeOf<ApiAnswers['config']>();
    expectTypeOf<Answer<typeof ROUTES.turn, '$get'>>().toEqualTypeOf<ApiAnswers['turn']>();
    expectTypeOf<Answer<`${typeof ROUTES.turn}/:provider`, '$get'>>().toEqualTypeOf<ApiAnswers['turn']>();
    expectTypeOf<Answer<typeof ROUTES.offer, '$post'>>().toEqualTypeOf<ApiAnswers['offer']>();
    // Hono turns what is unknown into never, so a photo's outputs are compared before it does.
    expectTypeOf<keyof Answer<typeof ROUTES.infer, '$post'>>().toEqualTypeOf<keyof ApiAnswers['infer']>();
    expectTypeOf<Awaited<ReturnType<typeof askForPhoto>>>().toEqualTypeOf<ApiAnswers['infer']>();
  });

  it('the proof is what the page sends', () => {
    expectTypeOf<Proof>().toEqualTypeOf<SessionRequest>();
  });
});
