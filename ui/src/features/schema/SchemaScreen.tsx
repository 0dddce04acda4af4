import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, api, hasCode, type ItemRow, type Project, projectPath, projectQuery } from '@/shared/api';
import { Loading, Page, ProblemAlert, ProblemBox, useTitle } from '@/shared/ui';
import css from './schema.module.css';
import { isUnsaved, keepDraft, keptDraft, leftToSave, type UnsavedSchema } from './schemaDraft';
import { emptyInputs, type SchemaProblem, unlikeInputs } from './schemaModel';
import { type LostMeaning, lostMeanings, pathOf } from './schemaRefusal';

const SchemaEditor = lazy(() => import('./SchemaEditor'));

export function SchemaScreen() {
  const { key } = useParams({ from: '/app/p/$key' });
  return <ProjectSchema key={key} projectKey={key} />;
}

function ProjectSchema({ projectKey: key }: { projectKey: string }) {
  const { t } = useTranslation('schema');
  const project = useSuspenseQuery(projectQuery(key)).data;
  const client = useQueryClient();
  // Undefined: nothing has been changed, the newest version is shown.
  const [draft, setDraft] = useState(() => keptDraft(sessionStorage, key, project.schema));
  useTitle(t('title'), project.name);
  const sample = useQuery({
    queryKey: ['items', key, 'sample'],
    queryFn: async () =>
      (await api.get<{ items: ItemRow[] }>(projectPath(key, '/items'), { query: { limit: 1 } })).items[0]?.fields ??
      null,
    staleTime: 60_000,
  });
  const save = useMutation({
    mutationFn: (sent: UnsavedSchema) =>
      api.put<Project>(projectPath(key, '/schema'), { schema: sent.schema, basedOn: sent.basedOn }),
    onError: () => void client.invalidateQueries({ queryKey: projectQuery(key).queryKey }),
    onSuccess: (saved, sent) => {
      client.setQueryData(projectQuery(key).queryKey, saved);
      setDraft((now) => leftToSave(now, sent, saved.schemaVersion));
      void client.invalidateQueries({ queryKey: ['project', key] });
    },
  });
  const change = (part: Partial<UnsavedSchema>): void => {
    setDraft((now) => ({
      ...(now ?? { basedOn: project.schemaVersion, schema: project.schema, unread: undefined }),
      ...part,
    }));
    save.reset();
  };
  const changed = isUnsaved(draft, project.schema);
  useEffect(() => keepDraft(sessionStorage, key, changed ? draft : undefined), [key, changed, draft]);
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);
  const schema = draft?.schema ?? project.schema;
  const lost = hasCode(save.error, 'schema_breaks_answers') ? lostMeanings(save.error.detail) : undefined;
  const problems: readonly SchemaProblem[] =
    lost?.map((one) => ({
      where: pathOf(one, schema),
      what: t(`lost.${one.kind}.what`, { ...one }),
      fix: t(`lost.${one.kind}.fix`),
    })) ?? (save.error instanceof ApiProblem ? save.error.problems : []);
  return (
    <Page title={t('title')} lead={t('lead', { version: project.schemaVersion })} width="full">
      <Suspense fallback={<Loading />}>
        <SchemaEditor
          value={schema}
          onChange={(next) => change({ schema: next, unread: undefined })}
          unread={draft?.unread}
          onUnread={(unread) => change({ unread })}
          sample={sample.data ?? undefined}
          extraProblems={problems}
          refused={save.isError}
          footer={({ valid, unreadable, showUnreadable }) => (
            <div className={css.saveBar}>
              {lost ? (
                <Said>
                  <Lost places={lost} />
                </Said>
              ) : save.error ? (
                <Said>
                  <ProblemAlert error={save.error} kept={t('kept')} />
                </Said>
              ) : null}
              {save.data ? <OddInputs saved={save.data} /> : null}
              {unreadable ? (
                <button type="button" className={css.unreadable} onClick={showUnreadable}>
                  {t('atLine', { line: unreadable.line ?? 1 })} <span lang="en">{unreadable.what}</span>
                </button>
              ) : null}
              <Button
                onClick={() => draft && save.mutate(draft)}
                disabled={!changed || !valid}
                loading={save.isPending}
              >
                {t('save')}
              </Button>
              <Button
                variant="default"
                disabled={!changed}
                onClick={() => {
                  setDraft(undefined);
                  save.reset();
                }}
              >
                {t('discard')}
              </Button>
              <span className={css.hint} style={{ margin: 0 }} role="status">
                {save.isError
                  ? t('refused')
                  : changed
                    ? t('changed')
                    : save.isSuccess
                      ? t('saved', { version: project.schemaVersion })
                      : t('unchanged')}
              </span>
            </div>
          )}
        />
      </Suspense>
    </Page>
  );
}

/** What came of saving, in the bar that is always in view; what is long scrolls inside it. */
function Said({ children }: { children: ReactNode }) {
  const { t } = useTranslation('schema');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, so the keyboard must reach it
    <section className={css.said} tabIndex={0} aria-label={t('said')}>
      {children}
    </section>
  );
}

/** The places where answers that exist would lose their meaning, each with its way out. */
function Lost({ places }: { places: readonly LostMeaning[] }) {
  const { t } = useTranslation('schema');
  return (
    <ProblemBox>
      <p>
        <strong>
          {t('kept')} {t('lostMeaning')}
        </strong>
      </p>
      <ul>
        {places.map((place) => (
          <li key={JSON.stringify(place)}>
            <code>{place.question}</code>: {t(`lost.${place.kind}.what`, { ...place })}. {t(`lost.${place.kind}.fix`)}
          </li>
        ))}
      </ul>
    </ProblemBox>
  );
}

/** What was saved though labelers will see nothing there, or not what is meant: the file may be imported again. */
function OddInputs({ saved }: { saved: Project }) {
  const { t } = useTranslation('schema');
  const empty = emptyInputs(saved);
  const unlike = unlikeInputs(saved);
  if (empty.length + unlike.length === 0) return null;
  return (
    <Said>
      {empty.length > 0 && (
        <p className={css.stale} role="alert">
          {t('emptyInputs', { count: empty.length, fields: empty.join(', ') })}
        </p>
      )}
      {unlike.length > 0 && (
        <p className={css.stale} role="alert">
          {t('unlikeInputs', { count: unlike.length, fields: unlike.join(', ') })}
        </p>
      )}
    </Said>
  );
}
