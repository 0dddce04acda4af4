import { api, projectPath } from './client';
import type { Project } from './contract';

/** Nobody can work in it then; it comes back with everything in it. */
export const binProject = (key: string) => api.delete(projectPath(key));
export const restoreProject = (key: string) => api.post<unknown>(projectPath(key, '/restore'));

/** It can be read and exported, and nothing in it changes until it is taken out. */
export const archiveProject = (key: string) => api.post<Project>(projectPath(key, '/archive'));
export const unarchiveProject = (key: string) => api.post<Project>(projectPath(key, '/unarchive'));
