import { queryOptions } from '@tanstack/react-query';
import { api, type Job, type Project, type ProjectSummary, projectPath, type Schema } from '@/shared/api';

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

/** Copies texts, metadata and files of the items of another project, and their verified answers if they are wanted. */
export const copyItems = (key: string, of: string, gold: boolean) =>
  api.post<Job>(projectPath(key, '/copies'), { of, gold });
