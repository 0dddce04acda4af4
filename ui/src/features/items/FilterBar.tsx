import { Button, CloseButton, Menu, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemStatus, Project } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { useCommands } from '@/shared/keys';
import { kindOf, questionTitle } from '@/shared/kinds';
import { Icon, KeyBadge } from '@/shared/ui';
import {
  filterCount,
  ITEM_SORTS,
  ITEM_STATUSES,
  type ItemSearch,
  type ItemSort,
  splitCondition,
  withMeta,
} from './itemFilters';
import css from './items.module.css';
import { metadataQuery } from './itemsApi';

/** What narrows the table, and its order; all of it stands in the address. */
export function FilterBar({
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
      <Select
        className={css.filter}
        aria-label={t('commented')}
        placeholder={t('anyCommented')}
        value={search.commented ?? null}
        onChange={(said) => put('commented', said === 'yes' || said === 'no' ? said : undefined)}
        data={[
          { value: 'yes', label: t('commentedYes') },
          { value: 'no', label: t('commentedNo') },
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
