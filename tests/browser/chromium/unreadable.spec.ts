import { button, choose } from '../../../kit/browser/photos/galleryScreen';
import { watchRequests } from '../../../kit/browser/requests';
import { expect, test } from '../../../kit/browser/test';

// Playwright's trace fetches a picture without a body once more, by the page, whose policy blocks that.
test.use({ trace: 'off' });

test('what is no picture is said in words and goes nowhere', async ({ open }) => {
  const { page, alert } = await open();
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  const files = {
    'text.jpg': 'no picture at all',
    'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    'phone.heic': '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    'cut.png': '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
    'empty.webp': '',
  };
  for (const [name, text] of Object.entries(files)) {
    await choose(page, { name, mimeType: 'image/jpeg', buffer: Buffer.from(text, 'latin1') });
    const words = name.endsWith('.heic')
      ? ['This browser cannot read HEIC', 'Make a JPEG of it']
      : ['This browser cannot read the file as a picture.', 'Choose a JPEG, PNG or WebP'];
    for (const each of words) await expect(alert).toContainText(each);
    await button(page, 'Close').click();
  }
  expect(leftBy()).toEqual({});
});
