import { queryOptions } from '@tanstack/react-query';
import { api, type ItemRow, type Job, projectPath, type QualityReport, type QualityView } from '@/shared/api';

export const qualityQuery = (key: string, question: string) =>
  queryOptions({
    queryKey: ['quality', key, question],
    queryFn: () => api.get<QualityView>(projectPath(key, '/quality'), { query: { question } }),
    // A report that is being made, or that answers have overtaken, is asked for again until it is there.
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === 'computing' ? 1_000 : state === 'stale' ? 5_000 : false;
    },
  });

/** The figures, if a report was made at all. */
export const madeReport = (view: QualityView): QualityReport | undefined =>
  view.asOf ? (view as QualityReport) : undefined;

export const recompute = (key: string, question: string) => api.post<Job>(projectPath(key, '/quality'), { question });

export interface DisputePage {
  items: ItemRow[];
  next?: string | null;
  total: number;
}

/** The most disputed items not decided yet. */
export const topDisputesQuery = (key: string, question: string, limit: number) =>
  queryOptions({
    queryKey: ['disputes', key, question, 'top', limit],
    queryFn: () => api.get<DisputePage>(projectPath(key, '/disputes'), { query: { question, limit } }),
  });
