import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  api,
  type MyAnnotation,
  type MyStats,
  type ProjectSummary,
  projectPath,
  projectQuery,
  projectsQuery,
} from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { lineOf } from '@/shared/inputs';
import { answerText } from '@/shared/kinds';
import { EstimateText, Loading, ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

/** What I answered, project by project, and how it compares with verified answers. */
export function MyWork() {
  const { t } = useTranslation('me');
  const projects = useQuery(projectsQuery);
  const mine = projects.data?.filter((project) => project.answersByMe > 0) ?? [];
  return (
    <Section title={t('work')} lead={t('workLead')}>
      {projects.isPending ? (
        <Loading lines={2} />
      ) : projects.error ? (
        <ProblemAlert error={projects.error} onRetry={() => void projects.refetch()} />
      ) : mine.length === 0 ? (
        <p className={classes.quiet}>{t('noWork')}</p>
      ) : (
        <ul className={classes.list}>
          {mine.map((project) => (
            <li key={project.key}>
              <ProjectWork project={project} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function ProjectWork({ project }: { project: ProjectSummary }) {
  const { t } = useTranslation('me');
  const [open, setOpen] = useState(false);
  const stats = useQuery({
    queryKey: ['project', project.key, 'mine', 'stats'],
    queryFn: () => api.get<MyStats>(projectPath(project.key, '/mine/stats')),
  }).data;
  return (
    <>
      <div className={classes.projectHead}>
        <Link to="/p/$key/label" params={{ key: project.key }}>
          {project.name}
        </Link>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? t('hideAnswers') : t('showAnswers')}
        </Button>
      </div>
      {stats && (
        <>
          <p className={classes.facts}>
            {t('answered', { count: stats.answeredTotal })}, {t('ofThemToday', { count: stats.answeredToday })}
          </p>
          {stats.gold && (
            <p className={classes.facts}>
              {t('goldLabel')}{' '}
              <EstimateText
                as="share"
                estimate={{
                  n: stats.gold.answered,
                  value: stats.gold.correct / stats.gold.answered,
                  ...(stats.gold.low != null ? { low: stats.gold.low } : {}),
                  ...(stats.gold.high != null ? { high: stats.gold.high } : {}),
                }}
                of={t('goldOf', { count: stats.gold.answered })}
              />
            </p>
          )}
        </>
      )}
      {open && <MyAnswers projectKey={project.key} />}
    </>
  );
}

function MyAnswers({ projectKey }: { projectKey: string }) {
  const { t } = useTranslation('me');
  const schema = useQuery(projectQuery(projectKey)).data?.schema;
  const pages = useInfiniteQuery({
    queryKey: ['project', projectKey, 'mine'],
    queryFn: ({ pageParam }) =>
      api.get<{ annotations: MyAnnotation[]; next?: string | number | null }>(projectPath(projectKey, '/mine'), {
        query: { before: pageParam, limit: 20 },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.next == null ? undefined : String(page.next)),
  });
  if (pages.isPending || !schema) return <Loading lines={3} />;
  if (pages.error) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <>
      <ol className={classes.answers}>
        {pages.data.pages
          .flatMap((page) => page.annotations)
          .map((annotation) => (
            <li key={annotation.assignmentId}>
              <p className={classes.text} dir="auto">
                {lineOf(schema, annotation.item.fields)}
              </p>
              <div className={classes.quiet}>
                {annotation.outcome === 'skipped'
                  ? [t('skipped'), annotation.skipReason].filter(Boolean).join(': ')
                  : schema.questions
                      .flatMap((question) => {
                        const answer = annotation.answers[question.id];
                        return answer === undefined
                          ? []
                          : [
                              `${(question.title || question.id).replace(/[?:]$/, '')}: ${answerText(question, answer)}`,
                            ];
                      })
                      .join(' · ')}
                {annotation.ambiguous ? ` · ${t('ambiguous')}` : ''}
                {annotation.comment ? ` · ${annotation.comment}` : ''} · {formatRelative(annotation.savedAt)}
              </div>
            </li>
          ))}
      </ol>
      {pages.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}
