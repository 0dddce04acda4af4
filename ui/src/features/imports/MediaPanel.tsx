import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, type MediaFile, type Project } from '@/shared/api';
import { formatNumber, formatPercent } from '@/shared/i18n';
import { mediaAddress } from '@/shared/inputs/image/media';
import { useProblemWords } from '@/shared/problems';
import { Icon, Loading, ProblemAlert } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import { formatBytes } from '../jobs/bytes';
import { chosenFiles, filesOf } from './dropped';
import { fileKind } from './importModel';
import css from './media.module.css';
import { addItems, deleteFile, filesQuery, sendImage, useQueryOf } from './mediaApi';
import { type Found, tallyOf, type Upload, Uploads, worthShowing } from './uploads';

/** Images of a project: brought in by the hundred, looked through, and made into items. */
export function MediaPanel({ project }: { project: Project }) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const [uploads] = useState(
    () =>
      new Uploads(
        (file, options) => sendImage(project.key, file, options),
        () => void client.invalidateQueries({ queryKey: ['media', project.key] }),
      ),
  );
  useEffect(() => () => uploads.stop(), [uploads]);
  const all = useSyncExternalStore(uploads.watch, uploads.view);
  const use = useQuery({ ...useQueryOf(project.key), enabled: !tallyOf(all).busy }).data;
  return (
    <Section title={t('media.title')} sub={t('media.text')}>
      <MediaZone onFiles={(files) => uploads.add(files)} small={all.length > 0 || (use?.files ?? 0) > 0} />
      {all.length > 0 ? <Progress uploads={uploads} all={all} /> : null}
      <Use project={project} busy={tallyOf(all).busy} />
      <Files project={project} />
    </Section>
  );
}

function MediaZone({ onFiles, small }: { onFiles: (files: readonly Found[]) => void; small: boolean }) {
  const { t } = useTranslation('imports');
  const [over, setOver] = useState(false);
  const [table, setTable] = useState<string>();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (found: readonly Found[]): void => {
    // A list of items beside the images of a folder is no image, and no mistake.
    const tables = found.filter(({ name }) => fileKind(name) === 'table');
    setTable(tables[0]?.name);
    onFiles(found.filter((one) => !tables.includes(one)));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesOf(event.dataTransfer).then(take);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same for everybody else */}
      <div
        className={css.zone}
        data-over={over || undefined}
        data-small={small || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="image" size={24} style={{ color: 'var(--accent)' }} />
        <div className={css.zoneText}>
          <strong>{t('media.drop')}</strong>
          <div className={css.dim}>{t('media.dropFormats')}</div>
          {small ? null : <p className={css.emptyText}>{t('media.emptyText')}</p>}
        </div>
        <div className={css.zoneButtons}>
          <Button variant={small ? 'default' : 'filled'} onClick={() => files.current?.click()}>
            {t('media.choose')}
          </Button>
          <Button variant="default" onClick={() => folder.current?.click()}>
            {t('media.chooseFolder')}
          </Button>
        </div>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          aria-label={t('media.choose')}
          accept="image/png,image/jpeg,image/gif,image/webp,image/bmp"
          onChange={(event) => {
            take(chosenFiles(event.currentTarget.files));
            event.currentTarget.value = '';
          }}
        />
        <input
          ref={(input) => {
            folder.current = input;
            // React has no property for it.
            if (input) input.webkitdirectory = true;
          }}
          type="file"
          hidden
          aria-label={t('media.chooseFolder')}
          onChange={(event) => {
            take(chosenFiles(event.currentTarget.files));
            event.currentTarget.value = '';
          }}
        />
      </div>
      {table ? <p className={css.hint}>{t('media.isTable', { name: table })}</p> : null}
    </>
  );
}

/** Uploads that are listed by themselves; beyond, the counts say enough. */
const LISTED = 60;

function Progress({ uploads, all }: { uploads: Uploads; all: readonly Upload[] }) {
  const { t } = useTranslation('imports');
  const tally = tallyOf(all);
  const taken = all.filter(({ state }) => state.kind === 'refused' && state.taken).length;
  const over = tally.done + tally.refused + tally.failed;
  return (
    <div className={css.progress}>
      <div className={css.progressHead}>
        <p className={css.progressText} role="status">
          {tally.busy
            ? t('media.sending', { count: tally.all, done: formatNumber(over), formatted: formatNumber(tally.all) })
            : t('media.sent', { count: tally.done, formatted: formatNumber(tally.done) })}
          {tally.refused > 0 ? (
            <span className={css.bad}>
              {' · '}
              {t('media.refused', { count: tally.refused, formatted: formatNumber(tally.refused) })}
            </span>
          ) : null}
          {tally.failed > 0 ? (
            <span className={css.bad}>
              {' · '}
              {t('media.failed', { count: tally.failed, formatted: formatNumber(tally.failed) })}
            </span>
          ) : null}
        </p>
        <div className={css.progressButtons}>
          {taken > 1 ? (
            <Button size="xs" variant="default" onClick={() => uploads.replace()}>
              {t('media.replaceAll', { count: taken, formatted: formatNumber(taken) })}
            </Button>
          ) : null}
          {tally.failed > 0 ? (
            <Button size="xs" onClick={() => uploads.retry()}>
              {t('media.retry')}
            </Button>
          ) : null}
          {tally.busy ? null : (
            <Button size="xs" variant="default" onClick={() => uploads.clear()}>
              {t('media.clear')}
            </Button>
          )}
        </div>
      </div>
      <progress className={css.bar} max={tally.all} value={over} aria-label={t('media.title')} />
      <ul className={css.uploads}>
        {worthShowing(all, LISTED).map((upload) => (
          <UploadRow key={upload.id} upload={upload} onReplace={() => uploads.replace(upload.id)} />
        ))}
      </ul>
      {all.length > LISTED ? (
        <p className={css.dim}>
          {t('media.moreUploads', { count: all.length - LISTED, formatted: formatNumber(all.length - LISTED) })}
        </p>
      ) : null}
    </div>
  );
}

function UploadRow({ upload, onReplace }: { upload: Upload; onReplace: () => void }) {
  const { t } = useTranslation('imports');
  const { t: common } = useTranslation();
  const words = useProblemWords();
  const { state } = upload;
  const reason = (error: unknown): string => {
    if (!(error instanceof ApiProblem)) return common('problem.unreachable');
    const { what, fix } = words(error);
    return fix ? `${what} ${fix}` : what;
  };
  return (
    <li className={css.upload} data-state={state.kind}>
      <Icon
        name={
          state.kind === 'done'
            ? 'check'
            : state.kind === 'refused' || state.kind === 'failed'
              ? 'alert'
              : state.kind === 'sending'
                ? 'upload'
                : 'clock'
        }
      />
      <span className={css.uploadName} dir="auto">
        {upload.name}
      </span>
      <span className={css.uploadState}>
        {state.kind === 'done'
          ? t(`media.outcome.${state.outcome}`)
          : state.kind === 'sending'
            ? formatPercent(Math.floor(state.share * 100) / 100)
            : state.kind === 'waiting'
              ? t('media.waiting')
              : reason(state.error)}
      </span>
      {state.kind === 'refused' && state.taken ? (
        <Button size="compact-xs" variant="default" onClick={onReplace}>
          {t('media.replace')}
        </Button>
      ) : null}
    </li>
  );
}

/** What images and items lack of each other, and the way to bring them together. */
function Use({ project, busy }: { project: Project; busy: boolean }) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const use = useQuery({ ...useQueryOf(project.key), enabled: !busy });
  const alone = new Set(project.schema.inputs.map((input) => input.field)).size === 1;
  const add = useMutation({
    mutationFn: () => addItems(project.key),
    onSuccess: () => {
      for (const queryKey of [['items', project.key], ['overview', project.key], ['projects'], ['media', project.key]])
        void client.invalidateQueries({ queryKey });
    },
  });
  if (!use.data) return use.error ? <ProblemAlert error={use.error} onRetry={() => void use.refetch()} /> : null;
  const { withoutItem, missing, missingNames, addresses } = use.data;
  const names = missingNames.slice(0, 5).join(', ');
  return (
    <>
      {withoutItem > 0 && !busy ? (
        <div className={css.next}>
          <p>
            {t('media.withoutItem', { count: withoutItem, formatted: formatNumber(withoutItem) })}{' '}
            {alone ? null : t('media.needTable')}
          </p>
          {alone ? (
            <Button loading={add.isPending} onClick={() => add.mutate()}>
              {t('media.makeItems', { count: withoutItem, formatted: formatNumber(withoutItem) })}
            </Button>
          ) : null}
        </div>
      ) : null}
      {add.data && add.data.added > 0 ? (
        <p className={css.hint} role="status">
          {t('media.madeItems', { count: add.data.added, formatted: formatNumber(add.data.added) })}{' '}
          <Link to="/p/$key/items" params={{ key: project.key } as never}>
            {t('toItems')}
          </Link>
        </p>
      ) : null}
      {add.error ? <ProblemAlert error={add.error} onRetry={() => add.mutate()} /> : null}
      {missing > 0 ? (
        <p className={css.warn}>
          <Icon name="alert" />{' '}
          <span>
            {t('media.missing', { count: missing, formatted: formatNumber(missing) })} <code>{names}</code>
            {missing > 5 ? ' …' : ''}
          </span>
        </p>
      ) : null}
      {addresses > 0 ? (
        <p className={css.warn}>
          <Icon name="link" />{' '}
          <span>{t('media.addresses', { count: addresses, formatted: formatNumber(addresses) })}</span>
        </p>
      ) : null}
    </>
  );
}

/** How long a deletion can be taken back. */
const UNDO_MS = 12_000;

function Files({ project }: { project: Project }) {
  const { t } = useTranslation('imports');
  const [part, setPart] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(part.trim()), 250);
    return () => clearTimeout(timer);
  }, [part]);
  const files = useInfiniteQuery(filesQuery(project.key, asked));
  const { leaving, remove, error } = useDeletion(project.key);
  const shown = (files.data?.pages ?? []).flatMap((page) => page.files).filter(({ name }) => !leaving.has(name));
  if (files.error) return <ProblemAlert error={files.error} onRetry={() => void files.refetch()} />;
  if (files.isPending) return <Loading lines={2} />;
  if (shown.length === 0 && asked === '' && !files.hasNextPage) return null;
  return (
    <div className={css.files}>
      <TextInput
        aria-label={t('media.search')}
        placeholder={t('media.search')}
        leftSection={<Icon name="search" />}
        value={part}
        onChange={(event) => setPart(event.currentTarget.value)}
        className={css.search}
      />
      {error ? <ProblemAlert error={error} /> : null}
      {shown.length === 0 ? <p className={css.dim}>{t('media.noneLike', { part: asked })}</p> : null}
      <ul className={css.grid} aria-label={t('media.files')}>
        {shown.map((file) => (
          <Tile
            key={file.name}
            project={project.key}
            file={file}
            onDelete={() => {
              const undo = remove(file.name);
              void undoNotice(t('media.deleted', { name: file.name }), t('undo'), undo);
            }}
          />
        ))}
      </ul>
      {files.hasNextPage ? (
        <Button variant="default" loading={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  );
}

function Tile({ project, file, onDelete }: { project: string; file: MediaFile; onDelete: () => void }) {
  const { t } = useTranslation('imports');
  return (
    <li className={css.tile}>
      <a className={css.thumb} href={mediaAddress(project, file)} target="_blank" rel="noreferrer">
        <img
          src={mediaAddress(project, file)}
          alt={file.name}
          width={file.width}
          height={file.height}
          loading="lazy"
          decoding="async"
        />
      </a>
      <div className={css.tileText}>
        <span className={css.tileName} title={file.name} dir="auto">
          {file.name}
        </span>
        <span className={css.dim}>
          {file.width} × {file.height}
        </span>
        <span className={css.dim}>{formatBytes(file.bytes)}</span>
      </div>
      <button
        type="button"
        className={css.delete}
        aria-label={t('media.delete', { name: file.name })}
        onClick={onDelete}
      >
        <Icon name="trash" />
      </button>
    </li>
  );
}

/**
 * Deletes names once nobody has taken it back for a while: bytes that are gone do not come back. Who leaves the page
 * leaves it at that, and they go at once.
 */
function useDeletion(key: string) {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>();
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>()).current;
  useEffect(() => {
    const leave = () => {
      for (const [name, timer] of timers) {
        clearTimeout(timer);
        void deleteFile(key, name)
          .then(() => client.invalidateQueries({ queryKey: ['media', key] }))
          .catch(() => undefined);
      }
      timers.clear();
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [client, key, timers]);
  const stay = (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
    setLeaving((names) => new Set([...names].filter((one) => one !== name)));
  };
  const remove = (name: string): (() => void) => {
    setLeaving((names) => new Set([...names, name]));
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name);
        void deleteFile(key, name)
          .catch((reason: unknown) => setError(reason))
          .then(() => client.invalidateQueries({ queryKey: ['media', key] }))
          .finally(() => stay(name));
      }, UNDO_MS),
    );
    return () => stay(name);
  };
  return { leaving, remove, error };
}
