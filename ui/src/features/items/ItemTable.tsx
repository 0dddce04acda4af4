import { Checkbox, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow, Project } from '@/shared/api';
import { formatNumber, formatPercent } from '@/shared/i18n';
import { lineOf, smallOf } from '@/shared/inputs';
import { AnswerMark, answerText, kindOf, questionTitle } from '@/shared/kinds';
import { Icon, StatusDot } from '@/shared/ui';
import type { ItemSearch } from './itemFilters';
import css from './items.module.css';
import { EVERYTHING, isEmpty, isSelected, NOTHING, ranged, type Selection, toggled } from './selection';

const ROW_HEIGHT = 76;

/** Items as rows, loaded as they come into view; rows can be selected by whoever may do something with them. */
export function ItemTable({
  project,
  items,
  search,
  more,
  loadingMore,
  loadMore,
  selection,
  onSelect,
}: {
  project: Project;
  items: readonly ItemRow[];
  search: ItemSearch;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  /** What is selected, for those who may do something with it. */
  selection?: Selection;
  onSelect?: (selection: Selection) => void;
}) {
  const { t } = useTranslation('items');
  const navigate = useNavigate();
  const keys = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      items.findIndex((item) => item.id === lastOpened.get(project.key)),
    ),
  );
  // A shorter list has no row where the last one was.
  if (active >= items.length) setActive(Math.max(0, items.length - 1));
  const virtual = useVirtualizer({
    count: items.length + (more ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialOffset: Math.max(0, active - 3) * ROW_HEIGHT,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !loadingMore && lastShown >= items.length - 20) loadMore();
  }, [more, loadingMore, lastShown, items.length, loadMore]);
  const open = (item: ItemRow): void => {
    lastOpened.set(project.key, item.id);
    void navigate({ to: '/p/$key/items/$id', params: { key: project.key, id: String(item.id) }, search });
  };
  const move = (to: number): void => {
    const next = Math.min(items.length - 1, Math.max(0, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const ids = items.map((item) => item.id);
  // Where a range begins: the row that was selected last.
  const anchor = useRef<number>(undefined);
  if (selection && isEmpty(selection)) anchor.current = undefined;
  const pick = (item: ItemRow, range: boolean): void => {
    if (!selection || !onSelect) return;
    onSelect(
      range && anchor.current !== undefined
        ? ranged(selection, ids, anchor.current, item.id)
        : toggled(selection, item.id, ids),
    );
    anchor.current = item.id;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onSelect && selection) {
      if (event.key === ' ') {
        event.preventDefault();
        const item = items[active];
        if (item) pick(item, event.shiftKey);
        return;
      }
      if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        onSelect(EVERYTHING);
        return;
      }
      if (event.key === 'Escape' && !isEmpty(selection)) {
        event.preventDefault();
        onSelect(NOTHING);
        return;
      }
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1);
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      j: () => move(active + 1),
      k: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(items.length - 1),
      Enter: () => {
        const item = items[active];
        if (item) open(item);
      },
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step();
  };
  const first = project.schema.questions[0];
  // Only the first question's disagreement is in the table; an item may be disputed on another.
  const several = project.schema.questions.length > 1;
  const question = first ? questionTitle(first) : '';
  return (
    <div
      ref={scroller}
      className={css.table}
      data-selectable={onSelect ? true : undefined}
      role="grid"
      aria-label={t('title')}
      aria-multiselectable={onSelect ? true : undefined}
      aria-describedby={onSelect ? keys : undefined}
      aria-rowcount={more ? -1 : items.length + 1}
      aria-activedescendant={`item-${items[active]?.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {onSelect ? <VisuallyHidden id={keys}>{t('select.keys')}</VisuallyHidden> : null}
      <div role="row" tabIndex={-1} className={css.header} aria-rowindex={1}>
        {selection && onSelect ? (
          // The keys of the box are its own, not the grid's.
          <span role="columnheader" tabIndex={-1} onKeyDown={(event) => event.stopPropagation()}>
            <Checkbox
              size="xs"
              aria-label={t(selection.kind === 'all' ? 'select.none' : 'select.all')}
              checked={selection.kind === 'all'}
              indeterminate={selection.kind === 'some' && !isEmpty(selection)}
              onChange={() => onSelect(selection.kind === 'all' ? NOTHING : EVERYTHING)}
            />
          </span>
        ) : null}
        <span role="columnheader" tabIndex={-1}>
          {t('text')}
        </span>
        <span role="columnheader" tabIndex={-1}>
          {t('status')}
        </span>
        <span role="columnheader" tabIndex={-1}>
          {question || t('label')}
        </span>
        <span role="columnheader" tabIndex={-1} {...(several ? { title: t('disagreementHelp', { question }) } : {})}>
          {several ? t('disagreementOn', { question }) : t('disagreement')}
        </span>
        <span role="columnheader" tabIndex={-1} className={css.end}>
          {t('answers')}
        </span>
      </div>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
        {shown.map((row) => {
          const item = items[row.index];
          if (!item)
            return (
              <div
                key="more"
                className={css.more}
                style={{ transform: `translateY(${row.start}px)`, height: row.size }}
              >
                {t('loadingMore')}
              </div>
            );
          const consensus = first ? item.consensus[first.id] : undefined;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens for keys
            <div
              key={item.id}
              id={`item-${item.id}`}
              role="row"
              aria-rowindex={row.index + 2}
              data-active={row.index === active || undefined}
              aria-selected={selection ? isSelected(selection, item.id) : row.index === active}
              tabIndex={-1}
              className={css.row}
              style={{ transform: `translateY(${row.start}px)`, height: row.size }}
              onClick={() => open(item)}
            >
              {selection ? (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens for keys
                <span
                  role="gridcell"
                  tabIndex={-1}
                  className={css.pick}
                  onClick={(event) => {
                    event.stopPropagation();
                    setActive(row.index);
                    pick(item, event.shiftKey);
                  }}
                >
                  <Checkbox
                    size="xs"
                    tabIndex={-1}
                    aria-label={t('select.one', { key: item.key })}
                    checked={isSelected(selection, item.id)}
                    onClick={(event) => {
                      event.stopPropagation();
                      setActive(row.index);
                      pick(item, event.shiftKey);
                    }}
                    onChange={() => undefined}
                  />
                </span>
              ) : null}
              <span role="gridcell" tabIndex={-1} className={css.itemCell}>
                {smallOf(project.schema, item.fields)}
                <span className={css.textCell}>
                  <span className={css.text} dir="auto">
                    {item.gold ? <Icon name="star" size={13} label={t('isGold')} className={css.star} /> : null}
                    {lineOf(project.schema, item.fields)}
                  </span>
                  <span className={css.meta}>
                    <span className={css.key}>{item.key}</span>
                    {Object.entries(item.metadata)
                      .slice(0, 4)
                      .map(([name, value]) => (
                        <span key={name} title={name}>
                          {value}
                        </span>
                      ))}
                  </span>
                </span>
              </span>
              <span role="gridcell" tabIndex={-1}>
                <StatusDot status={item.status} />
              </span>
              <span
                role="gridcell"
                tabIndex={-1}
                className={css.label}
                title={consensus && first ? answerText(first, consensus.value) : undefined}
              >
                {consensus ? (
                  <>
                    {first && kindOf(first).wide ? (
                      <span data-label-name>{answerText(first, consensus.value)}</span>
                    ) : (
                      <AnswerMark question={first} value={consensus.value} />
                    )}
                    {consensus.source === 'consensus' ? (
                      consensus.probability === undefined ? null : (
                        <span className={css.dim}>{formatPercent(consensus.probability)}</span>
                      )
                    ) : (
                      <span className={css.dim}>{t(`source.${consensus.source}`)}</span>
                    )}
                  </>
                ) : (
                  <span className={css.dim}>–</span>
                )}
              </span>
              <span role="gridcell" tabIndex={-1} className={css.disagreement}>
                {item.disagreement === undefined || item.disagreement === null ? (
                  <span className={css.dim}>–</span>
                ) : (
                  <>
                    <span className={css.dBar} aria-hidden="true">
                      <span style={{ width: `${item.disagreement * 100}%` }} />
                    </span>
                    {formatNumber(item.disagreement, { maximumFractionDigits: 2, minimumFractionDigits: 2 })}
                  </>
                )}
              </span>
              <span role="gridcell" tabIndex={-1} className={css.end}>
                {item.answers}
                <span className={css.dim}>/{item.overlap}</span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The item last opened from a project's table: coming back, the table stands where it was left. */
const lastOpened = new Map<string, number>();
