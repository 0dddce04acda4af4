import { queryOptions } from '@tanstack/react-query';
import { api, projectPath, type Reader, type TalkThread, type ThreadPage } from '@/shared/api';

/** Where something is said: in a thread that is there, about an answer, or about an item. */
export type Place =
  | { readonly thread: number }
  | { readonly assignment: string }
  | { readonly item: number; readonly forLabelers: boolean };

export const threadsQuery = (key: string, item: number) =>
  queryOptions({
    queryKey: ['items', key, 'threads', item],
    queryFn: async () => (await api.get<{ threads: TalkThread[] }>(projectPath(key, `/items/${item}/threads`))).threads,
    // Others write meanwhile.
    refetchInterval: 30_000,
  });

export const threadQuery = (key: string, thread: number) =>
  queryOptions({
    queryKey: ['threads', key, thread],
    queryFn: () => api.get<ThreadPage>(projectPath(key, `/threads/${thread}`)),
    refetchInterval: 30_000,
  });

/** Who can be named there. */
export const readersQuery = (key: string, place: Place) =>
  queryOptions({
    queryKey: ['threads', key, 'people', place],
    queryFn: async () =>
      (await api.get<{ people: Reader[] }>(projectPath(key, '/threads/people'), { query: { ...place } })).people,
    staleTime: 60_000,
  });

export interface Said {
  saveId: string;
  text: string;
  resolve?: boolean;
}

export const say = (key: string, place: Place, said: Said) =>
  api.post<TalkThread>(projectPath(key, '/comments'), { ...place, ...said });
export const changeComment = (key: string, comment: number, change: { text?: string; deleted?: boolean }) =>
  api.patch<TalkThread>(projectPath(key, `/comments/${comment}`), change);
export const settle = (key: string, thread: number, resolved: boolean) =>
  api.put<TalkThread>(projectPath(key, `/threads/${thread}/resolution`), { resolved });
