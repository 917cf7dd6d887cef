import { create } from 'qrcode';

/** Around the code, in its own squares (ISO/IEC 18004 §9.1). */
const QUIET = 4;

/** @param text ASCII. A module of its own: whoever does not share does not load it. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'L' });
  const { size } = modules;
  const squares = Array.from({ length: size * size }, (_, at) => at).filter((at) => modules.data[at]);
  const path = squares.map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`).join('');
  const side = size + 2 * QUIET;
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}>
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
