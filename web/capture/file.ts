const ENDINGS: Record<string, string> = { 'image/jpeg': 'jpg', 'video/mp4': 'mp4', 'video/webm': 'webm' };

/** By when it was made. @param type a MIME type, codecs or not: a share sheet takes none */
export function capturedFile(parts: Blob[], type: string): File {
  const [bare = type] = type.split(';');
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return new File(parts, `sightline-${stamp}.${ENDINGS[bare] ?? 'bin'}`, { type: bare });
}
