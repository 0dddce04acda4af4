import { Button, Checkbox, Stack, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, type Project, projectQuery } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { slug } from '@/shared/kinds/names';
import { Icon, Loading, Markdown, Page, ProblemAlert, ProblemBox, useTitle } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { firstSchema, type SchemaDraft } from '../schema/schemaModel';
import css from './projects.module.css';
import { copyItems, createProject } from './projectsApi';

const SchemaEditor = lazy(() => import('../schema/SchemaEditor'));

interface Draft {
  name: string;
  key: string | undefined;
  guideline: string;
  schema: SchemaDraft;
  overlap: number;
  /** Whether the items of the other project come along. */
  items: boolean;
  gold: boolean;
}

const STORAGE_KEY = 'cupel.newProject';
const STEPS = ['name', 'guideline', 'schema', 'overlap'] as const;
type Step = (typeof STEPS)[number];
const OVERLAPS = [1, 2, 3, 5, 7];

/** A new project in four steps, perhaps with what another one has; what has been typed survives a reload of the tab. */
export function NewProjectScreen() {
  const { from } = useSearch({ from: '/app/new' });
  return <NewProject key={from} from={from} />;
}

function NewProject({ from }: { from: string | undefined }) {
  const { t } = useTranslation('projects');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  // The route has loaded it.
  const [model] = useState(() =>
    from === undefined ? undefined : client.getQueryData<Project>(projectQuery(from).queryKey),
  );
  const storageKey = from === undefined ? STORAGE_KEY : `${STORAGE_KEY}.${from}`;
  const [draft, setDraft] = useState<Draft>(() =>
    restoreDraft(storageKey, model && likeIt(model, t('copyOf', { name: model.name }))),
  );
  const [step, setStep] = useState<Step>('name');
  const [unread, setUnread] = useState<string>();
  const [schemaValid, setSchemaValid] = useState(true);
  useTitle(t('newTitle'));
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(draft)), [storageKey, draft]);
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const key = draft.key ?? (draft.name.trim() === '' ? '' : slug(draft.name, 'project').replaceAll('_', '-'));
  // The new project is there, whatever becomes of this; its page of imports shows how far the copy is.
  const copy = (to: string, of: string): Promise<unknown> =>
    copyItems(to, of, draft.gold).then(
      () => client.invalidateQueries({ queryKey: ['jobs'] }),
      () => undoNotice(t('notCopied'), t('copyAgain'), () => void copy(to, of)),
    );
  const create = useMutation({
    mutationFn: () =>
      createProject({
        name: draft.name.trim(),
        key,
        guideline: draft.guideline,
        schema: draft.schema,
        overlap: draft.overlap,
        ...(from === undefined ? {} : { settingsOf: from }),
      }),
    onSuccess: async (project) => {
      sessionStorage.removeItem(storageKey);
      if (from !== undefined && draft.items) await copy(project.key, from);
      void client.invalidateQueries({ queryKey: ['projects'] });
      await navigate({ to: '/p/$key/import', params: { key: project.key } });
    },
    onError: (error) => {
      if (hasCode(error, 'key_taken')) setStep('name');
      else if (hasCode(error, 'schema_invalid')) setStep('schema');
    },
  });
  const named = draft.name.trim() !== '';
  const done: Record<Step, boolean> = {
    name: named,
    guideline: draft.guideline.trim() !== '',
    schema: schemaValid,
    overlap: true,
  };
  const at = STEPS.indexOf(step);
  const next = STEPS[at + 1];
  const before = STEPS[at - 1];
  return (
    <Page title={t('newTitle')} width="full" lead={model ? t('copyLead', { name: model.name }) : undefined}>
      <form
        className={css.wizard}
        onSubmit={(event) => {
          event.preventDefault();
          if (next) setStep(next);
          else if (named && schemaValid) create.mutate();
        }}
      >
        <ol className={css.steps} aria-label={t('steps')}>
          {STEPS.map((one, index) => (
            <li key={one}>
              <UnstyledButton
                className={css.step}
                aria-current={one === step ? 'step' : undefined}
                data-done={done[one] && index < at ? true : undefined}
                data-wrong={(one === 'schema' && !schemaValid && index < at) || undefined}
                onClick={() => setStep(one)}
              >
                <span className={css.stepMark} aria-hidden="true">
                  {done[one] && index < at ? <Icon name="check" size={12} /> : index + 1}
                </span>
                <span className={css.stepName}>{t(`step.${one}`)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ol>
        <div className={css.stepBody}>
          {create.error ? <ProblemAlert error={create.error} kept={t('kept')} /> : null}
          <h2>{t(`step.${step}`)}</h2>
          <p className={css.stepText}>{t(`stepText.${step}`)}</p>
          {step === 'name' ? (
            <>
              <TextInput
                label={t('name')}
                value={draft.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
                placeholder={t('namePlaceholder')}
                maxLength={120}
                maw={480}
                data-autofocus
                required
              />
              <TextInput
                label={t('key')}
                description={t('keyText')}
                value={key}
                onChange={(event) =>
                  change({ key: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]+/g, '-') || undefined })
                }
                error={hasCode(create.error, 'key_taken') ? t('keyTaken') : undefined}
                maxLength={40}
                maw={480}
                leftSection="/p/"
              />
            </>
          ) : null}
          {step === 'guideline' ? (
            <div className={css.pair}>
              <Textarea
                label={t('markdown')}
                // An example, not a beginning: what stands there unread would go out to people.
                placeholder={t('guidelineStart')}
                value={draft.guideline}
                onChange={(event) => change({ guideline: event.currentTarget.value })}
                autosize
                minRows={14}
                maxRows={28}
              />
              <div>
                <div className={css.previewTitle}>{t('preview')}</div>
                <section className={css.preview} aria-label={t('preview')}>
                  <Markdown source={draft.guideline} />
                </section>
              </div>
            </div>
          ) : null}
          {step === 'schema' ? (
            <Suspense fallback={<Loading />}>
              <SchemaEditor
                value={draft.schema}
                onChange={(schema) => {
                  change({ schema });
                  setUnread(undefined);
                }}
                unread={unread}
                onUnread={setUnread}
                onValidity={setSchemaValid}
              />
            </Suspense>
          ) : null}
          {step === 'overlap' ? (
            <>
              {schemaValid ? null : (
                <ProblemBox>
                  <p>{t('schemaToMend')}</p>
                  <Button size="xs" variant="default" onClick={() => setStep('schema')}>
                    {t('toSchema')}
                  </Button>
                </ProblemBox>
              )}
              <div className={css.overlap} role="radiogroup" aria-label={t('overlap')}>
                {OVERLAPS.map((overlap) => (
                  <UnstyledButton
                    key={overlap}
                    role="radio"
                    aria-checked={draft.overlap === overlap}
                    className={css.overlapChoice}
                    onClick={() => change({ overlap })}
                  >
                    {overlap}
                  </UnstyledButton>
                ))}
              </div>
              <p className={css.stepText} aria-live="polite">
                {t(`overlapMeans.${draft.overlap <= 2 ? draft.overlap : 3}` as 'overlapMeans.1', {
                  overlap: draft.overlap,
                  answers: formatNumber(draft.overlap * 1000),
                })}
              </p>
              {model ? (
                <Stack gap="xs" mt="lg">
                  <Checkbox
                    label={t('withItems')}
                    description={t('withItemsText')}
                    checked={draft.items}
                    onChange={(event) => change({ items: event.currentTarget.checked })}
                  />
                  {draft.items ? (
                    <Checkbox
                      ms={32}
                      label={t('withGold')}
                      checked={draft.gold}
                      onChange={(event) => change({ gold: event.currentTarget.checked })}
                    />
                  ) : null}
                </Stack>
              ) : null}
            </>
          ) : null}
          <div className={css.foot}>
            {before ? (
              <Button variant="default" onClick={() => setStep(before)}>
                {t('back')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => void navigate({ to: '/' })}>
                {common('cancel')}
              </Button>
            )}
            {next ? (
              <Button type="submit" disabled={step === 'name' && !named}>
                {t('next')}
              </Button>
            ) : (
              <Button type="submit" loading={create.isPending} disabled={!named || !schemaValid}>
                {t('createNow')}
              </Button>
            )}
          </div>
        </div>
      </form>
    </Page>
  );
}

/** What a copy of a project begins with; items come only if they are wanted, people stay where they are. */
const likeIt = (project: Project, name: string): Draft => ({
  name,
  key: undefined,
  guideline: project.guideline.markdown,
  schema: project.schema,
  overlap: project.overlap,
  items: false,
  gold: true,
});

function restoreDraft(storageKey: string, model: Draft | undefined): Draft {
  const fresh: Draft = model ?? {
    name: '',
    key: undefined,
    guideline: '',
    schema: firstSchema(),
    overlap: 3,
    items: false,
    gold: true,
  };
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    return stored !== null && typeof stored === 'object' ? { ...fresh, ...(stored as Partial<Draft>) } : fresh;
  } catch {
    return fresh;
  }
}
