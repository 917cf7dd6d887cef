/**
 * JSON as text, its beginning where it is long or deep: `JSON.stringify` writes all of it, and has no stack
 * for the deepest.
 */
import { cut } from './text';

/** Levels that are written. */
const DEEPEST = 12;

/**
 * @param most characters, about
 * @param indent of each level; empty for one line
 */
export function jsonText(value: unknown, most: number, indent = ''): string {
  const writer = new Writer(most, indent);
  writer.write(value, 0);
  return writer.text();
}

class Writer {
  private readonly parts: string[] = [];

  constructor(
    private left: number,
    private readonly indent: string,
  ) {}

  text(): string {
    return this.parts.join('');
  }

  write(value: unknown, depth: number): void {
    if (typeof value === 'string') this.put(this.quoted(value));
    else if (typeof value !== 'object' || value === null) this.put(String(value ?? null));
    else if (Array.isArray(value)) this.writeList(value, depth);
    else this.writeRecord(value as Record<string, unknown>, depth);
  }

  private writeList(list: unknown[], depth: number): void {
    this.writeAll('[', ']', list.length, depth, (at) => this.write(list[at], depth + 1));
  }

  private writeRecord(record: Record<string, unknown>, depth: number): void {
    const keys = Object.keys(record);
    this.writeAll('{', '}', keys.length, depth, (at) => {
      const key = keys[at] ?? '';
      this.put(`${this.quoted(key)}: `);
      this.write(record[key], depth + 1);
    });
  }

  private writeAll(open: string, close: string, count: number, depth: number, writeAt: (at: number) => void) {
    if (depth >= DEEPEST) return this.put(`${open}…${close}`);
    this.put(open);
    for (let at = 0; at < count; at += 1) {
      if (at > 0) this.put(this.indent ? ',' : ', ');
      this.breakLine(depth + 1);
      if (this.left <= 0) {
        this.put('…');
        break;
      }
      writeAt(at);
    }
    if (count > 0) this.breakLine(depth);
    this.put(close);
  }

  private breakLine(depth: number): void {
    if (this.indent) this.put(`\n${this.indent.repeat(depth)}`);
  }

  private quoted(text: string): string {
    return JSON.stringify(cut(text, Math.max(1, this.left)));
  }

  private put(text: string): void {
    this.left -= text.length;
    this.parts.push(text);
  }
}
