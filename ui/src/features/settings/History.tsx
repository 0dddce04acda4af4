import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Project, SettingChange } from '@/shared/api';
import { formatDateTime, formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import css from './settings.module.css';
import { historyQuery } from './settingsApi';

type Words = TFunction<'settings'>;

/** What the settings are called on this screen, by their names in the API. */
const NAMES = {
  name: 'name',
  description: 'description',
  overlap: 'overlap',
  goldEvery: 'gold',
  goldFeedback: 'feedback',
  decisionFeedback: 'seeDecisions',
  repeatEvery: 'again',
  repeatAfterHours: 'againAfter',
  draftsWithheldEvery: 'withheld',
  labelersSee: 'see',
  leaseMinutes: 'lease',
  paused: 'pause',
  archived: 'archiveIs',
  binned: 'binIs',
  qualificationItems: 'testItems',
  qualificationShare: 'testShare',
  calibrationItems: 'everybody',
  auditEvery: 'audits',
  schema: 'schemaIs',
  guideline: 'guidelineIs',
} as const;
const isKnown = (setting: string): setting is keyof typeof NAMES => setting in NAMES;

/** Settings that are one in so many, and off at 0. */
const EVERY = new Set(['goldEvery', 'repeatEvery', 'auditEvery', 'draftsWithheldEvery']);
const UNITS: Record<string, 'minutes' | 'hours' | 'items'> = {
  leaseMinutes: 'minutes',
  repeatAfterHours: 'hours',
  qualificationItems: 'items',
  calibrationItems: 'items',
};

/** @returns the value of a setting as one reads it */
export function valueInWords(t: Words, setting: string, value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return value ? t('on') : t('off');
    case 'string':
      if (value === '') return t('descriptionNone');
      return value.length > 80 ? `${value.slice(0, 80).trimEnd()}…` : value;
    case 'number': {
      if (setting === 'schema' || setting === 'guideline') return t('version', { n: formatNumber(value) });
      if (setting === 'qualificationShare') return formatPercent(value);
      if (EVERY.has(setting)) return value === 0 ? t('off') : t('oneIn', { n: formatNumber(value) });
      const unit = UNITS[setting];
      return unit ? `${formatNumber(value)} ${t(unit)}` : formatNumber(value);
    }
    default: {
      const { key = false, metadata = [] } = (value ?? {}) as Partial<NonNullable<Project['labelersSee']>>;
      const seen = [...(key ? [t('keyShown')] : []), ...metadata];
      return seen.length === 0 ? t('nothingSeen') : seen.join(', ');
    }
  }
}

/** What was changed about the project, by whom and when. */
export function HistorySection({ projectKey: key }: { projectKey: string }) {
  const { t } = useTranslation('settings');
  const history = useInfiniteQuery(historyQuery(key));
  const changes = history.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Section title={t('history')} sub={t('historyText')} boxed>
      {history.error ? <ProblemAlert error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.isPending ? <Loading /> : null}
      {history.data && changes.length === 0 ? <p className={css.text}>{t('noHistory')}</p> : null}
      {changes.length > 0 ? (
        <ul className={css.history}>
          {changes.map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ul>
      ) : null}
      {history.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt={12}
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('historyMore')}
        </Button>
      ) : null}
    </Section>
  );
}

function Entry({ change }: { change: SettingChange }) {
  const { t } = useTranslation('settings');
  const { setting, before, after, by, at } = change;
  return (
    <li>
      <span className={css.what}>
        {isKnown(setting) ? t(NAMES[setting]) : setting}: {valueInWords(t, setting, before)} →{' '}
        <strong>{valueInWords(t, setting, after)}</strong>
      </span>
      <span className={css.who}>
        {by},{' '}
        <time dateTime={at} title={formatDateTime(at)}>
          {formatRelative(at)}
        </time>
      </span>
    </li>
  );
}
