import { mayActAs, type Role } from '@/shared/api';

/** The screens of a project in the order of its navigation, with the role each needs. */
const SCREENS = [
  { id: 'overview', to: '/p/$key', role: 'reviewer' },
  { id: 'label', to: '/p/$key/label', role: 'labeler' },
  { id: 'mine', to: '/p/$key/mine', role: 'labeler' },
  { id: 'items', to: '/p/$key/items', role: 'reviewer' },
  { id: 'review', to: '/p/$key/review', role: 'reviewer' },
  { id: 'quality', to: '/p/$key/quality', role: 'reviewer' },
  { id: 'guideline', to: '/p/$key/guideline', role: 'labeler' },
  { id: 'schema', to: '/p/$key/schema', role: 'manager' },
  { id: 'people', to: '/p/$key/people', role: 'reviewer' },
  { id: 'import', to: '/p/$key/import', role: 'manager' },
  { id: 'exports', to: '/p/$key/exports', role: 'manager' },
  { id: 'settings', to: '/p/$key/settings', role: 'manager' },
] as const satisfies readonly { id: string; to: string; role: Role }[];

export const screensFor = (role: Role) => SCREENS.filter((screen) => mayActAs(role, screen.role));
