import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AccountPage, api, type Instance, type Job, type ResetLink } from '@/shared/api';
import { isLive } from '../jobs/jobsApi';

export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: () => api.get<Instance>('/instance'),
  refetchInterval: 30_000,
});

/** Jobs of all projects that wait, run, or failed within seven days. */
export const instanceJobsQuery = queryOptions({
  queryKey: ['instance', 'jobs'],
  queryFn: async () => (await api.get<{ jobs: Job[] }>('/instance/jobs')).jobs,
  refetchInterval: (query) => (query.state.data?.some(isLive) ? 2_000 : 15_000),
});

export type Shown = 'all' | 'off';

export const accountsQuery = (q: string, shown: Shown) =>
  infiniteQueryOptions({
    queryKey: ['accounts', q, shown],
    queryFn: ({ pageParam }) =>
      api.get<AccountPage>('/accounts', {
        query: { q, disabled: shown === 'off' ? true : undefined, after: pageParam, limit: 50 },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const makeReset = (account: string) => api.post<ResetLink>(`/accounts/${account}/password-reset`);
export const setEnabled = (account: string, enabled: boolean) =>
  api.post<void>(`/accounts/${account}/${enabled ? 'enable' : 'disable'}`);
export const signOutEverywhere = (account: string, keepTokens: boolean) =>
  api.post<void>(`/accounts/${account}/sign-out`, { keepTokens });
export const setEmail = (account: string, email: string) => api.post<void>(`/accounts/${account}/email`, { email });
export const sendTestMail = () => api.post<void>('/instance/mail-test');
