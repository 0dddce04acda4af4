import { queryOptions } from '@tanstack/react-query';
import { type Answers, api, type Practice, type PracticeFeedback, projectPath } from '@/shared/api';

/** What this person practises on, and whether they are new here; items have other names for everybody. */
export const practiceQuery = (key: string, accountId: string) =>
  queryOptions({
    queryKey: ['practice', key, accountId],
    queryFn: () => api.get<Practice>(projectPath(key, '/practice')),
    retry: false,
    staleTime: 60_000,
  });

/** @param item as the practice names it */
export const judgePractice = (key: string, item: string, answers: Answers) =>
  api.post<PracticeFeedback>(projectPath(key, `/practice/${encodeURIComponent(item)}`), { answers });
export const practiceDone = (key: string) => api.post<void>(projectPath(key, '/practice/done'));
