import { queryOptions } from '@tanstack/react-query';
import { api, type Invitation, type Member, projectPath, type Role } from '@/shared/api';

export const membersQuery = (key: string) =>
  queryOptions({
    queryKey: ['members', key],
    queryFn: async () => (await api.get<{ members: Member[] }>(projectPath(key, '/members'))).members,
  });

export const invitationsQuery = (key: string) =>
  queryOptions({
    queryKey: ['invitations', key],
    queryFn: async () => (await api.get<{ invitations: Invitation[] }>(projectPath(key, '/invitations'))).invitations,
  });

export interface NewInvitation {
  role: Role;
  note?: string;
  expiresInDays: number;
  maxUses: number;
}

export const invite = (key: string, body: NewInvitation) =>
  api.post<Invitation>(projectPath(key, '/invitations'), body);
export const revokeInvitation = (key: string, id: string) => api.delete(projectPath(key, `/invitations/${id}`));
export const removeMember = (key: string, memberId: number) => api.delete(projectPath(key, `/members/${memberId}`));
/** Also brings a removed member back. */
export const setRole = (key: string, memberId: number, role: Role) =>
  api.patch<unknown>(projectPath(key, `/members/${memberId}`), { role });
