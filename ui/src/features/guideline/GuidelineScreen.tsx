import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type GuidelineVersion, hasCode, mayActAs, type Project, projectQuery } from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { useCommands } from '@/shared/keys';
import { EmptyState, Icon, KeyBadge, Loading, Markdown, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { diffCount, diffLines, foldUnchanged } from './changes';
import css from './guideline.module.css';
import { guidelinesQuery, saveGuideline } from './guidelineApi';

export function GuidelineScreen() {
  const { t } = useTranslation('guideline');
  const { key } = useParams({ from: '/app/p/$key' });
  const search = useSearch({ from: '/app/p/$key/guideline' });
  const navigate = useNavigate({ from: '/p/$key/guideline' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const versions = useQuery(guidelinesQuery(key));
  const [editing, setEditing] = useState(false);
  useTitle(t('title'), project.name);
  const may = mayActAs(project.role, 'manager');
  useCommands(
    may && !editing
      ? [{ id: 'guideline.edit', title: t('edit'), section: t('title'), keys: ['e'], run: () => setEditing(true) }]
      : [],
  );
  const newest = versions.data?.[0];
  const shown = versions.data?.find((one) => one.version === search.version) ?? newest;
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may && newest && !editing ? (
          <Button
            leftSection={<Icon name="book" />}
            onClick={() => setEditing(true)}
            rightSection={<KeyBadge binding="e" decorative />}
          >
            {t('edit')}
          </Button>
        ) : null
      }
    >
      {versions.error ? <ProblemAlert error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <Loading lines={8} /> : null}
      {editing && newest ? (
        <Editor project={project} newest={newest} onClose={() => setEditing(false)} />
      ) : versions.data && shown ? (
        <Reader
          versions={versions.data}
          shown={shown}
          compared={search.changes === true}
          onShow={(version) => void navigate({ search: version === newest?.version ? {} : { version }, replace: true })}
          empty={may}
        />
      ) : null}
    </Page>
  );
}

function Reader({
  versions,
  shown,
  onShow,
  compared,
  empty,
}: {
  versions: readonly GuidelineVersion[];
  shown: GuidelineVersion;
  onShow: (version: number) => void;
  /** Whether to begin with what changed. */
  compared: boolean;
  empty: boolean;
}) {
  const { t } = useTranslation('guideline');
  const [view, setView] = useState<'text' | 'changes'>(compared ? 'changes' : 'text');
  const before = versions.find((one) => one.version === shown.version - 1);
  const newest = versions[0]?.version;
  return (
    <div className={css.cols}>
      <nav className={css.versions} aria-label={t('versions')}>
        <ol>
          {versions.map((version) => (
            <li key={version.version}>
              <button
                type="button"
                className={css.version}
                aria-current={version.version === shown.version ? 'true' : undefined}
                onClick={() => onShow(version.version)}
              >
                <span className={css.versionName}>
                  {t('version', { version: version.version })}
                  {version.version === newest ? <span className={css.inForce}>{t('inForce')}</span> : null}
                </span>
                {version.note ? <span className={css.note}>{version.note}</span> : null}
                <span className={css.dim}>
                  {version.author}, {formatRelative(version.createdAt)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <article className={css.paper} aria-label={t('version', { version: shown.version })}>
        {before ? (
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(next) => setView(next as 'text' | 'changes')}
            data={[
              { value: 'text', label: t('text') },
              { value: 'changes', label: t('changes', { version: before.version }) },
            ]}
            className={css.switch}
          />
        ) : null}
        {view === 'changes' && before ? (
          <Changes before={before.markdown} after={shown.markdown} />
        ) : shown.markdown.trim() === '' ? (
          <EmptyState title={t('emptyTitle')}>
            <p>{empty ? t('emptyManager') : t('emptyOther')}</p>
          </EmptyState>
        ) : (
          <Markdown source={shown.markdown} />
        )}
      </article>
    </div>
  );
}

/** The differences between two texts; removed and added are told by sign and by colour. */
export function Changes({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation('guideline');
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const { added, removed } = diffCount(lines);
  return (
    <>
      <p className={css.dim}>
        {added === 0 && removed === 0
          ? t('same')
          : `${t('linesAdded', { count: added })}, ${t('linesRemoved', { count: removed })}`}
      </p>
      <div className={css.diff}>
        {foldUnchanged(lines).map((block, index) =>
          block.kind === 'skipped' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name
            <div key={index} className={css.skipped}>
              {t('skipped', { count: block.count })}
            </div>
          ) : (
            block.lines.map((line) => {
              const number = line.kind === 'removed' ? line.oldLine : line.newLine;
              return (
                <div key={`${line.kind}${number}`} className={css.diffLine} data-kind={line.kind}>
                  <span className={css.diffNumber}>{number}</span>
                  <span className={css.diffSign}>
                    {line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ''}
                    <span className={css.hidden}>
                      {line.kind === 'added' ? t('added') : line.kind === 'removed' ? t('removed') : ''}
                    </span>
                  </span>
                  <span className={css.diffText}>
                    {line.kind === 'same'
                      ? line.text
                      : line.pieces.map((piece, at) =>
                          piece.kind === 'same' ? (
                            piece.text
                          ) : (
                            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
                            <mark key={at}>{piece.text}</mark>
                          ),
                        )}
                  </span>
                </div>
              );
            })
          ),
        )}
      </div>
    </>
  );
}

function Editor({ project, newest, onClose }: { project: Project; newest: GuidelineVersion; onClose: () => void }) {
  const { t } = useTranslation('guideline');
  const client = useQueryClient();
  const storageKey = `cupel.guideline.${project.key}`;
  const [draft, setDraft] = useState(() => {
    const stored = readDraft(storageKey);
    return stored ?? { basedOn: newest.version, markdown: newest.markdown };
  });
  const [note, setNote] = useState('');
  const base = useQuery(guidelinesQuery(project.key)).data?.find((one) => one.version === draft.basedOn) ?? newest;
  const changed = draft.markdown !== base.markdown;
  useEffect(() => {
    if (changed) sessionStorage.setItem(storageKey, JSON.stringify(draft));
    else sessionStorage.removeItem(storageKey);
  }, [draft, changed, storageKey]);
  const save = useMutation({
    mutationFn: (basedOn: number) =>
      saveGuideline(project.key, {
        markdown: draft.markdown,
        basedOn,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: async (saved) => {
      sessionStorage.removeItem(storageKey);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['guidelines', project.key] }),
        client.invalidateQueries({ queryKey: ['project', project.key] }),
      ]);
      void saved;
      onClose();
    },
    onError: (error) => {
      if (hasCode(error, 'guideline_moved_on'))
        void client.invalidateQueries({ queryKey: ['guidelines', project.key] });
    },
  });
  // Somebody saved meanwhile: their changes are shown, mine stay in the box; saving puts mine on top of theirs.
  const movedOn = newest.version !== draft.basedOn;
  const discard = (): void => {
    sessionStorage.removeItem(storageKey);
    onClose();
  };
  useCommands([
    {
      id: 'guideline.save',
      title: t('save'),
      section: t('title'),
      keys: ['Mod+s', 'Mod+Enter'],
      inTextFields: true,
      run: () => changed && !movedOn && save.mutate(draft.basedOn),
    },
  ]);
  return (
    <form
      className={css.editor}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(newest.version);
      }}
    >
      {movedOn ? (
        <div className={css.conflict} role="alert">
          <p>
            <strong>{t('conflict', { author: newest.author, version: newest.version })}</strong> {t('conflictText')}
          </p>
          <Changes before={base.markdown} after={newest.markdown} />
          <Button
            variant="default"
            size="xs"
            onClick={() => setDraft({ basedOn: newest.version, markdown: newest.markdown })}
          >
            {t('takeTheirs')}
          </Button>
        </div>
      ) : null}
      {save.error && !hasCode(save.error, 'guideline_moved_on') ? (
        <ProblemAlert error={save.error} kept={t('kept')} />
      ) : null}
      <div className={css.pair}>
        <Textarea
          label={t('markdown')}
          value={draft.markdown}
          onChange={(event) => setDraft({ ...draft, markdown: event.currentTarget.value })}
          autosize
          minRows={18}
          maxRows={32}
          classNames={{ input: css.source ?? '' }}
          data-autofocus
        />
        <div>
          <div className={css.label}>{t('preview')}</div>
          <section className={css.paper} aria-label={t('preview')}>
            <Markdown source={draft.markdown} />
          </section>
        </div>
      </div>
      <div className={css.saveBar}>
        <TextInput
          aria-label={t('note')}
          placeholder={t('notePlaceholder')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={200}
          className={css.noteBox}
        />
        <Button type="submit" loading={save.isPending} disabled={!changed}>
          {movedOn ? t('saveOnTop', { version: newest.version }) : t('save')}
        </Button>
        <Button variant="default" onClick={changed ? discard : onClose}>
          {changed ? t('discard') : t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function readDraft(key: string): { basedOn: number; markdown: string } | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (stored === null || typeof stored !== 'object') return undefined;
    const { basedOn, markdown } = stored as Record<string, unknown>;
    return typeof basedOn === 'number' && typeof markdown === 'string' ? { basedOn, markdown } : undefined;
  } catch {
    return undefined;
  }
}
