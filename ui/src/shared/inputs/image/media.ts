import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { address, api, projectPath } from '../../api/client';
import type { FieldContent, MediaFacts } from '../../api/contract';

/** What a field that shows an image holds. */
export type Picture =
  | { readonly kind: 'file'; readonly name: string }
  /** Of another site: kept as data, never loaded. */
  | { readonly kind: 'foreign'; readonly address: string }
  /** Stands in a preview while there is no item. */
  | { readonly kind: 'sample' }
  | { readonly kind: 'none' };

const SAMPLE = 'sample';

export const sampleOf = (words: string): FieldContent => ({ [SAMPLE]: words });

export function pictureOf(content: FieldContent): Picture {
  if (typeof content === 'object' && content !== null && SAMPLE in content) return { kind: 'sample' };
  if (typeof content !== 'string' || content.trim() === '') return { kind: 'none' };
  return /^https?:\/\//i.test(content) ? { kind: 'foreign', address: content } : { kind: 'file', name: content };
}

/** What is known of a file before its bytes are there: its size above all, so that nothing moves when they come. */
export const mediaQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: ['media', project, 'about', name],
    queryFn: () => api.get<MediaFacts>(projectPath(project, '/media/about'), { query: { name } }),
    staleTime: 5 * 60_000,
  });

/** Where the bytes of a file are, the same for ever. */
export const mediaAddress = (project: string, { sha256 }: Pick<MediaFacts, 'sha256'>): string =>
  address(projectPath(project, `/media/${sha256}`));

/** Images loaded ahead are held on to, decoded: enough for the items that may wait, two images each. */
const HELD = 6;
const held: HTMLImageElement[] = [];

/** Loads an image before it is shown. Whatever fails here is told when it is shown. */
export async function loadAhead(client: QueryClient, project: string, content: FieldContent): Promise<void> {
  const picture = pictureOf(content);
  if (picture.kind !== 'file') return;
  try {
    const facts = await client.ensureQueryData(mediaQuery(project, picture.name));
    const image = new Image();
    image.src = mediaAddress(project, facts);
    held.push(image);
    if (held.length > HELD) held.shift();
    await image.decode();
  } catch {
    // The view asks again and says what is wrong.
  }
}
