import { expect, test } from 'vitest';
import type { Job } from '@/shared/api';
import { isLive, jobShare, kindKey } from './jobsApi';

const job = (more: Partial<Job>): Job => ({
  id: 'j',
  kind: 'import',
  projectKey: 'p',
  state: 'running',
  done: 0,
  unit: 'rows',
  createdAt: '2026-11-21T00:00:00Z',
  createdBy: 'Ada',
  summary: {},
  problemCount: 0,
  ...more,
});

test('progress is unknown until the whole is known, and never above all', () => {
  expect(jobShare(job({ done: 10 }))).toBeUndefined();
  expect(jobShare(job({ done: 0, total: 0 }))).toBeUndefined();
  expect(jobShare(job({ done: 5, total: 10 }))).toBe(0.5);
  expect(jobShare(job({ done: 12, total: 10 }))).toBe(1);
});
test('a finished job is all done, whatever it counted', () => {
  expect(jobShare(job({ state: 'done', done: 3, total: 10 }))).toBe(1);
});
test('only waiting and running jobs are asked for again', () => {
  expect(
    ['queued', 'running', 'done', 'failed', 'cancelled'].map((state) => isLive(job({ state: state as Job['state'] }))),
  ).toEqual([true, true, false, false, false]);
});
test('a kind the page has no words for is shown as other work', () => {
  expect(['export', 'of-tomorrow'].map(kindKey)).toEqual(['kind.export', 'kind.other']);
});
