/** What has the same name in every language. */
export const NAMES = {
  app: 'Sightline',
  live: 'LIVE',
  enhanced: 'ENH',
  photo: 'PHOTO',
  flip: 'FLIP',
  fast: 'FAST',
  accurate: 'ACC',
} as const;
