import { Button, Checkbox, CloseButton, Menu, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemRow, type ItemStatus, mayActAs, type Project, projectQuery } from '@/shared/api';
import { formatNumber, formatPercent } from '@/shared/i18n';
import { lineOf, smallOf } from '@/shared/inputs';
import { useCommands } from '@/shared/keys';
import { AnswerMark, answerText, kindOf, questionTitle } from '@/shared/kinds';
import { EmptyState, Icon, KeyBadge, Loading, ProblemAlert, StatusDot, useTitle } from '@/shared/ui';
import { Changes } from './Changes';
import {
  filterCount,
  filtersOf,
  ITEM_SORTS,
  ITEM_STATUSES,
  type ItemSearch,
  type ItemSort,
  splitCondition,
  withMeta,
} from './itemFilters';
import css from './items.module.css';
import { itemCountQuery, itemsQuery, metadataQuery } from './itemsApi';
import { SelectionBar } from './SelectionBar';
import { EVERYTHING, isEmpty, isSelected, NOTHING, ranged, type Selection, toggled } from './selection';

const ROW_HEIGHT = 76;

export function ItemsScreen() {
  const { t } = useTranslation('items');
  const { key } = useParams({ from: '/app/p/$key' });
  const search: ItemSearch = useSearch({ from: '/app/p/$key/items' });
  const navigate = useNavigate({ from: '/p/$key/items' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const rows = useInfiniteQuery(itemsQuery(key, search));
  useTitle(t('title'), project.name);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (next: ItemSearch): void => void navigate({ search: next, replace: true });
  const filters = filterCount(search);
  const manages = mayActAs(project.role, 'manager');
  const counted = useQuery(itemCountQuery(key, search)).data;
  const [history, setHistory] = useState(false);
  // A selection belongs to the filters it was made under: nobody changes what they no longer see.
  const under = JSON.stringify({ ...filtersOf(search), sort: undefined });
  const [kept, setKept] = useState({ under, selection: NOTHING });
  const selection = kept.under === under ? kept.selection : NOTHING;
  const select = (next: Selection): void => setKept({ under, selection: next });
  return (
    <div className={css.screen}>
      <div className={css.head}>
        <div className={css.heading}>
          <h1 className={css.title}>{t('title')}</h1>
          {counted?.count !== undefined && items.length > 0 ? (
            <span className={css.dim} role="status">
              {counted.more
                ? t('countMore', { formatted: formatNumber(counted.count) })
                : t('count', { count: counted.count, formatted: formatNumber(counted.count) })}
            </span>
          ) : null}
          {manages ? (
            <Button
              variant="subtle"
              size="xs"
              leftSection={<Icon name="history" size={14} />}
              onClick={() => setHistory(true)}
              className={css.historyOpen ?? ''}
            >
              {t('change.historyOpen')}
            </Button>
          ) : null}
        </div>
        <Filters project={project} search={search} onChange={set} />
      </div>
      {rows.error ? (
        <div className={css.pad}>
          <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} />
        </div>
      ) : null}
      {rows.isPending ? <Loading lines={8} /> : null}
      {rows.data && items.length === 0 ? (
        filters > 0 ? (
          <EmptyState
            title={t('noneTitle')}
            icon={<Icon name="filter" size={22} />}
            action={
              <Button variant="default" onClick={() => set(search.sort ? { sort: search.sort } : {})}>
                {t('clear')}
              </Button>
            }
          >
            <p>{t('noneText')}</p>
          </EmptyState>
        ) : (
          <EmptyState
            title={t('emptyTitle')}
            icon={<Icon name="grid" size={22} />}
            action={
              mayActAs(project.role, 'manager') ? (
                <Button component={Link} to="/p/$key/import" params={{ key } as never}>
                  {t('emptyAction')}
                </Button>
              ) : null
            }
          >
            <p>{t('emptyText')}</p>
          </EmptyState>
        )
      ) : null}
      {items.length > 0 ? (
        <ItemTable
          project={project}
          items={items}
          search={search}
          more={rows.hasNextPage}
          loadingMore={rows.isFetchingNextPage}
          loadMore={() => void rows.fetchNextPage()}
          {...(manages ? { selection, onSelect: select } : {})}
        />
      ) : null}
      {manages ? (
        <>
          <SelectionBar
            project={project}
            search={search}
            selection={selection}
            total={counted?.more ? undefined : counted?.count}
            onSelect={select}
          />
          <Changes project={project} opened={history} onClose={() => setHistory(false)} />
        </>
      ) : null}
    </div>
  );
}

function Filters({
  project,
  search,
  onChange,
}: {
  project: Project;
  search: ItemSearch;
  onChange: (search: ItemSearch) => void;
}) {
  const { t } = useTranslation('items');
  const { t: common } = useTranslation();
  const metadata = useQuery(metadataQuery(project.key)).data ?? [];
  const [text, setText] = useState(search.q ?? '');
  const box = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const without = <K extends keyof ItemSearch>(key: K): ItemSearch => {
    const { [key]: _dropped, ...rest } = search;
    return rest;
  };
  const put = <K extends keyof ItemSearch>(key: K, value: ItemSearch[K] | undefined): void =>
    onChange(value === undefined || value === '' ? without(key) : { ...search, [key]: value });
  const searchSoon = useDebouncedCallback((q: string) => put('q', q), 250);
  // The address is the truth: back, forward and "clear" change it without this box.
  useEffect(() => setText(search.q ?? ''), [search.q]);
  useCommands([
    { id: 'items.search', title: t('search'), section: t('title'), keys: ['/'], run: () => box.current?.focus() },
  ]);
  const labels = project.schema.questions.flatMap((question) =>
    kindOf(question)
      .options(question)
      .map((option) => ({
        value: `${question.id}:${option.id}`,
        label: option.title || option.id,
        group: questionTitle(question),
      })),
  );
  const groups = [...new Set(labels.map((label) => label.group))].map((group) => ({
    group,
    items: labels.filter((label) => label.group === group).map(({ value, label }) => ({ value, label })),
  }));
  const count = filterCount(search);
  return (
    <div className={css.filters} data-open={open || undefined}>
      <TextInput
        ref={box}
        className={css.search}
        aria-label={t('search')}
        placeholder={t('search')}
        type="search"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          searchSoon(event.currentTarget.value);
        }}
        leftSection={<Icon name="search" />}
        rightSection={
          text === '' ? (
            <KeyBadge binding="/" decorative />
          ) : (
            <CloseButton
              size="sm"
              aria-label={t('clearSearch')}
              onClick={() => {
                setText('');
                put('q', undefined);
              }}
            />
          )
        }
      />
      <Button
        className={css.filtersToggle}
        variant="default"
        aria-expanded={open}
        leftSection={<Icon name="filter" />}
        onClick={() => setOpen(!open)}
      >
        {t('filters', { count })}
      </Button>
      <Select
        className={css.filter}
        aria-label={t('status')}
        placeholder={t('anyStatus')}
        value={search.status ?? null}
        onChange={(status) => put('status', (status ?? undefined) as ItemStatus | undefined)}
        data={ITEM_STATUSES.map((status) => ({ value: status, label: common(`status.${status}`) }))}
        clearable
      />
      <Select
        className={css.filter}
        aria-label={t('label')}
        placeholder={t('anyLabel')}
        value={search.label ?? null}
        onChange={(label) => put('label', label ?? undefined)}
        data={groups}
        clearable
      />
      <Select
        className={css.filterSmall}
        aria-label={t('gold')}
        placeholder={t('anyGold')}
        value={search.gold ?? null}
        onChange={(gold) => put('gold', gold === 'yes' || gold === 'no' ? gold : undefined)}
        data={[
          { value: 'yes', label: t('goldYes') },
          { value: 'no', label: t('goldNo') },
        ]}
        clearable
      />
      {metadata.length > 0 ? (
        <Menu position="bottom-start" closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default" leftSection={<Icon name="filter" />}>
              {t('metadata')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={css.metaMenu}>
            {metadata.map((field) => (
              <div key={field.name}>
                <Menu.Label>{field.name}</Menu.Label>
                {field.values.slice(0, 8).map(({ value, count: n }) => {
                  const condition = `${field.name}:${value}`;
                  const on = search.meta?.includes(condition) ?? false;
                  return (
                    <Menu.Item
                      key={value}
                      role="menuitemcheckbox"
                      aria-checked={on}
                      leftSection={<Icon name={on ? 'check' : 'circle'} size={12} />}
                      rightSection={<span className={css.dim}>{formatNumber(n)}</span>}
                      onClick={() => onChange(withMeta(search, condition))}
                    >
                      {value === '' ? '–' : value}
                    </Menu.Item>
                  );
                })}
              </div>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Select
        className={css.filter}
        aria-label={t('sort')}
        value={search.sort ?? 'position'}
        onChange={(sort) =>
          put('sort', sort === 'position' ? undefined : ((sort ?? undefined) as ItemSort | undefined))
        }
        data={ITEM_SORTS.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
        allowDeselect={false}
      />
      {(search.meta ?? []).map((condition) => {
        const [field, value] = splitCondition(condition);
        return (
          <Pill
            key={condition}
            withRemoveButton
            removeButtonProps={{ 'aria-label': t('removeFilter', { filter: `${field}: ${value}` }) }}
            onRemove={() => onChange(withMeta(search, condition))}
          >
            {field}: {value}
          </Pill>
        );
      })}
      {count > 0 ? (
        <Button variant="subtle" size="xs" onClick={() => onChange(search.sort ? { sort: search.sort } : {})}>
          {t('clear')}
        </Button>
      ) : null}
    </div>
  );
}

function ItemTable({
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
      {...(onSelect ? { title: t('select.keys') } : {})}
      aria-rowcount={more ? -1 : items.length + 1}
      aria-activedescendant={`item-${items[active]?.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
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
