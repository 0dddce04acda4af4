import { ActionIcon, Button, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemChange, Member, Project } from '@/shared/api';
import { formatNumber, formatRelative } from '@/shared/i18n';
import { Icon, ProblemAlert } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { answersChangesQuery, isRunning, useRefresh, useUndoChange, whenOver } from '../items/changesApi';
import css from './people.module.css';
import { changeAnswers } from './peopleApi';

type Asked = 'take_out' | 'send_back' | 'another';

/** What a manager can do with all answers of one person. */
export function AnswersMenu({ project, member }: { project: Project; member: Member }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const [reason, setReason] = useState('');
  const undo = useUndoChange(project.key);
  const refresh = useRefresh(project.key);
  const name = member.displayName;
  const change = useMutation({
    mutationFn: async (kind: Asked) => {
      const made = await changeAnswers(project.key, kind, member.memberId, reason.trim());
      setAsked(undefined);
      setReason('');
      void client.invalidateQueries({ queryKey: answersChangesQuery(project.key).queryKey });
      return whenOver(project.key, made);
    },
    onSuccess: (made, kind) => {
      const count = made.changed;
      if (made.state !== 'done') return;
      void undoNotice(
        count === 0
          ? t('answersOf.nothing', { name })
          : t(`answersOf.done.${kind}`, { name, count, formatted: formatNumber(count) }),
        t('undo'),
        () => count > 0 && undo.mutate(made.id),
      );
    },
    onSettled: refresh,
  });
  const needsReason = asked !== 'another';
  const fits = asked !== undefined && (!needsReason || reason.trim() !== '');
  // Nobody is there who could answer again.
  const away = member.removedAt !== undefined || member.imported || member.disabled;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('answersOf.menu', { name })}
            title={t('answersOf.menuShort')}
            loading={change.isPending || undo.isPending}
          >
            <Icon name="history" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('answersOf.menuShort')}</Menu.Label>
          <Menu.Item leftSection={<Icon name="aside" size={14} />} onClick={() => setAsked('take_out')}>
            {t('answersOf.take_out')}
          </Menu.Item>
          {away ? null : (
            <Menu.Item leftSection={<Icon name="undo" size={14} />} onClick={() => setAsked('send_back')}>
              {t('answersOf.send_back')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="people" size={14} />} onClick={() => setAsked('another')}>
            {t('answersOf.another')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        closeButtonProps={{ 'aria-label': t('cancel') }}
        title={asked === undefined ? '' : t(`answersOf.title.${asked}`, { name })}
      >
        {asked === undefined ? null : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (fits) change.mutate(asked);
            }}
          >
            <Stack gap="md">
              <p className={css.dim}>{t(`answersOf.text.${asked}`, { name })}</p>
              {needsReason ? (
                <TextInput
                  data-autofocus
                  label={t('answersOf.why')}
                  description={t('answersOf.whyHelp', { name })}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                  maxLength={500}
                  required
                  autoComplete="off"
                />
              ) : null}
              {change.error ? <ProblemAlert error={change.error} /> : null}
              <Button type="submit" disabled={!fits} loading={change.isPending} className={css.askDo ?? ''}>
                {t(`answersOf.do.${asked}`)}
              </Button>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  );
}

/** What was done with somebody's answers and holds, each with its way back. */
export function AnswersHandled({ project, changes }: { project: Project; changes: readonly ItemChange[] }) {
  return (
    <ul className={css.handled}>
      {changes.map((change) => (
        <Handled key={change.id} project={project} change={change} />
      ))}
    </ul>
  );
}

function Handled({ project, change }: { project: Project; change: ItemChange }) {
  const { t } = useTranslation('people');
  const undo = useUndoChange(project.key);
  const row = useRef<HTMLLIElement>(null);
  const kind = change.change.kind === 'take_out' ? 'take_out' : 'send_back';
  const running = isRunning(change);
  const count = change.open ?? change.changed - change.restored;
  return (
    <li ref={row} tabIndex={-1}>
      <span>
        <Icon name={kind === 'take_out' ? 'aside' : 'undo'} size={13} />{' '}
        {t(`answersOf.was.${kind}`, {
          count,
          formatted: formatNumber(count),
          by: change.by,
          when: formatRelative(change.at),
          reason: change.change.reason ?? '',
        })}
        {running ? ` ${t('answersOf.running')}` : ''}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={undo.isPending || running}
        onClick={() => {
          // The button goes away: the keyboard stays in the list.
          row.current?.focus();
          undo.mutate(change.id);
        }}
      >
        {t(`answersOf.back.${kind}`)}
      </Button>
      {undo.error ? <ProblemAlert error={undo.error} /> : null}
    </li>
  );
}
