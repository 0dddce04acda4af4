import { Button, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Job, projectPath, projectQuery } from '@/shared/api';
import { Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { JobList } from '../jobs/JobsScreen';
import { isLive } from '../jobs/jobsApi';
import { ColumnList } from './ColumnList';
import { ExportOptions } from './ExportOptions';
import { type Choice, exampleOf, FORMATS, wantedOf } from './exportModel';
import css from './exports.module.css';

export function ExportsScreen() {
  const { t } = useTranslation('exports');
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const client = useQueryClient();
  const [choice, setChoice] = useState<Choice>({
    format: 'jsonl',
    question: project.schema.questions[0]?.id ?? '',
    questions: [],
    finished: false,
    confidence: '',
    from: '',
    to: '',
    spreadsheet: '',
  });
  useTitle(t('title'), project.name);
  const exportsKey = ['exports', key];
  const jobs = useQuery({
    queryKey: exportsKey,
    queryFn: async () => (await api.get<{ jobs: Job[] }>(projectPath(key, '/exports'))).jobs,
    refetchInterval: (query) => (query.state.data?.some(isLive) ? 700 : false),
  });
  const start = useMutation({
    mutationFn: () => api.post<Job>(projectPath(key, '/exports'), wantedOf(choice)),
    onSuccess: (job) => client.setQueryData<Job[]>(exportsKey, (now) => [job, ...(now ?? [])]),
    onSettled: () => client.invalidateQueries({ queryKey: exportsKey }),
  });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Section title={t('new')}>
        <div className={css.formats} role="radiogroup" aria-label={t('format')}>
          {FORMATS.map((one) => (
            <UnstyledButton
              key={one}
              role="radio"
              aria-checked={choice.format === one}
              className={css.format}
              onClick={() => setChoice({ ...choice, format: one })}
            >
              <span className={css.formatName}>{t(`formats.${one}.name`)}</span>
              <span className={css.formatText}>{t(`formats.${one}.text`)}</span>
              <code className={css.example}>{exampleOf(one, project.schema)}</code>
            </UnstyledButton>
          ))}
        </div>
        {choice.format === 'csv' ? <ColumnList project={project} /> : null}
        <ExportOptions project={project} choice={choice} onChange={setChoice} />
        <div className={css.start}>
          <Button onClick={() => start.mutate()} loading={start.isPending} leftSection={<Icon name="download" />}>
            {t('start')}
          </Button>
        </div>
        {start.error ? <ProblemAlert error={start.error} /> : null}
      </Section>
      <Section title={t('made')} sub={jobs.data?.length === 0 ? t('none') : undefined}>
        {jobs.error ? <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
        {jobs.isPending ? <Loading lines={2} /> : null}
        {jobs.data && jobs.data.length > 0 ? <JobList jobs={jobs.data} /> : null}
      </Section>
    </Page>
  );
}
