import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type InboxLine, type MyDecision, projectPath, type UnreadCount } from '@/shared/api';

/** How much is unread; asked again every minute, and whenever somebody comes back to the window. */
export const unreadQuery = queryOptions({
  queryKey: ['inbox', 'unread'],
  queryFn: () => api.get<UnreadCount>('/inbox/unread'),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 10_000,
});

export const inboxQuery = (project?: string) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'lines', project ?? ''],
    queryFn: ({ pageParam }) =>
      api.get<{ lines: InboxLine[]; next?: string }>('/inbox', { query: { project, before: pageParam, limit: 30 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });

/** Read up to a moment: what comes later is unread. @returns what was remembered before, to be sent to take it back */
export const markRead = async (reading: { line?: string; through?: string | undefined }) =>
  (await api.put<{ before?: string }>('/inbox/read', reading)).before;

export const decisionsQuery = (key: string, day?: string) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'decisions', key, day ?? ''],
    queryFn: ({ pageParam }) =>
      api.get<{ decisions: MyDecision[]; next?: number }>(projectPath(key, '/mine/decisions'), {
        query: { day, before: pageParam, limit: 20 },
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next,
  });
