import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemChange, Project } from '@/shared/api';
import { formatNumber, formatRelative } from '@/shared/i18n';
import { Icon, Loading, ProblemAlert } from '@/shared/ui';
import { changesQuery, isRunning, useUndoChange } from './changesApi';
import css from './items.module.css';

/** In words what a change does. */
export function useChangeWords(): (change: ItemChange) => string {
  const { t } = useTranslation('items');
  return ({ change: { kind, reason, answers, order, skills }, imported, fileName }) => {
    switch (kind) {
      case 'bin':
        return imported === undefined
          ? t('change.said.bin')
          : fileName === undefined
            ? t('change.said.binImportNoName')
            : t('change.said.binImport', { file: fileName });
      case 'restore':
        return t('change.said.restore');
      case 'exclude':
        return t('change.said.exclude', { reason });
      case 'include':
        return t('change.include');
      case 'answers':
        return answers === undefined ? t('change.said.answersUsual') : t('change.said.answers', { count: answers });
      case 'order':
        return t(order === 'first' ? 'change.first' : order === 'last' ? 'change.last' : 'change.usual');
      case 'skills':
        return skills && skills.length > 0
          ? t('change.said.skills', { skills: skills.join(', ') })
          : t('change.said.skillsNone');
      case 'gold':
        return t('change.gold');
      case 'another':
        return t('change.another');
      case 'take_out':
        return t('change.said.takeOut', { reason });
      case 'send_back':
        return t('change.said.sendBack', { reason });
      default:
        return kind;
    }
  };
}

/** What was done to many items at once, by whom, and the way back. */
export function Changes({ project, opened, onClose }: { project: Project; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('items');
  const changes = useQuery({ ...changesQuery(project.key), enabled: opened });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('change.history')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('change.close') }}
    >
      {changes.error ? <ProblemAlert error={changes.error} onRetry={() => void changes.refetch()} /> : null}
      {changes.isPending ? <Loading lines={4} /> : null}
      {changes.data?.length === 0 ? <p className={css.dim}>{t('change.historyNone')}</p> : null}
      <ul className={css.changes}>
        {changes.data?.map((one) => (
          <Made key={one.id} project={project} change={one} />
        ))}
      </ul>
    </Modal>
  );
}

function Made({ project, change }: { project: Project; change: ItemChange }) {
  const { t } = useTranslation('items');
  const words = useChangeWords();
  const undo = useUndoChange(project.key);
  const row = useRef<HTMLLIElement>(null);
  const undone = change.undoneAt !== undefined;
  // A way back that stopped halfway can be gone again.
  const stopped = undone && (change.state === 'failed' || change.state === 'cancelled');
  return (
    <li className={css.change} ref={row} tabIndex={-1}>
      <div>
        <div data-undone={undone || undefined} className={css.changeWhat}>
          {words(change)}
        </div>
        <div className={css.dim}>
          {t('change.of', { count: change.changed, formatted: formatNumber(change.changed) })}
          {' · '}
          {change.by}, {formatRelative(change.at)}
          {change.state === 'failed' && !undone ? ` · ${t('change.failed')}` : ''}
          {change.state === 'cancelled' && !undone ? ` · ${t('change.cancelled')}` : ''}
        </div>
        {undone ? (
          <div className={css.dim}>
            <Icon name="undo" size={12} />{' '}
            {isRunning(change)
              ? t('change.undoing')
              : t(change.restored < change.changed ? 'change.undoneSome' : 'change.undone', {
                  by: change.undoneBy,
                  count: change.restored,
                  formatted: formatNumber(change.restored),
                })}
          </div>
        ) : null}
        {undo.error ? <ProblemAlert error={undo.error} /> : null}
      </div>
      {(undone && !stopped) || change.changed === 0 ? null : (
        <Button
          size="xs"
          variant="default"
          loading={undo.isPending || isRunning(change)}
          onClick={() => {
            // The button goes away: the keyboard stays in the list.
            row.current?.focus();
            undo.mutate(change.id);
          }}
          leftSection={<Icon name="undo" size={14} />}
        >
          {t('undo')}
        </Button>
      )}
    </li>
  );
}
