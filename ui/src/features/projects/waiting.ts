import { mayActAs, type ProjectSummary } from '@/shared/api';

/** The one thing in a project that waits for this person, most useful first. */
export type Waiting =
  | { readonly kind: 'import' }
  | { readonly kind: 'review'; readonly count: number }
  | { readonly kind: 'label' }
  | { readonly kind: 'nothing' };

export function waitingFor(project: ProjectSummary): Waiting {
  if (project.archivedAt) return { kind: 'nothing' };
  if (project.items === 0 && mayActAs(project.role, 'manager')) return { kind: 'import' };
  // Labelers are not told how many there are.
  const disputed = project.disputed ?? 0;
  if (disputed > 0 && mayActAs(project.role, 'reviewer')) return { kind: 'review', count: disputed };
  if (project.openForMe) return { kind: 'label' };
  return { kind: 'nothing' };
}
