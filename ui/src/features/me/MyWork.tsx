import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type MyStats, type ProjectSummary, projectPath, projectsQuery } from '@/shared/api';
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
        <Button
          size="compact-sm"
          variant="subtle"
          component={Link}
          to="/p/$key/mine"
          params={{ key: project.key } as never}
        >
          {t('showAnswers')}
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
    </>
  );
}
