/** The gallery as a person knows it, and the photo that it leads to. */
import type { Locator, Page } from '@playwright/test';
import type { SceneFile } from '../../scenes/files';

export const photoOf = (page: Page) => page.getByRole('dialog', { name: 'Photo' });
export const galleryOf = (page: Page) => page.getByRole('dialog', { name: 'Gallery' });
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export async function openGallery(page: Page): Promise<Locator> {
  await button(page, 'Gallery').click();
  return galleryOf(page);
}

export async function choose(page: Page, file: SceneFile): Promise<void> {
  const gallery = await openGallery(page);
  const chooser = page.waitForEvent('filechooser');
  await gallery.getByRole('button', { name: 'Choose a picture' }).click();
  await (await chooser).setFiles(file);
}
