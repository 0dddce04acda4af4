import { api, projectPath } from './client';

/** Nobody can work in it then; it comes back with everything in it. */
export const binProject = (key: string) => api.delete(projectPath(key));
export const restoreProject = (key: string) => api.post<unknown>(projectPath(key, '/restore'));
