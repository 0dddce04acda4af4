import {
  type Assignment,
  api,
  type MyAnnotation,
  type MyStats,
  type NextResult,
  type Project,
  projectPath,
} from '@/shared/api';

/** What the labeling session asks of the server; tests put a hand-written one in its place. */
export interface LabelingApi {
  /** @param item the number of the very item that is wanted */
  next(holding: readonly string[], item?: number): Promise<NextResult>;
  /** The answer in force. */
  answer(assignmentId: string): Promise<MyAnnotation>;
  keep(assignmentId: string): Promise<Pick<Assignment, 'leasedUntil'>>;
  giveBack(assignmentId: string): Promise<void>;
  mine(before: number | undefined): Promise<{ annotations: MyAnnotation[]; next?: string | number | null }>;
  stats(): Promise<MyStats>;
  project(): Promise<Project>;
}

const assignmentPath = (id: string, rest = '') => `/assignments/${encodeURIComponent(id)}${rest}`;

export const labelingApi = (key: string): LabelingApi => ({
  next: (holding, item) => api.post(projectPath(key, '/next'), { holding, item }),
  answer: (id) => api.get(assignmentPath(id, '/annotation')),
  keep: (id) => api.post(assignmentPath(id, '/keep'), {}),
  giveBack: (id) => api.delete(assignmentPath(id), { keepalive: true }),
  mine: (before) =>
    api.get(projectPath(key, '/mine'), {
      query: { before: before === undefined ? undefined : String(before), limit: 20 },
    }),
  stats: () => api.get(projectPath(key, '/mine/stats')),
  project: () => api.get(projectPath(key)),
});
