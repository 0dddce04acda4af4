import { queryOptions } from '@tanstack/react-query';
import { api, projectPath } from './client';
import type { NewPilot, Pilot, Stages, StagesChange } from './contract';

export const stagesQuery = (key: string) =>
  queryOptions({
    queryKey: ['stages', key],
    queryFn: () => api.get<Stages>(projectPath(key, '/stages')),
  });
export const changeStages = (key: string, change: StagesChange) =>
  api.patch<Stages>(projectPath(key, '/stages'), change);

const qualificationPath = (key: string, member: number): string => projectPath(key, `/members/${member}/qualification`);
/** Lets somebody label whatever their test said. */
export const admitMember = (key: string, member: number, reason: string) =>
  api.put<Stages>(qualificationPath(key, member), { reason });
/** Begins somebody's test anew, on gold they have not seen. */
export const retakeTest = (key: string, member: number) => api.post<Stages>(qualificationPath(key, member), {});

export const setSkills = (key: string, member: number, skills: readonly string[]) =>
  api.put<{ skills: string[] }>(projectPath(key, `/members/${member}/skills`), { skills });
/** The newest first. One that runs is measured anew each time. */
export const pilotsQuery = (key: string) =>
  queryOptions({
    queryKey: ['pilots', key],
    queryFn: async () => (await api.get<{ pilots: Pilot[] }>(projectPath(key, '/pilots'))).pilots,
    refetchInterval: (query) => (query.state.data?.some(({ endedAt }) => !endedAt) ? 10_000 : false),
  });
export const startPilot = (key: string, pilot: NewPilot) => api.post<unknown>(projectPath(key, '/pilots'), pilot);
export const endPilot = (key: string, number: number, reason: string) =>
  api.post<unknown>(projectPath(key, `/pilots/${number}/end`), reason ? { reason } : {});
