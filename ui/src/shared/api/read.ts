/** A number whose digits a number of the browser does not keep: 1.50, or an id of twenty digits. */
class Written {
  readonly value: number;
  readonly source: string;
  constructor(value: number, source: string) {
    this.value = value;
    this.source = source;
  }
}

/** Whether a text may hold such a number. Texts inside may look like one: then reading takes a little longer. */
const LOSSY = /\d{16}|\.\d*0\b|\d[eE][+-]?\d/;

function asWritten(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source
    ? new Written(value, source)
    : value;
}

/**
 * What the server answered. The contract lets null parts be absent; here they always are, so that nobody has to ask for both.
 * Not in the content of items: it is data, in which null means what it means, and a number whose digits would be lost becomes
 * the text that it was written as.
 */
export function readAnswer(text: string): unknown {
  return read(LOSSY.test(text) ? JSON.parse(text, asWritten) : JSON.parse(text), false);
}

function read(value: unknown, content: boolean): unknown {
  if (value instanceof Written) return content ? value.source : value.value;
  if (value === null) return content ? null : undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) value[index] = read(entry, content);
    return value;
  }
  const record = value as Record<string, unknown>;
  for (const [name, part] of Object.entries(record)) {
    const found = read(part, content || (name === 'fields' && !Array.isArray(part)));
    if (found === undefined) delete record[name];
    else record[name] = found;
  }
  return record;
}
