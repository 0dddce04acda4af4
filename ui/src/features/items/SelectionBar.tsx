import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ExportWanted, ItemChange, Project } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { ProblemAlert } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { ChangeMenu } from './ChangeMenu';
import { useChangeWords } from './Changes';
import { type Change, change, exportItems, useRefresh, useUndoChange, whenOver } from './changesApi';
import type { ItemSearch } from './itemFilters';
import css from './items.module.css';
import { EVERYTHING, isEmpty, NOTHING, type Selection, sizeOf } from './selection';

/** What is selected, and what can be done to it. Takes no room as long as nothing is. */
export function SelectionBar({
  project,
  search,
  selection,
  total,
  onSelect,
}: {
  project: Project;
  search: ItemSearch;
  selection: Selection;
  /** How many items the filters mean; undefined if that is not known. */
  total: number | undefined;
  onSelect: (selection: Selection) => void;
}) {
  const { t } = useTranslation('items');
  const words = useChangeWords();
  const refresh = useRefresh(project.key);
  const undo = useUndoChange(project.key);
  const navigate = useNavigate();
  const make = useMutation({
    onMutate: () => undo.reset(),
    mutationFn: async (wanted: Change) => whenOver(project.key, await change(project.key, selection, search, wanted)),
    onSuccess: (made: ItemChange) => {
      onSelect(NOTHING);
      // What had the keyboard goes away with the selection.
      document.querySelector<HTMLElement>('[role="grid"]')?.focus();
      if (made.changed > 0)
        void undoNotice(
          t('change.done', { count: made.changed, formatted: formatNumber(made.changed), what: words(made) }),
          t('undo'),
          () => undo.mutate(made.id),
        );
    },
    onSettled: refresh,
  });
  const write = useMutation({
    mutationFn: (wanted: ExportWanted) => exportItems(project.key, selection, search, wanted),
    onSuccess: () => void navigate({ to: '/p/$key/exports', params: { key: project.key } as never }),
  });
  const size = sizeOf(selection, total);
  const title =
    size === undefined ? t('select.allUnknown') : t('select.count', { count: size, formatted: formatNumber(size) });
  const stopped = make.data !== undefined && make.data.state !== 'done' ? make.data : undefined;
  const nothing = make.data?.state === 'done' && make.data.changed === 0;
  const problem = make.error ?? undo.error ?? write.error;
  if (isEmpty(selection) && !problem && !stopped && !nothing) return null;
  return (
    <section className={css.bar} aria-label={title}>
      {problem ? <ProblemAlert error={problem} /> : null}
      {stopped ? <p role="alert">{t('change.stopped', { formatted: formatNumber(stopped.changed) })}</p> : null}
      {nothing && isEmpty(selection) ? <p role="status">{t('change.nothing')}</p> : null}
      {isEmpty(selection) ? (
        <Button
          variant="subtle"
          size="sm"
          onClick={() => {
            make.reset();
            undo.reset();
            write.reset();
          }}
        >
          {t('change.close')}
        </Button>
      ) : (
        <>
          <strong role="status">{make.isPending ? t('change.running') : title}</strong>
          {selection.kind === 'some' && (total === undefined || total > selection.ids.size) ? (
            <Button variant="subtle" size="compact-sm" onClick={() => onSelect(EVERYTHING)} disabled={make.isPending}>
              {total === undefined
                ? t('select.everythingUnknown')
                : t('select.everything', { formatted: formatNumber(total) })}
            </Button>
          ) : null}
          <span className={css.barWays}>
            <Button variant="subtle" size="sm" onClick={() => onSelect(NOTHING)} disabled={make.isPending}>
              {t('select.none')}
            </Button>
            <ChangeMenu
              project={project}
              inBin={search.status === 'in_bin'}
              busy={make.isPending || write.isPending}
              title={title}
              onChange={(wanted) => make.mutate(wanted)}
              onExport={(wanted) => write.mutate(wanted)}
            />
          </span>
        </>
      )}
    </section>
  );
}
