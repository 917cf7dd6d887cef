/**
 * In a page: notes the files that it hands to the system, which a driven browser without a share sheet or a folder
 * for downloads would lose. All that is the page's own happens as it does. Both run by themselves.
 */
type Handed = { shared: Blob[]; saved: Blob[] };

export function noteHanded(): void {
  const handed: Handed = { shared: [], saved: [] };
  const blobs = new Map<string, Blob>();
  const { createObjectURL } = URL;
  Object.assign(window, { handed });
  URL.createObjectURL = (of: Blob) => {
    const url = createObjectURL.call(URL, of);
    blobs.set(url, of);
    return url;
  };
  HTMLAnchorElement.prototype.click = function save() {
    const blob = blobs.get(this.href);
    if (blob && this.download) handed.saved.push(blob);
  };
  navigator.canShare = () => true;
  navigator.share = async ({ files = [] } = {}) => void handed.shared.push(...files);
}

/** @returns the last one of these, in base64; '' where there is none */
export async function lastHanded(kind: 'shared' | 'saved'): Promise<string> {
  const { handed } = window as unknown as { handed: Handed };
  const blob = handed[kind].at(-1);
  if (!blob) return '';
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
