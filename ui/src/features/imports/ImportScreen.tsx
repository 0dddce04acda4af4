import { Button, Checkbox, Select } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportPreview, type Job, type LabelersSee, type Project, projectQuery } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { fileFields } from '@/shared/inputs';
import { Icon, Loading, Page, ProblemAlert, ProblemBox, useTitle } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { formatBytes } from '../jobs/bytes';
import { JobProgress } from '../jobs/JobProgress';
import { JobList } from '../jobs/JobsScreen';
import { allProblems, isLive, jobQuery, jobsQuery, problemsQuery } from '../jobs/jobsApi';
import { SaidFailure, SaidFix, SaidWhat } from '../jobs/Said';
import { ImportUndo } from './ImportUndo';
import {
  annotationTally,
  canImport,
  exampleOf,
  fileKind,
  importEnding,
  isShown,
  mayBeShown,
  planImport,
  problemsAsCsv,
  withColumn,
} from './importModel';
import css from './imports.module.css';
import { changeLabelersSee, importsQuery, previewImport, startImport } from './importsApi';
import { MediaPanel } from './MediaPanel';

export function ImportScreen() {
  const { t } = useTranslation('imports');
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const [file, setFile] = useState<File>();
  const [jobId, setJobId] = useState<string>();
  useTitle(t('title'), project.name);
  // After a reload the import that still runs is shown again.
  const running = useQuery(jobsQuery(key)).data?.find(
    (job) => (job.kind === 'import' || job.kind === 'copy') && isLive(job),
  );
  const shown = jobId ?? running?.id;
  const pictures = fileFields(project.schema).length > 0;
  const preview = useMutation({ mutationFn: (chosen: File) => previewImport(key, chosen) });
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return;
    setFile(chosen);
    setJobId(undefined);
    preview.reset();
    if (fileKind(chosen.name) !== 'spreadsheet' && chosen.size > 0) preview.mutate(chosen);
  };
  const again = (): void => {
    setFile(undefined);
    setJobId(undefined);
    preview.reset();
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      {shown ? (
        <ImportResult id={shown} project={project} chosen={file?.name} onAgain={again} />
      ) : (
        <>
          {pictures && !file ? <MediaPanel project={project} /> : null}
          {pictures && !file ? (
            <Section title={t('media.tables')} sub={t('media.tablesText')}>
              <DropZone onFile={choose} file={file} second />
            </Section>
          ) : (
            <DropZone onFile={choose} file={file} />
          )}
          {file && fileKind(file.name) === 'spreadsheet' ? <Refused>{t('spreadsheet')}</Refused> : null}
          {file && file.size === 0 ? <Refused>{t('emptyFile')}</Refused> : null}
          {preview.isPending ? <Loading lines={3} /> : null}
          {preview.error ? (
            <ProblemAlert error={preview.error} {...(file ? { onRetry: () => preview.mutate(file) } : {})} />
          ) : null}
          {file && preview.data ? (
            <PreviewTable
              key={file.name + file.lastModified}
              project={project}
              file={file}
              preview={preview.data}
              onStarted={setJobId}
            />
          ) : null}
          {file ? null : <Expectations project={project} />}
          {file ? null : <Earlier projectKey={key} />}
        </>
      )}
    </Page>
  );
}

/** Imports of before: what came with one can go out again. */
function Earlier({ projectKey }: { projectKey: string }) {
  const { t } = useTranslation('imports');
  const jobs = useQuery(importsQuery(projectKey)).data;
  return jobs && jobs.length > 0 ? (
    <Section title={t('earlier')}>
      <JobList jobs={jobs} watched after={(job) => <ImportUndo job={job} />} />
    </Section>
  ) : null;
}

function DropZone({
  onFile,
  file,
  second = false,
}: {
  onFile: (file: File | undefined) => void;
  file: File | undefined;
  /** There is another way in, which comes first. */
  second?: boolean;
}) {
  const { t } = useTranslation('imports');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  // A file dropped beside the zone must not make the browser leave the page.
  useEffect(() => {
    const stop = (event: globalThis.DragEvent): void => event.preventDefault();
    window.addEventListener('dragover', stop);
    window.addEventListener('drop', stop);
    return () => {
      window.removeEventListener('dragover', stop);
      window.removeEventListener('drop', stop);
    };
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for everybody else
    <div
      className={css.zone}
      data-over={over || undefined}
      data-small={file !== undefined || second || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={24} style={{ color: 'var(--accent)' }} />
      <div className={css.zoneText}>
        {file ? (
          <>
            <strong>{file.name}</strong> <span className={css.dim}>{formatBytes(file.size)}</span>
          </>
        ) : (
          <>
            <strong>{t('drop')}</strong>
            <div className={css.dim}>{t('dropFormats')}</div>
          </>
        )}
      </div>
      <Button variant={file || second ? 'default' : 'filled'} onClick={() => input.current?.click()}>
        {file ? t('chooseOther') : t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('choose')}
        accept=".csv,.tsv,.json,.jsonl,.ndjson,.txt"
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** Why nothing of the file can be imported. */
function Refused({ children }: { children: ReactNode }) {
  const { t } = useTranslation('imports');
  return (
    <div className={css.refused}>
      <ProblemBox>
        <p>
          <strong>{t('refused')}</strong> {children}
        </p>
      </ProblemBox>
    </div>
  );
}

function Expectations({ project }: { project: Project }) {
  const { t } = useTranslation('imports');
  const fields = project.schema.inputs.map((input) => input.field);
  const files = fileFields(project.schema);
  const single = project.schema.questions.length === 1;
  const example = exampleOf(project.schema);
  return (
    <Section title={t('expects')}>
      <ul className={css.expects}>
        <li>
          {t('expectsFields', {
            count: fields.length,
            fields: fields.map((field) => t('quoted', { field })).join(', '),
          })}
        </li>
        {files.length > 0 ? (
          <li>
            {t('expectsFiles', {
              count: files.length,
              fields: files.map((field) => t('quoted', { field })).join(', '),
            })}
          </li>
        ) : null}
        <li>{t('expectsKey')}</li>
        <li>{single ? t('expectsGold') : t('expectsGoldMany', { question: project.schema.questions[0]?.id ?? '' })}</li>
        <li>{t('expectsRest')}</li>
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, so the keyboard must reach it */}
      <pre className={css.example} tabIndex={0} role="region" aria-label={t('example')}>
        {example}
      </pre>
    </Section>
  );
}

const NO_KEY = '\u0000none';

function PreviewTable({
  project,
  file,
  preview,
  onStarted,
}: {
  project: Project;
  file: File;
  preview: ImportPreview;
  onStarted: (jobId: string) => void;
}) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const [keyColumn, setKeyColumn] = useState<string | null | undefined>(undefined);
  const [annotations, setAnnotations] = useState(false);
  const plan = planImport(preview, keyColumn);
  const start = useMutation({
    mutationFn: () => startImport(project.key, file, plan, annotations),
    onSuccess: (job) => {
      client.setQueryData(jobQuery(job.id).queryKey, job);
      onStarted(job.id);
    },
  });
  const show = useMutation({
    mutationFn: (wanted: LabelersSee) => changeLabelersSee(project.key, wanted),
    onSuccess: (changed) => client.setQueryData(projectQuery(project.key).queryKey, changed),
  });
  const see = show.variables && show.isPending ? show.variables : (project.labelersSee ?? { key: false, metadata: [] });
  return (
    <Section title={t('columns')} sub={t('columnsText', { format: preview.format.toUpperCase() })}>
      {plan.missingFields.length > 0 ? (
        <Refused>
          {plan.missingFields
            .map((field) => {
              const near = plan.nearMisses[field];
              return near ? t('missingNear', { field, near }) : t('missing', { field });
            })
            .join(' ')}
        </Refused>
      ) : null}
      {plan.refusal ? (
        <Refused>
          <SaidFailure error={`${plan.refusal.what} ${plan.refusal.fix}`} />
        </Refused>
      ) : null}
      {plan.annotations ? (
        <Checkbox
          className={css.bring}
          label={t('annotations')}
          description={t('annotationsText')}
          checked={annotations}
          onChange={(event) => setAnnotations(event.currentTarget.checked)}
        />
      ) : null}
      <div className={css.scroll} data-cards>
        <table className={css.columns} data-cards>
          <thead>
            <tr>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('becomes')}</th>
              <th scope="col">{t('labelersSee')}</th>
              <th scope="col">{t('examples')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.columns.map((column, index) => (
              <tr key={column.name}>
                <th scope="row">
                  {column.name}
                  {column.answerLike && column.role !== 'field' && column.role !== 'gold' ? (
                    <span id={`answer-like-${index}`} className={css.answerLike}>
                      <Icon name="alert" size={13} /> {t('answerLike')}
                    </span>
                  ) : null}
                </th>
                <td data-label={t('becomes')}>
                  <span className={css.role} data-role={column.role}>
                    {t(`role.${column.role}`)}
                  </span>
                </td>
                <td data-label={t('labelersSee')}>
                  {mayBeShown(column) ? (
                    <Checkbox
                      size="xs"
                      aria-label={t('labelersSeeColumn', { column: column.name })}
                      checked={isShown(see, column)}
                      disabled={column.role === 'field' || show.isPending}
                      onChange={(event) => show.mutate(withColumn(see, column, event.currentTarget.checked))}
                      aria-describedby={column.answerLike ? `answer-like-${index}` : undefined}
                    />
                  ) : (
                    <span className={css.dim}>{t('never')}</span>
                  )}
                </td>
                <td className={css.examples} data-label={t('examples')}>
                  {column.examples
                    .filter((example) => example !== '')
                    .slice(0, 3)
                    .map((example, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: first values of a file, never reordered
                      <span key={place} className={css.exampleCell} dir="auto">
                        {example}
                      </span>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.start}>
        <Select
          label={t('key')}
          description={t('keyText')}
          value={plan.keyColumn ?? NO_KEY}
          onChange={(value) => setKeyColumn(value === NO_KEY ? null : (value ?? undefined))}
          data={[
            ...plan.columns.map((column) => ({ value: column.name, label: column.name })),
            { value: NO_KEY, label: t('noKey') },
          ]}
          allowDeselect={false}
          className={css.keySelect}
        />
        <Button
          onClick={() => start.mutate()}
          loading={start.isPending}
          disabled={!canImport(plan)}
          leftSection={<Icon name="upload" />}
        >
          {t('start')}
        </Button>
      </div>
      {show.error ? <ProblemAlert error={show.error} /> : null}
      {start.error ? <ProblemAlert error={start.error} kept={t('nothingYet')} onRetry={() => start.mutate()} /> : null}
    </Section>
  );
}

function ImportResult({
  id,
  project,
  chosen,
  onAgain,
}: {
  id: string;
  project: Project;
  /** The file's name while it is known; after a reload only the job knows it, if it does. */
  chosen: string | undefined;
  onAgain: () => void;
}) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const job = useQuery(jobQuery(id));
  const state = job.data?.state;
  useEffect(() => {
    if (state !== 'done' && state !== 'failed' && state !== 'cancelled') return;
    for (const queryKey of [['items', project.key], ['overview', project.key], ['projects'], ['jobs']])
      void client.invalidateQueries({ queryKey });
  }, [state, client, project.key]);
  if (job.error) return <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />;
  if (!job.data) return <Loading />;
  const { summary } = job.data;
  const fileName = typeof summary.fileName === 'string' ? summary.fileName : (chosen ?? '');
  const live = isLive(job.data);
  const notUploaded = Number(summary.notUploaded ?? 0);
  const ending = importEnding(job.data);
  const toItems = (
    <Button
      component={Link}
      to="/p/$key/items"
      params={{ key: project.key } as never}
      variant={ending === 'whole' ? 'filled' : 'default'}
    >
      {t('toItems')}
    </Button>
  );
  return (
    <>
      <Section title={live ? t('running', { file: fileName }) : t(`ended.${ending}`, { file: fileName })} boxed>
        <JobProgress job={job.data} label={t('running', { file: fileName })} />
        {job.data.error ? (
          <p className={css.warn}>
            <SaidFailure error={job.data.error} />
          </p>
        ) : null}
        {live ? <p className={css.dim}>{t('leave')}</p> : <Tally job={job.data} />}
        {!live && notUploaded > 0 ? (
          <p className={css.warn} data-after>
            {t('notUploaded', { count: notUploaded, formatted: formatNumber(notUploaded) })}
          </p>
        ) : null}
      </Section>
      {live ? null : (
        <div className={css.after}>
          {ending === 'whole' ? toItems : null}
          {ending === 'whole' ? (
            <Button component={Link} to="/p/$key/people" params={{ key: project.key } as never} variant="default">
              {t('toPeople')}
            </Button>
          ) : null}
          <Button variant={ending === 'whole' ? 'default' : 'filled'} onClick={onAgain}>
            {ending === 'whole' ? t('again') : t('onceMore')}
          </Button>
          {ending === 'part' ? toItems : null}
          <ImportUndo job={job.data} />
        </div>
      )}
      {job.data.problemCount > 0 && !live ? <BadRows job={job.data} fileName={fileName} /> : null}
    </>
  );
}

/** What comes out of the bin is told where something did. */
const TALLY = ['added', 'fromBin', 'updated', 'unchanged', 'rejected'] as const;

function Tally({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const brought = annotationTally(job);
  return (
    <>
      <dl className={css.tally}>
        {TALLY.filter((name) => name !== 'fromBin' || Number(job.summary.fromBin ?? 0) > 0).map((name) => (
          <div key={name} data-bad={(name === 'rejected' && Number(job.summary[name] ?? 0) > 0) || undefined}>
            <dd>{formatNumber(Number(job.summary[name] ?? 0))}</dd>
            <dt>{t(`tally.${name}`)}</dt>
          </div>
        ))}
      </dl>
      {brought.length > 0 ? (
        <dl className={css.tally} data-second aria-label={t('tallyAnnotations')}>
          {brought.map(({ name, count }) => (
            <div key={name}>
              <dd>{formatNumber(count)}</dd>
              <dt>{t(`tally.${name}`, { count })}</dt>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

function BadRows({ job, fileName }: { job: Job; fileName: string }) {
  const { t } = useTranslation('imports');
  const rows = useInfiniteQuery(problemsQuery(job.id));
  const download = useMutation({
    mutationFn: async () => {
      const csv = problemsAsCsv(await allProblems(job.id));
      const address = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `${fileName.replace(/\.[^.]+$/, '') || 'import'}-problems.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  });
  const problems = rows.data?.pages.flatMap((page) => page.problems) ?? [];
  return (
    <Section
      title={t('badRows', { count: job.problemCount, formatted: formatNumber(job.problemCount) })}
      sub={t(importEnding(job) === 'whole' ? 'badRowsText' : 'badRowsTextPart')}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="download" />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('downloadBad')}
        </Button>
      }
    >
      {rows.error ? <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} /> : null}
      {rows.isPending ? <Loading lines={3} /> : null}
      <div className={css.scroll}>
        <table className={css.columns}>
          <thead>
            <tr>
              <th scope="col" className={css.number}>
                {t('line')}
              </th>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('fix')}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map((problem) => (
              <tr key={`${problem.line}/${problem.column}/${problem.what}`}>
                <td className={css.number}>{formatNumber(problem.line)}</td>
                <td>{problem.column ? <code>{problem.column}</code> : <span className={css.dim}>–</span>}</td>
                <td>
                  <SaidWhat what={problem.what} />
                </td>
                <td>
                  <SaidFix what={problem.what} fix={problem.fix} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="sm"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </Section>
  );
}
