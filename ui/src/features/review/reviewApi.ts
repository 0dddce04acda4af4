import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AnswerValue, api, type ItemDetail, type ItemRow, projectPath } from '@/shared/api';
import type { DisputePage } from '../quality/qualityApi';

/** Disputed items, most disputed first. The order is kept while one works: it is asked for once, not again and again. */
export const disputesQuery = (key: string, question: string) =>
  infiniteQueryOptions({
    queryKey: ['disputes', key, question, 'list'],
    queryFn: ({ pageParam }) =>
      api.get<DisputePage>(projectPath(key, '/disputes'), { query: { question, after: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** How many items are disputed on a question, as the choice between questions says it. */
export const disputeCountQuery = (key: string, question: string) =>
  queryOptions({
    queryKey: ['disputes', key, question, 'count'],
    queryFn: async () => {
      const { total } = await api.get<DisputePage>(projectPath(key, '/disputes'), { query: { question, limit: 1 } });
      return total ?? 0;
    },
    staleTime: 10_000,
  });

/** The latest items that may hold decisions, also those with another question still open: similar cases are among them. */
export const settledQuery = (key: string) =>
  queryOptions({
    queryKey: ['items', key, 'settled'],
    queryFn: async () =>
      (
        await Promise.all(
          (['adjudicated', 'disputed'] as const).map((status) =>
            api.get<{ items: ItemRow[] }>(projectPath(key, '/items'), {
              query: { status, sort: '-position', limit: 200 },
            }),
          ),
        )
      ).flatMap((page) => page.items),
    staleTime: 30_000,
  });

export interface Decision {
  item: number;
  question: string;
  value: AnswerValue;
  reason: string;
  rule?: string;
}

export const decide = (key: string, { item, ...decision }: Decision) =>
  api.put<ItemDetail>(projectPath(key, `/items/${item}/adjudication`), decision);
export const retract = (key: string, item: number, question: string) =>
  api.delete<ItemDetail>(projectPath(key, `/items/${item}/adjudication`), { query: { question } });
