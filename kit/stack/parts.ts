/** Parts that need each other, started one after the other and ended in the reverse order. */

/** Keeps what ends a part. @returns the part */
export type Keep = <Part>(part: Part, end: (part: Part) => Promise<unknown> | unknown) => Part;

/** Nothing is left running where one does not come up. @returns what `start` made, and how to stop it. */
export async function startParts<Whole>(
  start: (keep: Keep) => Promise<Whole>,
): Promise<Whole & { stop(): Promise<void> }> {
  const ends: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const keep: Keep = (part, end) => {
    ends.push(() => end(part));
    return part;
  };
  try {
    return { ...(await start(keep)), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
