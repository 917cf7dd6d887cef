/**
 * The lens that was chosen at an earlier visit, read without the store (preferences.ts), whose code web/early.ts does
 * not wait for.
 * @returns its device's id as it was kept, checked no further; null where there is none
 */
export function keptLens(device: () => Pick<Storage, 'getItem'>): string | null {
  try {
    const lens: unknown = JSON.parse(device().getItem('sightline.preferences') ?? '{}').state?.lens;
    return typeof lens === 'string' ? lens : null;
  } catch {
    return null;
  }
}
