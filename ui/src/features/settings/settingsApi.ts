import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Project, projectPath, type SettingChanges } from '@/shared/api';

/** What can be changed about a project; what is left out stays. */
export type Settings = Partial<
  Pick<
    Project,
    | 'name'
    | 'description'
    | 'overlap'
    | 'leaseMinutes'
    | 'goldEvery'
    | 'goldFeedback'
    | 'decisionFeedback'
    | 'repeatEvery'
    | 'repeatAfterHours'
    | 'draftsWithheldEvery'
    | 'labelersSee'
  > & { paused: boolean }
>;

export interface DraftSource {
  source: string;
  drafts: number;
}
export const draftsQuery = (key: string) =>
  queryOptions({
    queryKey: ['drafts', key],
    queryFn: async () => (await api.get<{ sources: DraftSource[] }>(projectPath(key, '/drafts'))).sources,
  });
/** Items are handed out without the drafts of this source from now on. */
export const retireDrafts = (key: string, source: string) =>
  api.delete(projectPath(key, `/drafts?source=${encodeURIComponent(source)}`));

export const changeSettings = (key: string, settings: Settings) => api.patch<Project>(projectPath(key), settings);

/** What was changed about the project, the newest first. */
export const historyQuery = (key: string) =>
  infiniteQueryOptions({
    queryKey: ['settings history', key],
    queryFn: ({ pageParam }) =>
      api.get<SettingChanges>(projectPath(key, '/settings/history'), { query: { before: pageParam, limit: 10 } }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
