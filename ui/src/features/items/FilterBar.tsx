import { Button, CloseButton, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemStatus, Project } from '@/shared/api';
import { useCommands } from '@/shared/keys';
import { kindOf, questionTitle } from '@/shared/kinds';
import { Icon, KeyBadge } from '@/shared/ui';
import { AnsweredFilter, useAnsweredWords } from './AnsweredFilter';
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
import { MetadataFilter } from './MetadataFilter';

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
  const answered = useAnsweredWords(project.key, search);
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
      <AnsweredFilter projectKey={project.key} search={search} onPut={put} />
      <MetadataFilter projectKey={project.key} search={search} onChange={onChange} />
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
      {answered.map(({ key, text }) => (
        <FilterPill key={key} text={text} onRemove={() => onChange(without(key))} />
      ))}
      {(search.meta ?? []).map((condition) => {
        const [field, value] = splitCondition(condition);
        return (
          <FilterPill
            key={condition}
            text={`${field}: ${value}`}
            onRemove={() => onChange(withMeta(search, condition))}
          />
        );
      })}
      {search.imported === undefined ? null : (
        <FilterPill
          text={t('fromImport', { number: search.imported })}
          onRemove={() => onChange(without('imported'))}
        />
      )}
      {count > 0 ? (
        <Button variant="subtle" size="xs" onClick={() => onChange(search.sort ? { sort: search.sort } : {})}>
          {t('clear')}
        </Button>
      ) : null}
    </div>
  );
}

/** A condition that holds, and its removal. By itself a pill hides its button from keyboards and screen readers. */
function FilterPill({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation('items');
  return (
    <Pill
      withRemoveButton
      removeButtonProps={{ 'aria-label': t('removeFilter', { filter: text }), 'aria-hidden': false, tabIndex: 0 }}
      onRemove={onRemove}
    >
      {text}
    </Pill>
  );
}
