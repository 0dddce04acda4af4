import { Button, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { membersQuery } from '@/shared/api';
import { formatDate, midnight } from '@/shared/i18n';
import { Icon } from '@/shared/ui';
import { type ItemSearch, MARKS, type Mark } from './itemFilters';

/** What somebody did with an item: who, when, and whether they skipped it, found it ambiguous, wrote a note or began to talk about it. */
export function AnsweredFilter({
  projectKey,
  search,
  onPut,
}: {
  projectKey: string;
  search: ItemSearch;
  onPut: <K extends 'by' | 'from' | 'to' | 'mark' | 'commented'>(key: K, value: ItemSearch[K] | undefined) => void;
}) {
  const { t } = useTranslation('items');
  const members = useQuery(membersQuery(projectKey)).data ?? [];
  const days = search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <Popover position="bottom-start" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="user" />}>
          {t('answered.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('answered.title')}>
        <Stack gap="sm">
          <Select
            data-autofocus
            label={t('answered.by')}
            placeholder={t('answered.anybody')}
            value={search.by === undefined ? null : String(search.by)}
            onChange={(by) => onPut('by', by === null ? undefined : Number(by))}
            data={members.map((member) => ({ value: String(member.memberId), label: member.displayName }))}
            nothingFoundMessage={t('answered.nobody')}
            comboboxProps={{ withinPortal: false }}
            openOnFocus={false}
            searchable
            clearable
          />
          <Select
            label={t('answered.mark')}
            placeholder={t('answered.anyMark')}
            value={search.mark ?? null}
            onChange={(mark) => onPut('mark', (mark ?? undefined) as Mark | undefined)}
            data={MARKS.map((mark) => ({ value: mark, label: t(`answered.marks.${mark}`) }))}
            comboboxProps={{ withinPortal: false }}
            clearable
          />
          <Select
            label={t('commented')}
            placeholder={t('anyCommented')}
            value={search.commented ?? null}
            onChange={(said) => onPut('commented', said === 'yes' || said === 'no' ? said : undefined)}
            data={[
              { value: 'yes', label: t('commentedYes') },
              { value: 'no', label: t('commentedNo') },
            ]}
            comboboxProps={{ withinPortal: false }}
            clearable
          />
          <TextInput
            type="date"
            label={t('answered.from')}
            value={search.from ?? ''}
            onChange={(event) => onPut('from', event.currentTarget.value || undefined)}
          />
          <TextInput
            type="date"
            label={t('answered.to')}
            value={search.to ?? ''}
            onChange={(event) => onPut('to', event.currentTarget.value || undefined)}
            error={days ? t('answered.days') : undefined}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The same as one line for each part that is asked for. */
export function useAnsweredWords(projectKey: string, search: ItemSearch) {
  const { t } = useTranslation('items');
  const members = useQuery({ ...membersQuery(projectKey), enabled: search.by !== undefined }).data;
  const words: { key: 'by' | 'from' | 'to' | 'mark' | 'commented'; text: string }[] = [];
  if (search.by !== undefined)
    words.push({
      key: 'by',
      text: t('answered.saidBy', {
        name: members?.find((member) => member.memberId === search.by)?.displayName ?? `#${search.by}`,
      }),
    });
  if (search.mark !== undefined) words.push({ key: 'mark', text: t(`answered.marks.${search.mark}`) });
  if (search.from !== undefined)
    words.push({ key: 'from', text: t('answered.saidFrom', { day: formatDate(midnight(search.from)) }) });
  if (search.to !== undefined)
    words.push({ key: 'to', text: t('answered.saidTo', { day: formatDate(midnight(search.to)) }) });
  if (search.commented !== undefined)
    words.push({ key: 'commented', text: t(search.commented === 'yes' ? 'commentedYes' : 'commentedNo') });
  return words;
}
