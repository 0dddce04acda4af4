import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type MediaPage, type MediaUse, projectPath, sendFile, type Uploaded } from '@/shared/api';

const PAGE = 60;

/** Files of a project by name; everything about them is asked anew once one has come or gone. */
export const filesQuery = (key: string, part: string) =>
  infiniteQueryOptions({
    queryKey: ['media', key, 'files', part],
    queryFn: ({ pageParam }) =>
      api.get<MediaPage>(projectPath(key, '/media'), {
        query: { limit: PAGE, q: part || undefined, after: pageParam || undefined },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

/** Which files have no item, and which items no file. */
export const useQueryOf = (key: string) =>
  queryOptions({
    queryKey: ['media', key, 'use'],
    queryFn: () => api.get<MediaUse>(projectPath(key, '/media/use'), { timeoutMs: 60_000 }),
  });

export const sendImage = (
  key: string,
  file: Blob,
  {
    name,
    replace,
    onSent,
    signal,
  }: { name: string; replace: boolean; onSent: (share: number) => void; signal: AbortSignal },
): Promise<Uploaded> =>
  sendFile<Uploaded>(projectPath(key, '/media'), file, {
    query: { name, replace: replace || undefined },
    onSent,
    signal,
  });

/** Outlives the page: whoever deletes and leaves has deleted. */
export const deleteFile = (key: string, name: string) =>
  api.delete<{ name: string; items: number }>(projectPath(key, '/media'), { query: { name }, keepalive: true });

export const addItems = (key: string) =>
  api.post<{ added: number }>(projectPath(key, '/media/items'), undefined, { timeoutMs: 120_000 });
