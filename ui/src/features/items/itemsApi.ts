import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Answers,
  api,
  type ItemCount,
  type ItemDetail,
  type ItemMetadata,
  type ItemRow,
  type MetadataEdit,
  type MetadataField,
  type NextResult,
  projectPath,
} from '@/shared/api';
import { filtersOf, type ItemSearch, itemQuery, whereOf } from './itemFilters';

interface ItemPage {
  items: ItemRow[];
  next?: string | null;
}

/** The rows under these filters, page after page. */
export const itemsQuery = (key: string, search: ItemSearch) =>
  infiniteQueryOptions({
    queryKey: ['items', key, 'list', filtersOf(search)],
    queryFn: ({ pageParam, signal }) =>
      api.get<ItemPage>(projectPath(key, '/items'), { query: itemQuery(search, pageParam), signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 30_000,
  });

/** How many rows there are under these filters, as far as that can be told at once. */
export const itemCountQuery = (key: string, search: ItemSearch) => {
  const query = whereOf(search);
  return queryOptions({
    queryKey: ['items', key, 'count', query],
    queryFn: ({ signal }) => api.get<ItemCount>(projectPath(key, '/items/count'), { query, signal }),
    staleTime: 30_000,
  });
};

export const itemQueryOf = (key: string, id: number) =>
  queryOptions({
    queryKey: ['items', key, 'one', id],
    queryFn: () => api.get<ItemDetail>(projectPath(key, `/items/${id}`)),
  });

export const metadataQuery = (key: string) =>
  queryOptions({
    queryKey: ['items', key, 'metadata'],
    queryFn: () => api.get<{ fields: MetadataField[]; sampled: boolean }>(projectPath(key, '/metadata')),
    staleTime: 60_000,
  });

/** An item's metadata and who changed what in it. */
export const itemMetadataQuery = (key: string, id: number) =>
  queryOptions({
    queryKey: ['items', key, 'one', id, 'metadata'],
    queryFn: () => api.get<ItemMetadata>(projectPath(key, `/items/${id}/metadata`)),
    staleTime: 0,
  });
export const changeMetadata = (key: string, id: number, edits: MetadataEdit[]) =>
  api.patch<ItemMetadata>(projectPath(key, `/items/${id}/metadata`), { edits });

/** Leases this very item; labeling opens it then. */
export const leaseItem = (key: string, item: number) =>
  api.post<NextResult>(projectPath(key, '/next'), { holding: [], item });

export const markGold = (key: string, id: number, answers: Answers) =>
  api.put<ItemRow>(projectPath(key, `/items/${id}/gold`), { answers });
/** Newcomers practise on this gold item; what is said about its answer replaces what was said before. */
export const practiseOn = (key: string, id: number, explanation: string) =>
  api.put<ItemRow>(projectPath(key, `/items/${id}/practice`), { explanation });
export const stopPractising = (key: string, id: number) =>
  api.delete<unknown>(projectPath(key, `/items/${id}/practice`));
export const exclude = (key: string, id: number, reason: string) =>
  api.put<ItemRow>(projectPath(key, `/items/${id}/exclusion`), { reason });
export const include = (key: string, id: number) => api.delete<ItemRow>(projectPath(key, `/items/${id}/exclusion`));
export const unmarkGold = (key: string, id: number) => api.delete<unknown>(projectPath(key, `/items/${id}/gold`));
