import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Annotation, type ItemDetail, mayActAs, type Project } from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { useCommands } from '@/shared/keys';
import { Icon, KeyBadge, ProblemAlert } from '@/shared/ui';
import { Composer } from '../talk/Composer';
import { say, threadsQuery } from '../talk/talkApi';
import css from './review.module.css';
import { doubtsOf } from './reviewModel';

/** Who skipped an item or found it ambiguous, and what can be done about it besides deciding. */
export function Doubts({
  project,
  item,
  busy,
  error,
  onLooked,
  onExclude,
}: {
  project: Project;
  item: ItemDetail;
  busy: boolean;
  error: unknown;
  /** `another`: somebody else is to be asked. */
  onLooked: (another: boolean) => void;
  onExclude: (reason: string) => void;
}) {
  const { t } = useTranslation('review');
  const { t: common } = useTranslation();
  const doubts = doubtsOf(item);
  const [excluding, setExcluding] = useState(false);
  const [reason, setReason] = useState('');
  useCommands([
    {
      id: 'review.fine',
      title: t('leaveIt'),
      section: t('doubts'),
      keys: ['s'],
      run: () => !busy && onLooked(false),
    },
    {
      id: 'review.another',
      title: t('askAnother'),
      section: t('doubts'),
      keys: ['Shift+s'],
      run: () => !busy && onLooked(true),
    },
  ]);
  return (
    <section className={css.doubts} aria-label={t('doubts')}>
      <ul>
        {doubts.map((one) => (
          <Doubt key={one.annotationId} project={project} item={item} one={one} />
        ))}
      </ul>
      <div className={css.ways}>
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          onClick={() => onLooked(true)}
          rightSection={<KeyBadge binding="Shift+s" decorative />}
        >
          {t('askAnother')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          onClick={() => onLooked(false)}
          rightSection={<KeyBadge binding="s" decorative />}
        >
          {t('leaveIt')}
        </Button>
        {mayActAs(project.role, 'manager') ? (
          <Button
            size="xs"
            variant="default"
            aria-expanded={excluding}
            onClick={() => setExcluding(!excluding)}
            leftSection={<Icon name="aside" size={14} />}
          >
            {t('exclude')}
          </Button>
        ) : null}
      </div>
      {excluding ? (
        <form
          className={css.submit}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== '') onExclude(reason.trim());
          }}
        >
          <TextInput
            className={css.reason ?? ''}
            label={t('excludeWhy')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setExcluding(false)}
            maxLength={500}
            required
            autoFocus
            autoComplete="off"
          />
          <Button type="submit" variant="default" loading={busy} disabled={reason.trim() === ''}>
            {t('excludeNow')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setExcluding(false)}>
            {common('cancel')}
          </Button>
        </form>
      ) : null}
      {error ? <ProblemAlert error={error} /> : null}
    </section>
  );
}

function Doubt({ project, item, one }: { project: Project; item: ItemDetail; one: Annotation }) {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const [writing, setWriting] = useState(false);
  const write = useMutation({
    mutationFn: (said: Parameters<typeof say>[2]) => say(project.key, { assignment: one.assignmentId }, said),
    onSettled: () => client.invalidateQueries({ queryKey: threadsQuery(project.key, item.id).queryKey }),
  });
  const skipped = one.outcome === 'skipped';
  return (
    <li>
      <p className={css.doubt}>
        <Icon name={skipped ? 'skip' : 'ambiguous'} size={14} />
        <span>
          <strong>{one.annotator.name}</strong> {t(skipped ? 'skippedIt' : 'foundAmbiguous')}
          {one.skipReason ? `: ${one.skipReason}` : ''} <span className={css.dim}>{formatRelative(one.savedAt)}</span>
        </span>
        {one.annotator.kind === 'person' && !writing ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setWriting(true)}
            aria-label={t('writeTo', { name: one.annotator.name })}
          >
            {t('write')}
          </Button>
        ) : null}
      </p>
      {one.comment ? <p className={css.remark}>{one.comment}</p> : null}
      {writing ? (
        <Composer
          projectKey={project.key}
          place={{ assignment: one.assignmentId }}
          label={t('writeTo', { name: one.annotator.name })}
          sendLabel={t('send')}
          send={(said) => write.mutateAsync(said)}
          busy={write.isPending}
          error={write.error}
          focused
          onCancel={() => setWriting(false)}
          onDone={() => setWriting(false)}
        />
      ) : null}
    </li>
  );
}
