/** What must not be printed: the code, the cookie, the relay's credentials. Whatever is said goes through here. */
import type { Finding } from './finding';

/** Shorter texts would black out half of every sentence. */
const SHORTEST = 4;

export class Secrets {
  #known = new Set<string>();

  add(...texts: (string | null | undefined)[]): void {
    for (const text of texts) if (text && text.length >= SHORTEST) this.#known.add(text);
  }

  hide(text: string): string {
    const longestFirst = [...this.#known].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((said, secret) => said.replaceAll(secret, '…'), text);
  }

  hideIn(finding: Finding): Finding {
    const { what, says, remedy, facts } = finding;
    const entries = Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? this.hide(value) : value,
    ]);
    return {
      ...finding,
      what: what && this.hide(what),
      says: this.hide(says),
      remedy: remedy && this.hide(remedy),
      facts: Object.fromEntries(entries),
    };
  }
}
