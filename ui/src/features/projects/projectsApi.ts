import { queryOptions } from '@tanstack/react-query';
import { api, type Project, type ProjectSummary, type Schema } from '@/shared/api';

export const binQuery = queryOptions({
  queryKey: ['projects', 'bin'],
  queryFn: async () => (await api.get<{ projects: ProjectSummary[] }>('/projects', { query: { bin: true } })).projects,
});

export interface NewProject {
  name: string;
  key?: string;
  guideline: string;
  schema: Schema;
  overlap: number;
  /** The project whose other settings it begins with. */
  settingsOf?: string;
}

export const createProject = (project: NewProject) => api.post<Project>('/projects', project);
