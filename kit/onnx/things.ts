/** Centre and size in px of an input of SIDE×SIDE; halves of all of them are whole, so that half precision holds them. */
export type Thing = { x: number; y: number; width: number; height: number; classId: number; score: number };

export const SIDE = 320;
export const THINGS: readonly Thing[] = [
  { x: 160, y: 150, width: 80, height: 60, classId: 1, score: 0.9 },
  { x: 60, y: 120, width: 40, height: 50, classId: 0, score: 0.8 },
];
