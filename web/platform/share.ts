/** Handing a file to the system's share sheet, or to the downloads folder. */

/** Must be called with the very file: Firefox on Android knows `share`, but not for files. */
export function canShareFile(file: File): boolean {
  return navigator.canShare?.({ files: [file] }) ?? false;
}

/**
 * Must be called from a tap, with a file that is already encoded: WebKit's permission to share ends with the
 * gesture. Files alone, no title or text: iOS then drops the picture from some targets (mdn/content#32019).
 * @returns false where the system failed to share; a person's own cancelling (AbortError) is no failure
 */
export const shareFile = (file: File): Promise<boolean> => shared({ files: [file] });

async function shared(data: ShareData): Promise<boolean> {
  try {
    await navigator.share(data);
    return true;
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'AbortError';
  }
}

export function canShareText(text: string): boolean {
  return navigator.canShare?.({ text }) ?? false;
}

/** @returns as `shareFile` */
export const shareText = (text: string): Promise<boolean> => shared({ text });

export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // Safari reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @returns whether the system's clipboard took it: it may be barred, and is absent without https. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
