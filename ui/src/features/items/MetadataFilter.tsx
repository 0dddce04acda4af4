import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n';
import { Icon } from '@/shared/ui';
import { type ItemSearch, metadataChoices, withMeta } from './itemFilters';
import css from './items.module.css';
import { metadataQuery } from './itemsApi';

/** Values of metadata to filter by; typing narrows them, and finds also what is in no list. */
export function MetadataFilter({
  projectKey,
  search,
  onChange,
}: {
  projectKey: string;
  search: ItemSearch;
  onChange: (search: ItemSearch) => void;
}) {
  const { t } = useTranslation('items');
  const metadata = useQuery(metadataQuery(projectKey)).data;
  const [typed, setTyped] = useState('');
  if (!metadata || metadata.fields.length === 0) return null;
  const choices = metadataChoices(metadata.fields, typed);
  const entry = (field: string, value: string, count: number | undefined) => {
    const condition = `${field}:${value}`;
    const on = search.meta?.includes(condition) ?? false;
    return (
      <UnstyledButton
        key={value}
        role="checkbox"
        aria-checked={on}
        className={css.metaValue ?? ''}
        onClick={() => onChange(withMeta(search, condition))}
      >
        <Icon name={on ? 'check' : 'circle'} size={12} />
        <span className={css.metaText}>{value}</span>
        {count === undefined ? null : (
          <span className={css.dim}>
            {metadata.sampled ? t('atLeast', { formatted: formatNumber(count) }) : formatNumber(count)}
          </span>
        )}
      </UnstyledButton>
    );
  };
  return (
    <Popover position="bottom-start" width={300} trapFocus returnFocus shadow="md" onClose={() => setTyped('')}>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="filter" />}>
          {t('metadata')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('metadata')} className={css.metaMenu ?? ''}>
        <TextInput
          data-autofocus
          type="search"
          aria-label={t('metadataSearch')}
          placeholder={t('metadataSearch')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<Icon name="search" />}
        />
        {choices.map(({ field, values, more, exact }) => (
          <fieldset key={field} className={css.metaField}>
            <legend>{field}</legend>
            {values.map(({ value, count }) => entry(field, value, count))}
            {more > 0 ? <p className={css.dim}>{t('metadataMore', { count: more })}</p> : null}
            {exact === undefined ? null : entry(field, exact, undefined)}
          </fieldset>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
