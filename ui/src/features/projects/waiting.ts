import { mayActAs, type ProjectSummary } from '@/shared/api';

/** The one thing in a project that waits for this person, most useful first. */
export type Waiting =
  | { readonly kind: 'import' }
  | { readonly kind: 'review'; readonly count: number }
  | { readonly kind: 'label' }
  | { readonly kind: 'nothing' };

export function waitingFor(project: ProjectSummary): Waiting {
  if (project.items === 0 && mayActAs(project.role, 'manager')) return { kind: 'import' };
  if (project.disputed > 0 && mayActAs(project.role, 'reviewer')) return { kind: 'review', count: project.disputed };
  if (project.openForMe) return { kind: 'label' };
  return { kind: 'nothing' };
}
