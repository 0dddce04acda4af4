import { api, type Project, projectPath } from '@/shared/api';

/** What can be changed about a project; what is left out stays. */
export type Settings = Partial<
  Pick<
    Project,
    | 'name'
    | 'overlap'
    | 'leaseMinutes'
    | 'goldEvery'
    | 'goldFeedback'
    | 'repeatEvery'
    | 'repeatAfterHours'
    | 'labelersSee'
  >
>;

export const changeSettings = (key: string, settings: Settings) => api.patch<Project>(projectPath(key), settings);
