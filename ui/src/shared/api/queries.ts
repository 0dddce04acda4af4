import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, projectPath } from './client';
import type { Me, Member, Project, ProjectSummary, Role, SessionInfo } from './contract';

/** Queries more than one feature asks. A feature's own queries live beside it. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => api.get<SessionInfo>('/session'),
  staleTime: 5 * 60_000,
});

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async () => (await api.get<{ projects: ProjectSummary[] }>('/projects')).projects,
  staleTime: 10_000,
});

export const projectQuery = (key: string) =>
  queryOptions({
    queryKey: ['project', key],
    queryFn: () => api.get<Project>(projectPath(key)),
    staleTime: 30_000,
  });

/** Everybody in the project, also those who have left. */
export const membersQuery = (key: string) =>
  queryOptions({
    queryKey: ['members', key],
    queryFn: async () => (await api.get<{ members: Member[] }>(projectPath(key, '/members'))).members,
  });

/** The signed-in account; screens below the sign-in guard always have one. */
export function useMe(): Me | undefined {
  return useQuery(sessionQuery).data?.account;
}

const RANK: Record<Role, number> = { labeler: 0, reviewer: 1, manager: 2, owner: 3 };

/** True if `role` includes the rights of `needed`. */
export const mayActAs = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed];

/** The screen of a project where somebody of this role has their work. */
export const homeOf = (role: Role): '/p/$key' | '/p/$key/review' | '/p/$key/label' =>
  role === 'labeler' ? '/p/$key/label' : role === 'reviewer' ? '/p/$key/review' : '/p/$key';
