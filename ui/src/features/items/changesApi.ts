import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type ExportWanted, type ItemChange, type ItemChangeWanted, type Job, projectPath } from '@/shared/api';
import { type ItemSearch, whereOf } from './itemFilters';
import type { Selection } from './selection';

/** What is done to each item, without saying to which. */
export type Change = Omit<ItemChangeWanted, 'items' | 'where'>;

/** What was done to many items at once, the latest first. */
export const changesQuery = (key: string) =>
  queryOptions({
    queryKey: ['items', key, 'changes'],
    queryFn: async () => (await api.get<{ changes: ItemChange[] }>(projectPath(key, '/changes'))).changes,
    refetchInterval: (query) => (query.state.data?.some(isRunning) ? 1_000 : false),
  });

/** The same, of what was done with answers of single people. */
export const answersChangesQuery = (key: string) =>
  queryOptions({
    queryKey: ['items', key, 'changes', 'answers'],
    queryFn: async () =>
      (await api.get<{ changes: ItemChange[] }>(projectPath(key, '/changes'), { query: { answers: 'true' } })).changes,
    refetchInterval: (query) => (query.state.data?.some(isRunning) ? 1_000 : false),
  });

export const isRunning = ({ state }: ItemChange): boolean => state === 'queued' || state === 'running';

export function change(key: string, selection: Selection, search: ItemSearch, wanted: Change) {
  return api.post<ItemChange>(projectPath(key, '/changes'), { ...selected(selection, search), ...wanted });
}

/** Takes an import back as a whole. */
export const binImport = (key: string, number: number) =>
  api.post<ItemChange>(projectPath(key, '/changes'), { kind: 'bin', where: { imported: number } });

/** Writes a file of these items; it is among the project's exports. */
export const exportItems = (key: string, selection: Selection, search: ItemSearch, wanted: ExportWanted) =>
  api.post<Job>(projectPath(key, '/exports'), { ...selected(selection, search), ...wanted });

/** Which items are selected, as requests say it. */
const selected = (selection: Selection, search: ItemSearch) =>
  selection.kind === 'some' ? { items: [...selection.ids] } : { where: whereOf(search) };

const undoChange = (key: string, id: number) => api.post<ItemChange>(projectPath(key, `/changes/${id}/undo`), {});

/** A change whose job is over. A few items take a moment, many take seconds: asked for soon, then less and less often. */
export async function whenOver(key: string, made: ItemChange): Promise<ItemChange> {
  let now = made;
  for (let pause = 60; isRunning(now); pause = Math.min(1_000, pause * 2)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    now = await api.get<ItemChange>(projectPath(key, `/changes/${made.id}`));
  }
  return now;
}

/** What a change of many items changes besides the items. */
export function useRefresh(key: string): () => void {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [['items', key], ['members', key], ['overview', key], ['projects']])
      void client.invalidateQueries({ queryKey });
  };
}

/** Takes a change back; done when the items are as they were. */
export function useUndoChange(key: string) {
  const client = useQueryClient();
  const refresh = useRefresh(key);
  return useMutation({
    mutationFn: async (id: number) => {
      const begun = await undoChange(key, id);
      void client.invalidateQueries({ queryKey: changesQuery(key).queryKey });
      return whenOver(key, begun);
    },
    onSettled: refresh,
  });
}
