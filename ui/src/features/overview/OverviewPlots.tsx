import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/shared/api';
import { Panel } from '@/shared/ui/Section';
import { DayBars, type EstimateRow, EstimateRows, SpeedAccuracy, shortName } from '../charts';
import css from './overview.module.css';

/** The small plots below the three sentences; their own chunk, because the sentences should not wait for them. */
export default function OverviewPlots({
  overview,
  shares,
  shareTitle,
  chooser,
}: {
  overview: Overview;
  shares: readonly EstimateRow[];
  shareTitle: string;
  chooser: ReactNode;
}) {
  const { t } = useTranslation('overview');
  const judged = overview.annotators.filter((one) => one.goldAccuracy.value !== undefined && one.medianActiveMs > 0);
  return (
    <div className={css.plots}>
      {overview.answersPerDay.length > 0 ? (
        <Panel>
          <DayBars
            title={t('perDay')}
            unit={t('perDayUnit')}
            days={overview.answersPerDay.map(({ day, answers }) => ({ day, value: answers }))}
          />
        </Panel>
      ) : null}
      {shares.length > 0 ? (
        <Panel>
          {chooser ? <div className={css.chooser}>{chooser}</div> : null}
          <EstimateRows title={t('shares', { question: shareTitle })} sub={t('sharesText')} rows={shares} />
        </Panel>
      ) : null}
      {judged.length > 0 ? (
        <Panel>
          <SpeedAccuracy
            title={t('speedAccuracy')}
            sub={t('speedAccuracyText')}
            points={judged.map((one) => ({
              id: String(one.memberId),
              name: one.kind === 'person' ? one.name : shortName(one.name),
              medianActiveMs: one.medianActiveMs,
              accuracy: one.goldAccuracy,
              hollow: one.kind !== 'person',
            }))}
          />
        </Panel>
      ) : null}
    </div>
  );
}
