import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changeStages, type StagesChange, stagesQuery } from '@/shared/api';
import { formatNumber, formatPercent } from '@/shared/i18n';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import { NumberSetting, SwitchSetting } from './controls';
import { historyQuery } from './settingsApi';

const ITEMS = 10;

/** What people do before and beside ordinary answers: a test, items that everybody answers, audits. */
export function StagesSection({ projectKey: key }: { projectKey: string }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const stages = useQuery(stagesQuery(key));
  const change = useMutation({
    mutationFn: ({ settings }: { settings: StagesChange; back?: StagesChange; said: string }) =>
      changeStages(key, settings),
    onSuccess: (changed, { back, said }) => {
      client.setQueryData(stagesQuery(key).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: historyQuery(key).queryKey });
      if (back) void undoNotice(said, t('undo'), () => change.mutate({ settings: back, said: t('takenBack') }));
    },
  });
  if (stages.error) return <ProblemAlert error={stages.error} onRetry={() => void stages.refetch()} />;
  if (!stages.data) return <Loading lines={3} />;
  const now = stages.data;
  const set = (settings: StagesChange, name: string): void => {
    const names = Object.keys(settings) as (keyof StagesChange)[];
    const back = Object.fromEntries(names.map((one) => [one, now[one]])) as StagesChange;
    change.mutate({ settings, back, said: name });
  };
  const { gold, auditsOpen, auditsDone } = now.counts;
  const test = now.qualificationItems;
  const audits = now.auditEvery;
  return (
    <Section title={t('stages')} sub={t('stagesText')} boxed>
      {change.error ? <ProblemAlert error={change.error} kept={t('notChanged')} /> : null}
      <SwitchSetting
        label={t('test')}
        text={
          test > 0
            ? t('testText', { needed: formatNumber(now.qualificationNeeded), items: formatNumber(test) })
            : gold === 0
              ? t('testNoGold')
              : t('testOff')
        }
        checked={test > 0}
        disabled={test === 0 && gold === 0}
        onSave={(on) => set({ qualificationItems: on ? Math.min(ITEMS, gold) : 0 }, t('test'))}
      />
      {test > 0 ? (
        <>
          <NumberSetting
            inner
            label={t('testItems')}
            text={t('testItemsText', { gold: formatNumber(gold) })}
            value={test}
            min={1}
            max={200}
            unit={t('items')}
            onSave={(qualificationItems) => set({ qualificationItems }, t('testItems'))}
          />
          <NumberSetting
            inner
            label={t('testShare')}
            text={t('testShareText')}
            value={Math.round(now.qualificationShare * 100)}
            min={1}
            max={100}
            unit="%"
            onSave={(share) => set({ qualificationShare: share / 100 }, t('testShare'))}
          />
        </>
      ) : null}
      <SwitchSetting
        label={t('everybody')}
        text={now.calibrationItems > 0 ? t('everybodyText') : t('everybodyOff')}
        checked={now.calibrationItems > 0}
        onSave={(on) => set({ calibrationItems: on ? ITEMS : 0 }, t('everybody'))}
      />
      {now.calibrationItems > 0 ? (
        <NumberSetting
          inner
          label={t('everybodyItems')}
          text={t('everybodyItemsText')}
          value={now.calibrationItems}
          min={1}
          max={200}
          unit={t('items')}
          onSave={(calibrationItems) => set({ calibrationItems }, t('everybodyItems'))}
        />
      ) : null}
      <SwitchSetting
        label={t('audits')}
        text={
          audits > 0
            ? t('auditsText', {
                share: formatPercent(1 / audits, audits > 20 ? 1 : 0),
                open: formatNumber(auditsOpen),
                done: formatNumber(auditsDone),
              })
            : t('auditsOff')
        }
        checked={audits > 0}
        onSave={(on) => set({ auditEvery: on ? 20 : 0 }, t('audits'))}
      />
      {audits > 0 ? (
        <NumberSetting
          inner
          label={t('auditEvery')}
          text={t('auditEveryText')}
          value={audits}
          min={1}
          max={1000}
          unit={t('items')}
          onSave={(auditEvery) => set({ auditEvery }, t('auditEvery'))}
        />
      ) : null}
      <p>
        <Link to="/p/$key/quality" params={{ key }} hash="pilot">
          {t('toPilot')}
        </Link>
      </p>
    </Section>
  );
}
