import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemDetail, Project } from '@/shared/api';
import { useCommands } from '@/shared/keys';
import { Icon, ProblemAlert } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { Composer } from './Composer';
import { ThreadCard } from './ThreadCard';
import css from './talk.module.css';
import { type Place, type Said, say, threadsQuery } from './talkApi';

const TEAM = 'team';
const ALL = 'all';

/** What is said about an item and the answers to it, for those who see all of it, and a new comment. */
export function ItemThreads({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('talk');
  const client = useQueryClient();
  const threads = useQuery(threadsQuery(project.key, item.id));
  const [settledOpen, setSettledOpen] = useState(false);
  const [to, setTo] = useState(TEAM);
  const box = useRef<HTMLTextAreaElement | null>(null);
  const place: Place = to === TEAM || to === ALL ? { item: item.id, forLabelers: to === ALL } : { assignment: to };
  const write = useMutation({
    mutationFn: (said: Said) => say(project.key, place, said),
    onSuccess: () => setTo(TEAM),
    onSettled: () => client.invalidateQueries({ queryKey: threadsQuery(project.key, item.id).queryKey }),
  });
  useCommands([
    {
      id: 'talk.comment',
      title: t('new'),
      section: t('title'),
      keys: ['c'],
      run: () => {
        box.current?.focus();
        box.current?.scrollIntoView({ block: 'center' });
      },
    },
  ]);
  const all = threads.data ?? [];
  const hash = useRouterState({ select: (state) => state.location.hash });
  const meant = /^thread-\d+$/.test(hash) ? hash : undefined;
  const known = meant !== undefined && all.some((one) => `thread-${one.id}` === meant);
  useEffect(() => {
    if (!meant || !known) return;
    const card = document.getElementById(meant);
    card?.scrollIntoView({ block: 'center' });
    card?.focus({ preventScroll: true });
  }, [meant, known]);
  const open = all.filter((one) => one.resolvedAt === undefined);
  const settled = all.filter((one) => one.resolvedAt !== undefined);
  const showSettled = settledOpen || settled.some((one) => `thread-${one.id}` === meant);
  const authors = item.annotations.filter((one) => one.current && one.annotator.kind === 'person' && !one.imported);
  return (
    <Section title={t('title')} sub={all.length === 0 && threads.isSuccess ? t('none') : undefined}>
      {threads.error ? <ProblemAlert error={threads.error} onRetry={() => void threads.refetch()} /> : null}
      <div className={css.threads}>
        {open.map((thread) => (
          <ThreadCard key={thread.id} project={project} thread={thread} />
        ))}
        {settled.length > 0 ? (
          <Button
            className={css.more ?? ''}
            size="compact-sm"
            variant="subtle"
            aria-expanded={showSettled}
            leftSection={<Icon name="check" size={14} />}
            onClick={() => setSettledOpen(!showSettled)}
          >
            {showSettled ? t('hideSettled') : t('showSettled', { count: settled.length })}
          </Button>
        ) : null}
        {showSettled ? settled.map((thread) => <ThreadCard key={thread.id} project={project} thread={thread} />) : null}
        <div className={css.new}>
          <Composer
            key={item.id}
            projectKey={project.key}
            place={place}
            label={t('new')}
            sendLabel={t('say')}
            send={(said) => write.mutateAsync(said)}
            busy={write.isPending}
            error={write.error}
            boxRef={box}
          >
            <NativeSelect
              size="xs"
              className={css.to ?? ''}
              label={t('to')}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              data={[
                { value: TEAM, label: t('toTeam') },
                { value: ALL, label: t('toAll') },
                ...authors.map((one) => ({
                  value: one.assignmentId,
                  label: t('toAuthor', { name: one.annotator.name }),
                })),
              ]}
            />
            {item.gold && to !== TEAM ? (
              <p className={css.fact}>
                <Icon name="star" size={13} /> {t('goldHides')}
              </p>
            ) : null}
          </Composer>
        </div>
      </div>
    </Section>
  );
}
