import { queryOptions } from '@tanstack/react-query';
import { api, type GuidelineVersion, projectPath } from '@/shared/api';

export const guidelinesQuery = (key: string) =>
  queryOptions({
    queryKey: ['guidelines', key],
    queryFn: async () => (await api.get<{ versions: GuidelineVersion[] }>(projectPath(key, '/guidelines'))).versions,
  });

export const saveGuideline = (key: string, body: { markdown: string; note?: string; basedOn: number }) =>
  api.post<GuidelineVersion>(projectPath(key, '/guidelines'), body);
