import { queryOptions } from '@tanstack/react-query';
import { api, type Project, type ProjectSummary, projectPath, type Schema } from '@/shared/api';

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
}

export const createProject = (project: NewProject) => api.post<Project>('/projects', project);

/** Gives a project the settings of another one, apart from what it was created with. */
export const copySettings = (
  {
    goldEvery,
    goldFeedback,
    repeatEvery,
    repeatAfterHours,
    draftsWithheldEvery,
    labelersSee,
    decisionFeedback,
    leaseMinutes,
  }: Project,
  to: string,
) =>
  api.patch<Project>(projectPath(to), {
    goldEvery,
    goldFeedback,
    repeatEvery,
    repeatAfterHours,
    draftsWithheldEvery,
    labelersSee,
    decisionFeedback,
    leaseMinutes,
  });
