import { Button, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportedItems, Job } from '@/shared/api';
import { formatNumber, formatRelative } from '@/shared/i18n';
import { Icon, Loading, ProblemAlert } from '@/shared/ui';
import { binImport, isRunning, useRefresh, useUndoChange, whenOver } from '../items/changesApi';
import { JobProgress } from '../jobs/JobProgress';
import { jobQuery } from '../jobs/jobsApi';
import css from './imports.module.css';
import { importedItemsQuery } from './importsApi';

/** The way back of an import that is over and brought something: says beforehand what goes, and brings it back. */
export function ImportUndo({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const [open, setOpen] = useState(false);
  const brought = Number(job.summary.added ?? 0) + Number(job.summary.fromBin ?? 0);
  const key = job.projectKey;
  if ((job.kind !== 'import' && job.kind !== 'copy') || key === undefined || brought === 0) return null;
  const named = job.summary.fileName ?? job.summary.from;
  const file = typeof named === 'string' ? named : undefined;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="undo" size={14} />}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        {t('takeBack.open')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={file === undefined ? t('takeBack.titleNoName') : t('takeBack.title', { file })}
        closeButtonProps={{ 'aria-label': t('takeBack.close') }}
      >
        <Ask projectKey={key} jobId={job.id} />
      </Modal>
    </>
  );
}

function Ask({ projectKey, jobId }: { projectKey: string; jobId: string }) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const refresh = useRefresh(projectKey);
  const query = importedItemsQuery(projectKey, jobId);
  const imported = useQuery(query);
  const settled = (): void => {
    refresh();
    void client.invalidateQueries({ queryKey: query.queryKey });
  };
  const take = useMutation({
    mutationFn: async (number: number) => {
      const begun = await binImport(projectKey, number);
      await client.invalidateQueries({ queryKey: query.queryKey });
      return whenOver(projectKey, begun);
    },
    onSettled: settled,
  });
  const bring = useUndoChange(projectKey);
  const what = imported.data;
  if (!what)
    return imported.error ? (
      <ProblemAlert error={imported.error} onRetry={() => void imported.refetch()} />
    ) : (
      <Loading lines={3} />
    );
  const { takenBack } = what;
  const running = takenBack !== undefined && isRunning(takenBack);
  const busy = take.isPending || bring.isPending || running;
  const stopped = takenBack?.state === 'failed' || takenBack?.state === 'cancelled';
  // A way back that stopped halfway can be gone again.
  const back =
    takenBack && (takenBack.undoneAt === undefined || stopped) && takenBack.changed > 0 ? takenBack : undefined;
  const inBin = { count: what.inBin, formatted: formatNumber(what.inBin) };
  return (
    <Stack gap="sm">
      <div role="status">
        {what.items > 0 ? <Goes what={what} /> : <p>{t('takeBack.nothing')}</p>}
        {what.inBin > 0 ? (
          <p>
            {what.more ? t('takeBack.inBinMore', inBin) : t('takeBack.inBin', inBin)}{' '}
            {back ? t('takeBack.taken', { name: back.by, when: formatRelative(back.at) }) : null}
          </p>
        ) : null}
      </div>
      {stopped ? <p className={css.warn}>{t('takeBack.stopped')}</p> : null}
      {running && takenBack.job ? <Runs jobId={takenBack.job} /> : null}
      {take.error ? <ProblemAlert error={take.error} /> : null}
      {bring.error ? <ProblemAlert error={bring.error} /> : null}
      <div className={css.ways}>
        {what.items > 0 ? (
          <Button
            leftSection={<Icon name="trash" size={14} />}
            loading={busy}
            onClick={() => take.mutate(what.number)}
            data-autofocus
          >
            {what.more
              ? t('takeBack.nowMore')
              : t('takeBack.now', { count: what.items, formatted: formatNumber(what.items) })}
          </Button>
        ) : null}
        {back && what.inBin > 0 ? (
          <Button
            variant={what.items > 0 ? 'default' : 'filled'}
            leftSection={<Icon name="undo" size={14} />}
            loading={busy}
            onClick={() => bring.mutate(back.id, { onSettled: settled })}
          >
            {t('takeBack.bring')}
          </Button>
        ) : null}
        {what.inBin > 0 && !busy ? (
          <Button
            variant="default"
            component={Link}
            to="/p/$key/items"
            params={{ key: projectKey } as never}
            search={{ status: 'in_bin', imported: what.number } as never}
          >
            {t('takeBack.show')}
          </Button>
        ) : null}
      </div>
    </Stack>
  );
}

/** What leaves the project, and what does not. */
function Goes({ what }: { what: ImportedItems }) {
  const { t } = useTranslation('imports');
  const items = { count: what.items, formatted: formatNumber(what.items) };
  const answered = {
    count: what.answered,
    formatted: formatNumber(what.answered),
    answers: formatNumber(what.answers),
  };
  return (
    <>
      <p>
        <strong>{what.more ? t('takeBack.itemsMore', items) : t('takeBack.items', items)}</strong>{' '}
        {what.more ? t('takeBack.answeredMore', answered) : t('takeBack.answered', answered)}
      </p>
      <p>{t('takeBack.what')}</p>
      <p className={css.dim}>
        {t('takeBack.others')} {t('takeBack.again')}
      </p>
    </>
  );
}

function Runs({ jobId }: { jobId: string }) {
  const { t } = useTranslation('imports');
  const job = useQuery(jobQuery(jobId)).data;
  return job ? (
    <div>
      <JobProgress job={job} label={t('takeBack.open')} />
      <p className={css.dim}>{t('takeBack.goesOn')}</p>
    </div>
  ) : null;
}
