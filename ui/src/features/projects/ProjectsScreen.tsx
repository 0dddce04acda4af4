import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  archiveProject,
  binProject,
  homeOf,
  mayActAs,
  type ProjectSummary,
  projectsQuery,
  restoreProject,
  unarchiveProject,
  useMe,
} from '@/shared/api';
import { formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { KeptAnswers } from '../labeling/KeptAnswers';
import { ProgressBar } from './ProgressBar';
import css from './projects.module.css';
import { binQuery } from './projectsApi';
import { waitingFor } from './waiting';

export function ProjectsScreen() {
  const { t } = useTranslation('projects');
  const me = useMe();
  const projects = useQuery(projectsQuery);
  const [binOpen, setBinOpen] = useState(false);
  const [archiveOpen, setArchiveOpen] = useState(false);
  const atWork = projects.data?.filter((project) => !project.archivedAt) ?? [];
  const archived = projects.data?.filter((project) => project.archivedAt) ?? [];
  // Only owners have a bin: others see it if something of theirs is in it from when they were owners.
  const owns = me?.instanceOwner || projects.data?.some((project) => project.role === 'owner');
  const bin = useQuery({ ...binQuery, enabled: projects.data !== undefined && (!owns || projects.data.length === 0) });
  const allInBin = projects.data?.length === 0 && (bin.data?.length ?? 0) > 0;
  const allAway = archived.length > 0 || allInBin;
  useTitle(t('title'));
  const create = me?.instanceOwner ? (
    <Button component={Link} to="/new" leftSection={<Icon name="plus" />}>
      {t('create')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} actions={atWork.length > 0 ? create : null}>
      {projects.error ? <ProblemAlert error={projects.error} onRetry={() => void projects.refetch()} /> : null}
      {projects.isPending ? <Loading /> : null}
      <KeptAnswers />
      {projects.data && atWork.length === 0 ? (
        <EmptyState
          title={allInBin ? t('emptyTitleBin') : allAway ? t('emptyTitleArchived') : t('emptyTitle')}
          icon={<Icon name="schema" size={22} />}
          action={create}
        >
          <p>
            {allInBin
              ? t('emptyBin')
              : allAway
                ? t('emptyArchived')
                : me?.instanceOwner
                  ? t('emptyOwner')
                  : t('emptyMember')}
          </p>
        </EmptyState>
      ) : null}
      {atWork.length > 0 ? (
        <ul className={css.list}>
          {atWork.map((project) => (
            <ProjectRow key={project.key} project={project} />
          ))}
        </ul>
      ) : null}
      {archived.length > 0 ? (
        <div className={css.bin}>
          <UnstyledButton
            className={css.binToggle}
            aria-expanded={archiveOpen}
            onClick={() => setArchiveOpen(!archiveOpen)}
          >
            <Icon name="archive" size={14} />
            {archiveOpen
              ? t('archivedHide')
              : t('archivedShow', { count: archived.length, formatted: formatNumber(archived.length) })}
          </UnstyledButton>
          {archiveOpen ? (
            <ul className={css.list}>
              {archived.map((project) => (
                <ProjectRow key={project.key} project={project} />
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {owns || bin.data?.length ? (
        <div className={css.bin}>
          <UnstyledButton className={css.binToggle} aria-expanded={binOpen} onClick={() => setBinOpen(!binOpen)}>
            <Icon name="trash" size={14} />
            {binOpen ? t('binHide') : t('binShow')}
          </UnstyledButton>
          {binOpen ? <Bin /> : null}
        </div>
      ) : null}
    </Page>
  );
}

function ProjectRow({ project }: { project: ProjectSummary }) {
  const { t } = useTranslation('projects');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  const refresh = () => client.invalidateQueries({ queryKey: ['projects'] });
  const restore = useMutation({ mutationFn: restoreProject, onSettled: refresh });
  const remove = useMutation({
    mutationFn: binProject,
    onSuccess: () => void undoNotice(t('binned', { name: project.name }), t('undo'), () => restore.mutate(project.key)),
    onSettled: refresh,
  });
  const unarchive = useMutation({ mutationFn: unarchiveProject, onSettled: refresh });
  const archive = useMutation({
    mutationFn: archiveProject,
    onSuccess: () =>
      void undoNotice(t('wasArchived', { name: project.name }), t('undo'), () => unarchive.mutate(project.key)),
    onSettled: refresh,
  });
  const problem = remove.error ?? restore.error ?? archive.error ?? unarchive.error;
  // There is nothing to label in it any more.
  const home = project.archivedAt && mayActAs(project.role, 'reviewer') ? '/p/$key' : homeOf(project.role);
  const complete = project.complete ?? null;
  const disputed = project.disputed ?? 0;
  const share = complete === null || project.items === 0 ? 0 : complete / project.items;
  return (
    <li className={css.row}>
      <div className={css.what}>
        <h2 className={css.name}>
          <Link to={home} params={{ key: project.key }} className={css.nameLink}>
            {project.name}
          </Link>
        </h2>
        {project.description ? <p className={css.description}>{project.description}</p> : null}
        <div className={css.meta}>
          <span>{common(`role.${project.role}`)}</span>
          {project.archivedAt ? (
            <span>{t('archived')}</span>
          ) : project.paused ? (
            <span className={css.paused}>
              <Icon name="pause" size={13} /> {t('paused')}
            </span>
          ) : null}
          {project.answersByMe > 0 ? (
            <span>
              {t('answersByMe', { count: project.answersByMe, formatted: formatNumber(project.answersByMe) })}
            </span>
          ) : null}
        </div>
      </div>
      <div className={css.progress}>
        {project.items > 0 && complete !== null ? (
          <>
            <ProgressBar share={share} label={t('progressOf', { name: project.name })} />
            <div className={css.meta}>
              <span>
                {t('complete', {
                  complete: formatNumber(complete),
                  items: formatNumber(project.items),
                  percent: formatPercent(Math.floor(share * 100) / 100),
                })}
              </span>
              {mayActAs(project.role, 'reviewer') ? (
                disputed > 0 ? (
                  <Link to="/p/$key/quality" params={{ key: project.key }} className={css.disputed}>
                    <Icon name="split" size={14} />
                    {t('disputed', { count: disputed, formatted: formatNumber(disputed) })}
                  </Link>
                ) : (
                  <span>{t('noDisputes')}</span>
                )
              ) : null}
            </div>
          </>
        ) : project.items === 0 ? (
          <div className={css.meta}>{t('noItems')}</div>
        ) : null}
      </div>
      <div className={css.act}>
        <WaitingButton project={project} />
        {mayActAs(project.role, 'manager') ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('moreFor', { name: project.name })}>
                <Icon name="dots" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {me?.instanceOwner ? (
                <Menu.Item
                  component={Link}
                  to="/new"
                  search={{ from: project.key } as never}
                  leftSection={<Icon name="copy" />}
                >
                  {t('duplicate')}
                </Menu.Item>
              ) : null}
              <Menu.Item
                leftSection={<Icon name="archive" />}
                onClick={() => (project.archivedAt ? unarchive : archive).mutate(project.key)}
              >
                {t(project.archivedAt ? 'unarchive' : 'archive')}
              </Menu.Item>
              {project.role === 'owner' ? (
                <Menu.Item leftSection={<Icon name="trash" />} onClick={() => remove.mutate(project.key)}>
                  {t('toBin')}
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {problem ? <ProblemAlert error={problem} /> : null}
    </li>
  );
}

function WaitingButton({ project }: { project: ProjectSummary }) {
  const { t } = useTranslation('projects');
  const waiting = waitingFor(project);
  const params = { key: project.key };
  switch (waiting.kind) {
    case 'import':
      return (
        <Button component={Link} to="/p/$key/import" params={params as never} leftSection={<Icon name="upload" />}>
          {t('waitImport')}
        </Button>
      );
    case 'review':
      return (
        <Button
          component={Link}
          to="/p/$key/review"
          params={params as never}
          variant="default"
          leftSection={<Icon name="gavel" />}
        >
          {t('waitReview')}
        </Button>
      );
    case 'label':
      return (
        <Button component={Link} to="/p/$key/label" params={params as never} leftSection={<Icon name="play" />}>
          {t('waitLabel')}
        </Button>
      );
    case 'nothing':
      return <span className={css.nothing}>{t('waitNothing')}</span>;
  }
}

function Bin() {
  const { t } = useTranslation('projects');
  const client = useQueryClient();
  const bin = useQuery(binQuery);
  const restore = useMutation({
    mutationFn: restoreProject,
    onSettled: () => client.invalidateQueries({ queryKey: ['projects'] }),
  });
  if (bin.error) return <ProblemAlert error={bin.error} onRetry={() => void bin.refetch()} />;
  if (!bin.data) return <Loading lines={2} />;
  if (bin.data.length === 0) return <p className={css.meta}>{t('binEmpty')}</p>;
  return (
    <>
      <p className={css.meta}>{t('binText')}</p>
      <ul className={css.list}>
        {bin.data.map((project) => (
          <li key={project.key} className={css.binRow}>
            <div className={css.what}>
              <div className={css.binName}>{project.name}</div>
              <div className={css.meta}>
                <span>{t('items', { count: project.items, formatted: formatNumber(project.items) })}</span>
                {project.deletedAt ? <span>{t('binnedAt', { when: formatRelative(project.deletedAt) })}</span> : null}
              </div>
            </div>
            {project.role === 'owner' ? (
              <Button
                variant="default"
                leftSection={<Icon name="undo" />}
                onClick={() => restore.mutate(project.key)}
                loading={restore.isPending && restore.variables === project.key}
              >
                {t('restore')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {restore.error ? <ProblemAlert error={restore.error} /> : null}
    </>
  );
}
