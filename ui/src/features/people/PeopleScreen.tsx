import { ActionIcon, Button, Menu, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Invitation,
  type ItemChange,
  type Member,
  type MemberFigures,
  mayActAs,
  membersQuery,
  type Project,
  projectQuery,
  type Qualification,
  type Role,
  stagesQuery,
  useMe,
} from '@/shared/api';
import { formatDate, formatNumber, formatRelative } from '@/shared/i18n';
import { Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { KindNote } from '@/shared/ui/KindNote';
import { NewLink } from '@/shared/ui/NewLink';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import { answersChangesQuery, isRunning } from '../items/changesApi';
import { Figures } from './Figures';
import { InviteMany } from './InviteMany';
import { LimitsOf } from './Limits';
import { AnswersHandled, AnswersMenu } from './MemberAnswers';
import { SkillsOf, TestOf } from './MemberStages';
import css from './people.module.css';
import {
  figuresQuery,
  invitationsQuery,
  invite,
  makeReset,
  removeMember,
  revokeInvitation,
  setEnabled,
  setPaused,
  setRole,
} from './peopleApi';

const ROLES: readonly Role[] = ['owner', 'manager', 'reviewer', 'labeler'];

export function PeopleScreen() {
  const { t } = useTranslation('people');
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const members = useQuery(membersQuery(key));
  const stages = useQuery(stagesQuery(key));
  const figures = useQuery(figuresQuery(key)).data;
  useTitle(t('title'), project.name);
  const may = mayActAs(project.role, 'manager');
  // Who is removed keeps the row until the page is left: the next person's button must not come under the pointer.
  const [here, setHere] = useState<ReadonlySet<string>>(new Set());
  // The server lists former members last; here everybody stays where they were seen first.
  const [order, setOrder] = useState<readonly string[]>([]);
  const fresh = members.data?.map((member) => String(member.memberId)).filter((id) => !order.includes(id)) ?? [];
  if (fresh.length > 0) setOrder([...order, ...fresh]);
  const placeOf = (member: Member) => order.indexOf(String(member.memberId));
  const active =
    members.data
      ?.filter((member) => !member.removedAt || here.has(String(member.memberId)))
      .sort((one, other) => placeOf(one) - placeOf(other)) ?? [];
  const removed = members.data?.filter((member) => !active.includes(member)) ?? [];
  const stay = (member: Member) => setHere((now) => new Set(now).add(String(member.memberId)));
  return (
    <Page title={t('title')} lead={t('lead')}>
      {may ? <Invite project={project} /> : null}
      <Section title={t('members')}>
        {members.error ? <ProblemAlert error={members.error} onRetry={() => void members.refetch()} /> : null}
        {members.isPending ? <Loading /> : null}
        {active.length > 0 ? (
          <MemberList
            project={project}
            members={active}
            tests={stages.data?.qualifications}
            figures={figures}
            onRemoved={stay}
          />
        ) : null}
      </Section>
      {removed.length > 0 ? (
        <Section title={t('removed')} sub={t('removedText')}>
          <MemberList project={project} members={removed} />
        </Section>
      ) : null}
    </Page>
  );
}

function MemberList({
  project,
  members,
  tests,
  figures,
  onRemoved,
}: {
  project: Project;
  members: readonly Member[];
  tests?: readonly Qualification[] | undefined;
  figures?: readonly MemberFigures[] | undefined;
  onRemoved?: (member: Member) => void;
}) {
  const skills = [...new Set(members.flatMap((member) => member.skills))].sort();
  const may = mayActAs(project.role, 'manager');
  const changes = useQuery({ ...answersChangesQuery(project.key), enabled: may }).data;
  const holds = (change: ItemChange) => isRunning(change) || (change.open ?? change.changed - change.restored) > 0;
  return (
    <ul className={css.list}>
      {members.map((member) => (
        <MemberRow
          key={member.memberId}
          project={project}
          member={member}
          test={tests?.find(({ memberId }) => memberId === member.memberId)}
          figures={figures?.find(({ memberId }) => memberId === member.memberId)}
          skills={skills}
          handled={changes?.filter((one) => one.change.member === member.memberId && holds(one)) ?? []}
          onRemoved={() => onRemoved?.(member)}
        />
      ))}
    </ul>
  );
}

function MemberRow({
  project,
  member,
  test,
  figures,
  skills,
  handled,
  onRemoved,
}: {
  project: Project;
  member: Member;
  test: Qualification | undefined;
  figures: MemberFigures | undefined;
  skills: readonly string[];
  /** What was done with their answers, and holds. */
  handled: readonly ItemChange[];
  onRemoved: () => void;
}) {
  const { t } = useTranslation('people');
  const { t: common } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['members', project.key] });
  const change = useMutation({
    mutationFn: (role: Role) => setRole(project.key, member.memberId, role),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => removeMember(project.key, member.memberId),
    onMutate: onRemoved,
    onSuccess: () =>
      void undoNotice(t('wasRemoved', { name: member.displayName }), t('undo'), () => change.mutate(member.role)),
    onSettled: refresh,
  });
  const pause = useMutation({
    mutationFn: (paused: boolean) => setPaused(project.key, member.memberId, paused),
    onSuccess: (_, paused) => {
      if (paused) void undoNotice(t('wasPaused', { name: member.displayName }), t('undo'), () => pause.mutate(false));
    },
    onSettled: refresh,
  });
  const reset = useMutation({ mutationFn: () => makeReset(member.accountId) });
  const enable = useMutation({ mutationFn: () => setEnabled(member.accountId, true), onSettled: refresh });
  const disable = useMutation({
    mutationFn: () => setEnabled(member.accountId, false),
    onSuccess: () => {
      reset.reset();
      void undoNotice(t('wasDisabled', { name: member.displayName }), t('undo'), () => enable.mutate());
    },
    onSettled: refresh,
  });
  const owner = project.role === 'owner';
  const problem = change.error ?? pause.error ?? remove.error ?? reset.error ?? enable.error ?? disable.error;
  // Only an owner may grant or change owner; the server says so too.
  const editable = mayActAs(project.role, 'manager') && (owner || member.role !== 'owner') && !member.removedAt;
  const roles = ROLES.filter((role) => owner || role !== 'owner');
  return (
    <li className={css.row} data-removed={member.removedAt ? true : undefined}>
      <div className={css.who}>
        <div className={css.name}>
          {member.displayName}
          {member.accountId === me?.id ? <span className={css.dim}> {t('you')}</span> : null}
          <KindNote name={member.displayName} kind={member.kind} />
        </div>
        <div className={css.meta}>
          {member.imported ? <span title={t('importedText')}>{t('imported')}</span> : null}
          {member.disabled ? (
            <span className={css.off}>
              <Icon name="x" size={13} /> {t('disabled')}
            </span>
          ) : null}
          {member.pausedAt && !member.removedAt ? (
            <span className={css.off}>
              <Icon name="pause" size={13} /> {t('pausedSince', { when: formatRelative(member.pausedAt) })}
            </span>
          ) : null}
          {member.email && member.kind === 'person' ? <span>{member.email}</span> : null}
          <span>{t('answers', { count: member.answers, formatted: formatNumber(member.answers) })}</span>
          <span>
            {member.removedAt
              ? t('removedWhen', { when: formatRelative(member.removedAt) })
              : t('joined', { when: formatDate(member.joinedAt) })}
          </span>
        </div>
        {figures && !member.removedAt && !member.imported ? <Figures figures={figures} /> : null}
        {member.removedAt || member.imported ? null : (
          <LimitsOf projectKey={project.key} member={member} work={figures?.limits} may={editable} />
        )}
        {handled.length > 0 ? <AnswersHandled project={project} changes={handled} /> : null}
        {test && !member.removedAt && member.role === 'labeler' ? (
          <TestOf projectKey={project.key} test={test} may={mayActAs(project.role, 'manager')} />
        ) : null}
        {member.removedAt || member.imported ? null : (
          <SkillsOf projectKey={project.key} member={member} known={skills} may={mayActAs(project.role, 'manager')} />
        )}
      </div>
      <div className={css.side}>
        {mayActAs(project.role, 'manager') && (member.answers > 0 || (figures?.openSkips ?? 0) > 0) ? (
          <AnswersMenu project={project} member={member} />
        ) : null}
        {member.removedAt ? (
          mayActAs(project.role, 'manager') ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<Icon name="undo" />}
              loading={change.isPending}
              onClick={() => change.mutate(member.role)}
            >
              {t('bringBack')}
            </Button>
          ) : null
        ) : editable && !member.imported ? (
          <Select
            aria-label={t('roleOf', { name: member.displayName })}
            value={member.role}
            onChange={(role) => role && role !== member.role && change.mutate(role as Role)}
            data={roles.map((role) => ({ value: role, label: common(`role.${role}`) }))}
            allowDeselect={false}
            size="xs"
            w={132}
          />
        ) : (
          <span>{common(`role.${member.role}`)}</span>
        )}
        {editable && !member.imported ? (
          <Tooltip label={t(member.pausedAt ? 'resume' : 'pause')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(member.pausedAt ? 'resumeWho' : 'pauseWho', { name: member.displayName })}
              aria-busy={pause.isPending || undefined}
              onClick={() => !pause.isPending && pause.mutate(!member.pausedAt)}
            >
              <Icon name={member.pausedAt ? 'play' : 'pause'} />
            </ActionIcon>
          </Tooltip>
        ) : null}
        {editable ? (
          <Tooltip label={t('remove')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('removeWho', { name: member.displayName })}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              <Icon name="trash" />
            </ActionIcon>
          </Tooltip>
        ) : null}
        {me?.instanceOwner && member.kind === 'person' && !member.imported ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('account', { name: member.displayName })}
                loading={reset.isPending || enable.isPending || disable.isPending}
              >
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {member.disabled ? (
                <Menu.Item onClick={() => enable.mutate()}>{t('enable')}</Menu.Item>
              ) : (
                <>
                  <Menu.Item onClick={() => reset.mutate()}>{t('makeReset')}</Menu.Item>
                  <Menu.Item onClick={() => disable.mutate()}>{t('disable')}</Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {problem ? (
        <div className={css.problem}>
          <ProblemAlert error={problem} />
        </div>
      ) : null}
      {reset.data ? (
        <div className={css.problem}>
          <NewLink
            url={reset.data.url}
            title={t('resetFor', { name: member.displayName })}
            label={t('makeReset')}
            hint={t('resetOnce')}
          />
        </div>
      ) : null}
    </li>
  );
}

function Invite({ project }: { project: Project }) {
  const { t } = useTranslation('people');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const [role, setRole_] = useState<Role>('labeler');
  const [note, setNote] = useState('');
  const [days, setDays] = useState(7);
  const [uses, setUses] = useState(1);
  const [many, setMany] = useState(false);
  const invitations = useQuery(invitationsQuery(project.key));
  const create = useMutation({
    mutationFn: () =>
      invite(project.key, {
        role,
        expiresInDays: days,
        maxUses: uses,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    // The note was for whom this link is.
    onSuccess: () => setNote(''),
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations', project.key] }),
  });
  const roles = ROLES.filter((one) => project.role === 'owner' || one !== 'owner').toReversed();
  return (
    <Section title={t('invite')} sub={t('inviteText')} boxed>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Select
          label={t('role')}
          value={role}
          onChange={(one) => one && setRole_(one as Role)}
          data={roles.map((one) => ({ value: one, label: common(`role.${one}`) }))}
          allowDeselect={false}
        />
        <TextInput
          className={css.noteField}
          label={t('note')}
          placeholder={t('notePlaceholder')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={200}
        />
        <NumberInput
          label={t('days')}
          value={days}
          onChange={(value) => setDays(Number(value) || 1)}
          min={1}
          max={90}
          allowDecimal={false}
        />
        <NumberInput
          label={t('uses')}
          value={uses}
          onChange={(value) => setUses(Number(value) || 1)}
          min={1}
          max={1000}
          allowDecimal={false}
        />
        <Button type="submit" loading={create.isPending} leftSection={<Icon name="link" />}>
          {t('makeLink')}
        </Button>
      </form>
      <p className={css.roleText}>{t(`roleText.${role}`)}</p>
      <Button
        size="compact-sm"
        variant="subtle"
        mt={8}
        aria-expanded={many}
        leftSection={<Icon name="people" size={14} />}
        onClick={() => setMany(!many)}
      >
        {t('many.open')}
      </Button>
      {many ? <InviteMany project={project} roles={roles} /> : null}
      {create.error ? <ProblemAlert error={create.error} /> : null}
      {create.data?.url ? (
        <NewLink
          url={create.data.url}
          title={t('linkFor', { role: common(`role.${create.data.role}`) })}
          label={t('link')}
          hint={t('linkOnce')}
        />
      ) : null}
      {invitations.error ? <ProblemAlert error={invitations.error} /> : null}
      {invitations.data && invitations.data.length > 0 ? (
        <div className={css.open}>
          <h3 className={css.openTitle}>{t('open')}</h3>
          <ul className={css.plain}>
            {invitations.data.map((invitation) => (
              <InvitationRow key={invitation.id} project={project} invitation={invitation} />
            ))}
          </ul>
        </div>
      ) : null}
    </Section>
  );
}

function InvitationRow({ project, invitation }: { project: Project; invitation: Invitation }) {
  const { t } = useTranslation('people');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeInvitation(project.key, invitation.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations', project.key] }),
  });
  return (
    <li className={css.invitation}>
      <div>
        <span className={css.name}>{common(`role.${invitation.role}`)}</span>
        {invitation.note ? <span> {invitation.note}</span> : null}
        <div className={css.meta}>
          <span>{t('used', { uses: invitation.uses, max: invitation.maxUses })}</span>
          <span>{t('expires', { when: formatRelative(invitation.expiresAt) })}</span>
          <span>{t('by', { name: invitation.createdBy })}</span>
        </div>
        {revoke.error ? <ProblemAlert error={revoke.error} /> : null}
      </div>
      <Button size="xs" variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
        {t('revoke')}
      </Button>
    </li>
  );
}
