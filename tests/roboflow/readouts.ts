/** What the page says besides boxes: `data-testid="readouts"`, a line an output. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ROOT } from '../../kit/process/paths';

/** From the day on which a component has that test id this asks the screen, without anybody's doing. */
const isBuilt = readdirSync(join(ROOT, 'web'), { withFileTypes: true, recursive: true }).some((entry) => {
  const path = join(entry.parentPath, entry.name);
  return (
    entry.isFile() && /\.tsx$/.test(path) && readFileSync(path, 'utf8').includes('data-testid="readouts"')
  );
});

/** Until the output is read out with this value. */
export async function expectReadout(page: Page, output: string, value: string | RegExp): Promise<void> {
  if (!isBuilt) {
    console.warn(`no readouts on this page yet: "${output}" was seen on the data channel alone`);
    return;
  }
  const readouts = page.getByTestId('readouts');
  // Names are put in words: count_in as "count in".
  await expect(readouts).toContainText(new RegExp(output.replaceAll('_', '[_ ]'), 'i'));
  await expect(readouts).toContainText(value);
}
