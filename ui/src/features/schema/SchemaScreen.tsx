import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, api, type ItemRow, type Project, projectPath, projectQuery, type Schema } from '@/shared/api';
import { Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import css from './schema.module.css';
import { emptyInputs, type SchemaDraft } from './schemaModel';

const SchemaEditor = lazy(() => import('./SchemaEditor'));

export function SchemaScreen() {
  const { t } = useTranslation('schema');
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const client = useQueryClient();
  const [draft, setDraft] = useState<SchemaDraft>(project.schema);
  const [basedOn, setBasedOn] = useState(project.schemaVersion);
  const [valid, setValid] = useState(true);
  useTitle(t('title'), project.name);
  const sample = useQuery({
    queryKey: ['items', key, 'sample'],
    queryFn: async () =>
      (await api.get<{ items: ItemRow[] }>(projectPath(key, '/items'), { query: { limit: 1 } })).items[0]?.fields ??
      null,
    staleTime: 60_000,
  });
  const save = useMutation({
    mutationFn: () => api.put<Project>(projectPath(key, '/schema'), { schema: draft as Schema, basedOn }),
    onError: () => void client.invalidateQueries({ queryKey: projectQuery(key).queryKey }),
    onSuccess: (saved) => {
      setBasedOn(saved.schemaVersion);
      client.setQueryData(projectQuery(key).queryKey, saved);
      setDraft(saved.schema);
      void client.invalidateQueries({ queryKey: ['project', key] });
    },
  });
  const changed = JSON.stringify(draft) !== JSON.stringify(project.schema);
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);
  const problems = save.error instanceof ApiProblem ? save.error.problems : undefined;
  return (
    <Page title={t('title')} lead={t('lead', { version: project.schemaVersion })} width="full">
      <Suspense fallback={<Loading />}>
        <SchemaEditor
          value={draft}
          onChange={(schema) => {
            setDraft(schema);
            save.reset();
          }}
          onValidity={setValid}
          sample={sample.data ?? undefined}
          {...(problems ? { extraProblems: problems } : {})}
        />
      </Suspense>
      {save.data ? <EmptyInputs saved={save.data} /> : null}
      {save.error ? <ProblemAlert error={save.error} kept={t('kept')} /> : null}
      <div className={css.saveBar}>
        <Button onClick={() => save.mutate()} disabled={!changed || !valid} loading={save.isPending}>
          {t('save')}
        </Button>
        <Button
          variant="default"
          disabled={!changed}
          onClick={() => {
            setDraft(project.schema);
            setBasedOn(project.schemaVersion);
          }}
        >
          {t('discard')}
        </Button>
        <span className={css.hint} style={{ margin: 0 }} role="status">
          {changed ? t('changed') : save.isSuccess ? t('saved', { version: project.schemaVersion }) : t('unchanged')}
        </span>
      </div>
    </Page>
  );
}

/** What was saved though labelers will see nothing there: the file may be imported again with the column. */
function EmptyInputs({ saved }: { saved: Project }) {
  const { t } = useTranslation('schema');
  const fields = emptyInputs(saved);
  if (fields.length === 0) return null;
  return (
    <p className={css.stale} role="status">
      {t('emptyInputs', { count: fields.length, fields: fields.join(', ') })}
    </p>
  );
}
