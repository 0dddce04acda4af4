import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Answers,
  api,
  type Claim,
  type DoubtPage,
  type ItemDetail,
  type ItemRow,
  projectPath,
} from '@/shared/api';
import type { DisputePage } from '../quality/qualityApi';

/** Disputed items, most disputed first. The order is kept while one works: it is asked for once, not again and again. */
export const disputesQuery = (key: string, question?: string) =>
  infiniteQueryOptions({
    queryKey: ['disputes', key, question ?? '', 'list'],
    queryFn: ({ pageParam }) =>
      api.get<DisputePage>(projectPath(key, '/disputes'), { query: { question, after: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** How many items are disputed on a question, or on any, as the choice between questions says it. */
export const disputeCountQuery = (key: string, question?: string) =>
  queryOptions({
    queryKey: ['disputes', key, question ?? '', 'count'],
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

/** What others are deciding at the moment. */
export const claimsQuery = (key: string) =>
  queryOptions({
    queryKey: ['disputes', key, '', 'claims'],
    queryFn: async () => (await api.get<{ claims: Claim[] }>(projectPath(key, '/disputes/claims'))).claims,
    refetchInterval: 10_000,
  });

/**
 * Keeps an item on one's own desk as long as it is on the screen. The problem `item_claimed` says who is at it; the item comes by
 * itself once they have gone on.
 */
export const claimQuery = (key: string, item: number) =>
  queryOptions({
    queryKey: ['disputes', key, '', 'claim', item],
    queryFn: () => claim(key, item, false),
    refetchInterval: (query) => (query.state.error ? 10_000 : 60_000),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });

export const claim = (key: string, item: number, takeOver: boolean) =>
  api.put<{ until: string }>(projectPath(key, `/items/${item}/claim`), { takeOver });
/** Also while the page goes away. */
export const release = (key: string, item: number) =>
  api.delete(projectPath(key, `/items/${item}/claim`), { keepalive: true });

/** Items that somebody skipped or marked ambiguous; as with disputes, the order is kept while one works. */
export const doubtsQuery = (key: string) =>
  infiniteQueryOptions({
    queryKey: ['doubts', key, 'list'],
    queryFn: ({ pageParam }) =>
      api.get<DoubtPage>(projectPath(key, '/doubts'), { query: { after: pageParam, limit: 50 } }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
export const doubtCountQuery = (key: string) =>
  queryOptions({
    queryKey: ['doubts', key, 'count'],
    queryFn: () => api.get<DoubtPage>(projectPath(key, '/doubts'), { query: { limit: 1 } }),
    staleTime: 10_000,
  });

/** What was seen needs no decision; `another`: somebody else is asked. */
export const lookedAt = (key: string, item: number, through: number, another: boolean) =>
  api.put<ItemDetail>(projectPath(key, `/items/${item}/doubts`), { through, another });
export const lookAgain = (key: string, item: number) =>
  api.delete<ItemDetail>(projectPath(key, `/items/${item}/doubts`));

export interface Decision {
  item: number;
  answers: Answers;
  reason: string;
  rule?: string;
  replaces: number[];
}

export const decide = (key: string, { item, ...decision }: Decision) =>
  api.put<ItemDetail>(projectPath(key, `/items/${item}/adjudication`), decision);
/** Takes decisions back by their numbers: what somebody else has put in their place stays. */
export const retract = (key: string, item: number, decisions: readonly number[]) =>
  api.delete<ItemDetail>(projectPath(key, `/items/${item}/adjudication`), {
    query: { decision: decisions.map(String) },
  });
