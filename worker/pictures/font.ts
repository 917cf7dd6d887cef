/** A small built-in font: letters of 5×7 dots for the characters from space to tilde. */
import type { Canvas, Colour } from './canvas';

const FIRST = 32;
const DOTS = { width: 5, height: 7 };
/** From one letter to the next, in dots. */
const ADVANCE = 6;

/**
 * One group a letter, in ASCII order; each digit is a row from the top, in base 32: its five bits are the
 * dots from the left.
 */
const GLYPHS = `
0000000 4444404 aa00000 aavavaa 4fke5u4 op248j3 cik8lid 4400000 2488842 8422248 04lel40 044v440 0000c48 000v000 00000cc 01248g0
ehjlphe 4c4444e eh1248v v2421he 26aiv22 vgu11he 68guhhe v124888 ehhehhe ehhf12c 0cc0cc0 0cc0c48 248g842 00v0v00 8421248 eh12404
eh1dlle ehhhvhh uhhuhhu ehggghe sihhhis vgguggv vgguggg ehgnhhf hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hhpljhh ehhhhhe
uhhuggg ehhhlid uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllla hha4ahh hhha444 v1248gv e88888e 0g84210 e22222e 4ah0000 000000v
8420000 00e1fhf ggmphhu 00egghe 11djhhf 00ehvge 698s888 0fhhf1e ggmphhh 40c444e 20622ic ggikoki c44444e 00qllhh 00mphhh 00ehhhe
00uhugg 00djf11 00mpggg 00ege1u 88s8896 00hhhjd 00hhha4 00hhlla 00ha4ah 00hhf1e 00v248v 2448442 4444444 8442448 008l200`
  .trim()
  .split(/\s+/);

const UNKNOWN = GLYPHS['?'.charCodeAt(0) - FIRST] ?? '';

/** Px that the text takes. @param scale px a dot. */
export function textSize(text: string, scale: number): { width: number; height: number } {
  const letters = plain(text).length;
  const dots = letters === 0 ? 0 : letters * ADVANCE - (ADVANCE - DOTS.width);
  return { width: dots * scale, height: DOTS.height * scale };
}

/** @param left, top px of the first letter's corner. @param scale px a dot. */
export function drawText(
  canvas: Canvas,
  text: string,
  left: number,
  top: number,
  scale: number,
  colour: Colour,
) {
  [...plain(text)].forEach((letter, index) => {
    const glyph = GLYPHS[letter.charCodeAt(0) - FIRST] ?? UNKNOWN;
    drawGlyph(canvas, glyph, left + index * ADVANCE * scale, top, scale, colour);
  });
}

function drawGlyph(canvas: Canvas, glyph: string, left: number, top: number, scale: number, colour: Colour) {
  [...glyph].forEach((digit, row) => {
    const bits = Number.parseInt(digit, 32);
    for (let column = 0; column < DOTS.width; column += 1) {
      if (((bits >> (DOTS.width - 1 - column)) & 1) === 0) continue;
      const [x, y] = [left + column * scale, top + row * scale];
      canvas.fill({ left: x, top: y, right: x + scale, bottom: y + scale }, colour);
    }
  });
}

/**
 * Accents are taken off, so that "Tür" is read as "Tur"; what still has no letter here becomes a question
 * mark.
 */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
}
