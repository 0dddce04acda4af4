import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Job, type RowProblem } from '@/shared/api';

export const isLive = (job: Job | undefined): boolean => job?.state === 'queued' || job?.state === 'running';

/** A job; asked again twice a second while it runs. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: () => api.get<Job>(`/jobs/${id}`),
    refetchInterval: (query) => (isLive(query.state.data) ? 500 : false),
    staleTime: 0,
  });

export const jobsQuery = (project?: string) =>
  queryOptions({
    queryKey: ['jobs', project ?? ''],
    queryFn: async () => (await api.get<{ jobs: Job[] }>('/jobs', { query: { project } })).jobs,
    refetchInterval: (query) => (query.state.data?.some(isLive) ? 1_000 : false),
  });

export const problemsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['job', id, 'problems'],
    queryFn: ({ pageParam }) =>
      api.get<{ problems: RowProblem[]; next?: string | number | null }>(`/jobs/${id}/problems`, {
        query: { after: pageParam, limit: 100 },
      }),
    initialPageParam: undefined as string | number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Every problem of a job, page by page, for the download. */
export async function allProblems(id: string): Promise<RowProblem[]> {
  const all: RowProblem[] = [];
  let after: string | number | undefined;
  do {
    const page = await api.get<{ problems: RowProblem[]; next?: string | number | null }>(`/jobs/${id}/problems`, {
      query: { after, limit: 1000 },
    });
    all.push(...page.problems);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return all;
}

export const cancelJob = (id: string) => api.post<Job>(`/jobs/${id}/cancel`);

/** How far a job is, in [0, 1]; undefined while the whole is not known. */
export function jobShare(job: Job): number | undefined {
  if (job.state === 'done') return 1;
  return job.total === undefined || job.total === null || job.total === 0
    ? undefined
    : Math.min(1, job.done / job.total);
}

/** Kinds of job the page has words for; a server may do more. */
const named = ['import', 'copy', 'export', 'quality', 'change'] as const;
export const kindKey = (kind: string) => `kind.${named.find((known) => known === kind) ?? 'other'}` as const;
