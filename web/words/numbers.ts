import { languageNow } from './words';

/**
 * Numbers and units as the page's language writes them, by Intl. Make one a kind, not one a number: a format
 * takes longer to make than a hundred numbers to write.
 */
export function numbers(options: Intl.NumberFormatOptions): (value: number) => string {
  let made: { language: string; format: Intl.NumberFormat } | null = null;
  return (value) => {
    const language = languageNow();
    if (made?.language !== language) made = { language, format: new Intl.NumberFormat(language, options) };
    return made.format.format(value);
  };
}
