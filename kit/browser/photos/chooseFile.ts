/** In a page: whether its engine reads a picture of this kind, by its own word. Runs by itself. */
export async function readsPicture({ type, base64 }: { type: string; base64: string }): Promise<boolean> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const picture = new Image();
  picture.src = url;
  const reads = await picture.decode().then(
    () => picture.naturalWidth > 0,
    () => false,
  );
  URL.revokeObjectURL(url);
  return reads;
}

/** In a page: the file of a file input, as if a person had chosen it there. Runs by itself. */
export function chooseFile({ name, type, base64 }: { name: string; type: string; base64: string }): void {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('Nothing here takes a file.');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], name, { type }));
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
