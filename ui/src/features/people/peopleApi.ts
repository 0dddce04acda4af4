import { queryOptions } from '@tanstack/react-query';
import {
  api,
  type Invitation,
  type ItemChange,
  type MemberFigures,
  type MemberLimits,
  type PersonalInvitation,
  projectPath,
  type ResetLink,
  type Role,
} from '@/shared/api';

/** How everybody is getting on; asked again while the page is open. */
export const figuresQuery = (key: string) =>
  queryOptions({
    queryKey: ['members', key, 'figures'],
    queryFn: async () => (await api.get<{ figures: MemberFigures[] }>(projectPath(key, '/members/figures'))).figures,
    refetchInterval: 30_000,
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
/** All of a list, or none with every problem of it. */
export const inviteMany = (key: string, body: { list: string; role: Role; expiresInDays: number }) =>
  api.post<{ invitations: PersonalInvitation[] }>(projectPath(key, '/invitations/list'), body);
export const revokeInvitation = (key: string, id: string) => api.delete(projectPath(key, `/invitations/${id}`));
export const removeMember = (key: string, memberId: number) => api.delete(projectPath(key, `/members/${memberId}`));
/** Who is paused gets nothing new; what is on their screen they may still answer. */
export const setPaused = (key: string, memberId: number, paused: boolean) =>
  api.patch<unknown>(projectPath(key, `/members/${memberId}`), { paused });
/** All limits at once: what is left out is not limited any more. */
export const setLimits = (key: string, memberId: number, limits: MemberLimits) =>
  api.patch<unknown>(projectPath(key, `/members/${memberId}`), { limits });
/** Also brings a removed member back. */
export const setRole = (key: string, memberId: number, role: Role) =>
  api.patch<unknown>(projectPath(key, `/members/${memberId}`), { role });

/** What is done with all answers of somebody, as a change of many items. */
export const changeAnswers = (
  key: string,
  kind: 'take_out' | 'send_back' | 'another',
  member: number,
  reason: string,
): Promise<ItemChange> =>
  api.post<ItemChange>(projectPath(key, '/changes'), {
    kind,
    where: { by: member },
    ...(kind === 'another' ? {} : { member, reason }),
  });

/** For owners of the installation: a one-time link that sets a new password. */
export const makeReset = (account: string) => api.post<ResetLink>(`/accounts/${account}/password-reset`);
export const setEnabled = (account: string, enabled: boolean) =>
  api.post<void>(`/accounts/${account}/${enabled ? 'enable' : 'disable'}`);
