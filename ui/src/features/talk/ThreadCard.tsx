import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayActAs, type Project, type TalkComment, type TalkSpeaker, type TalkThread } from '@/shared/api';
import { formatDateTime, formatRelative } from '@/shared/i18n';
import { Icon, ProblemAlert } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { CommentText } from './CommentText';
import { Composer } from './Composer';
import { withNames } from './commentText';
import css from './talk.module.css';
import { changeComment, say, settle } from './talkApi';

/** What is said in one place, and the reply to it. */
export function ThreadCard({
  project,
  thread,
  open: opened = false,
}: {
  project: Project;
  thread: TalkThread;
  /** Whether the reply is at hand from the start. */
  open?: boolean;
}) {
  const { t } = useTranslation('talk');
  const client = useQueryClient();
  const [replying, setReplying] = useState(opened);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['items', project.key, 'threads'] }),
      client.invalidateQueries({ queryKey: ['threads', project.key, thread.id] }),
    ]);
  const reply = useMutation({
    mutationFn: (said: Parameters<typeof say>[2]) => say(project.key, { thread: thread.id }, said),
    onSettled: refresh,
  });
  const settling = useMutation({
    mutationFn: (resolved: boolean) => settle(project.key, thread.id, resolved),
    onSettled: refresh,
  });
  const leads = mayActAs(project.role, 'reviewer');
  const settled = thread.resolvedAt !== undefined;
  const { opening } = thread;
  return (
    <section
      id={`thread-${thread.id}`}
      className={css.thread}
      data-settled={settled || undefined}
      aria-label={opening ? t('aboutAnswerOf', { name: nameOf(opening.by, t) }) : t('aboutItem')}
      tabIndex={-1}
    >
      {leads ? (
        <p className={css.whose}>
          <Icon name={opening ? 'user' : 'comment'} size={13} />
          {opening ? t('readByAuthor') : thread.forLabelers ? t('readByAll') : t('readByTeam')}
        </p>
      ) : null}
      {opening ? (
        <Entry by={opening.by} at={opening.at} note={opening.note !== undefined ? t('noteOfAnswer') : undefined}>
          {opening.outcome === 'skipped' ? (
            <p className={css.fact}>
              <Icon name="skip" size={13} />{' '}
              {opening.skipReason ? t('skipped', { reason: opening.skipReason }) : t('skippedBare')}
            </p>
          ) : null}
          {opening.ambiguous ? (
            <p className={css.fact}>
              <Icon name="ambiguous" size={13} /> {t('ambiguous')}
            </p>
          ) : null}
          {opening.note !== undefined ? <CommentText text={opening.note} /> : null}
        </Entry>
      ) : null}
      {thread.comments.map((comment) => (
        <Said key={comment.id} project={project} thread={thread} comment={comment} onChanged={refresh} />
      ))}
      {settled ? (
        <p className={css.settled}>
          <Icon name="check" size={14} />
          {thread.resolvedBy?.name
            ? t('settledBy', { name: thread.resolvedBy.name, when: formatRelative(thread.resolvedAt ?? '') })
            : t('settled')}
        </p>
      ) : null}
      {replying ? (
        <Composer
          projectKey={project.key}
          place={{ thread: thread.id }}
          label={t('reply')}
          sendLabel={t('reply')}
          resolvable={leads}
          send={(said) => reply.mutateAsync(said)}
          busy={reply.isPending}
          error={reply.error}
          focused={!opened}
          onCancel={opened ? undefined : () => setReplying(false)}
          onDone={() => setReplying(opened)}
        />
      ) : null}
      <div className={css.acts}>
        {replying ? null : (
          <Button size="compact-sm" variant="default" onClick={() => setReplying(true)}>
            {t('reply')}
          </Button>
        )}
        {leads ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={settling.isPending}
            leftSection={<Icon name={settled ? 'undo' : 'check'} size={14} />}
            onClick={() => settling.mutate(!settled)}
          >
            {settled ? t('reopen') : t('settle')}
          </Button>
        ) : null}
      </div>
      {settling.error ? <ProblemAlert error={settling.error} /> : null}
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation<'talk'>>['t'];
const nameOf = (by: TalkSpeaker, t: Translate): string => (by.me ? t('you') : (by.name ?? t('otherLabeler')));

function Entry({
  by,
  at,
  note,
  edited,
  children,
}: {
  by: TalkSpeaker;
  at: string;
  note?: string | undefined;
  edited?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('talk');
  return (
    <article className={css.entry}>
      <header className={css.by}>
        <strong>{nameOf(by, t)}</strong>
        {note ? <span className={css.dim}>{note}</span> : null}
        <time className={css.dim} dateTime={at} title={formatDateTime(at)}>
          {formatRelative(at)}
        </time>
        {edited}
      </header>
      {children}
    </article>
  );
}

function Said({
  project,
  thread,
  comment,
  onChanged,
}: {
  project: Project;
  thread: TalkThread;
  comment: TalkComment;
  onChanged: () => Promise<unknown>;
}) {
  const { t } = useTranslation('talk');
  const { t: common } = useTranslation();
  const [editing, setEditing] = useState(false);
  const change = useMutation({
    mutationFn: (wanted: { text?: string; deleted?: boolean }) => changeComment(project.key, comment.id, wanted),
    onSuccess: (_, wanted) => {
      if (wanted.deleted) void undoNotice(t('deletedNow'), t('undo'), () => change.mutate({ deleted: false }));
    },
    onSettled: onChanged,
  });
  if (comment.deleted)
    return (
      <Entry by={comment.by} at={comment.at}>
        <p className={css.dim}>{t('deleted')}</p>
      </Entry>
    );
  const text = comment.text ?? '';
  return (
    <Entry
      by={comment.by}
      at={comment.at}
      edited={
        comment.editedAt ? (
          comment.earlier.length > 0 ? (
            <details className={css.earlier}>
              <summary>{t('edited')}</summary>
              <ol>
                {comment.earlier.map((one) => (
                  <li key={one.until}>
                    <span className={css.dim}>{t('until', { when: formatDateTime(one.until) })}</span>
                    <CommentText text={one.text} mentions={comment.mentions} />
                  </li>
                ))}
              </ol>
            </details>
          ) : (
            <span className={css.dim}>{t('edited')}</span>
          )
        ) : undefined
      }
    >
      {editing ? (
        <Composer
          projectKey={project.key}
          place={{ thread: thread.id }}
          label={t('editThis')}
          start={withNames(text, comment.mentions)}
          sendLabel={common('save')}
          send={({ text: next }) => change.mutateAsync({ text: next })}
          busy={change.isPending}
          error={change.error}
          focused
          onCancel={() => setEditing(false)}
          onDone={() => setEditing(false)}
        />
      ) : (
        <CommentText text={text} mentions={comment.mentions} />
      )}
      {comment.hidden ? (
        <p className={css.fact}>
          <Icon name="star" size={13} /> {t('hidden')}
        </p>
      ) : null}
      {comment.by.me && !editing ? (
        <div className={css.own}>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={change.isPending}
            onClick={() => change.mutate({ deleted: true })}
          >
            {t('delete')}
          </Button>
        </div>
      ) : null}
      {change.error && !editing ? <ProblemAlert error={change.error} /> : null}
    </Entry>
  );
}
