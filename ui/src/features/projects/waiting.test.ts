import { expect, test } from 'vitest';
import type { ProjectSummary } from '@/shared/api';
import { waitingFor } from './waiting';

const project = (more: Partial<ProjectSummary>): ProjectSummary => ({
  key: 'p',
  name: 'P',
  description: '',
  role: 'owner',
  items: 10,
  complete: 2,
  answersByMe: 0,
  openForMe: true,
  paused: false,
  disputed: 0,
  countedAt: '2026-01-01T00:00:00Z',
  ...more,
});

test('in an archived project nothing waits, not even the first import', () => {
  expect(waitingFor(project({ archivedAt: '2026-01-01T00:00:00Z', items: 0, disputed: 3, openForMe: true }))).toEqual({
    kind: 'nothing',
  });
});

test('an empty project waits for items, if one may import them', () => {
  expect(waitingFor(project({ items: 0, openForMe: false }))).toEqual({ kind: 'import' });
  expect(waitingFor(project({ items: 0, openForMe: false, role: 'reviewer' }))).toEqual({ kind: 'nothing' });
});
test('disputes come before labeling for those who may decide them', () => {
  expect(waitingFor(project({ disputed: 3, role: 'reviewer' }))).toEqual({ kind: 'review', count: 3 });
  expect(waitingFor(project({ disputed: 3, role: 'labeler' }))).toEqual({ kind: 'label' });
});
test('nothing waits where nothing is open', () => {
  expect(waitingFor(project({ openForMe: false }))).toEqual({ kind: 'nothing' });
});
