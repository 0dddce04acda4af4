import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayActAs, projectQuery } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { EmptyState, Icon, Loading, ProblemAlert, useTitle } from '@/shared/ui';
import { Changes } from './Changes';
import { FilterBar } from './FilterBar';
import { ItemTable } from './ItemTable';
import { filterCount, filtersOf, type ItemSearch } from './itemFilters';
import css from './items.module.css';
import { itemCountQuery, itemsQuery } from './itemsApi';
import { SelectionBar } from './SelectionBar';
import { NOTHING, type Selection } from './selection';

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
  const onlyBin = filters === 1 && search.status === 'in_bin';
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
        <FilterBar project={project} search={search} onChange={set} />
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
            title={onlyBin ? t('bin.emptyTitle') : t('noneTitle')}
            icon={<Icon name={onlyBin ? 'trash' : 'filter'} size={22} />}
            action={
              <Button variant="default" onClick={() => set(search.sort ? { sort: search.sort } : {})}>
                {t('clear')}
              </Button>
            }
          >
            <p>{onlyBin ? t('bin.emptyText') : t('noneText')}</p>
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
