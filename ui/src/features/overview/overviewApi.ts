import { queryOptions } from '@tanstack/react-query';
import { api, type Overview, projectPath } from '@/shared/api';

export const overviewQuery = (key: string) =>
  queryOptions({
    queryKey: ['overview', key],
    queryFn: () => api.get<Overview>(projectPath(key, '/overview')),
    refetchInterval: 30_000,
  });
