import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  archiveProject,
  binProject,
  mayActAs,
  type Project,
  projectQuery,
  restoreProject,
  unarchiveProject,
} from '@/shared/api';
import { formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import { NumberSetting, Setting, SwitchSetting, TextSetting } from './controls';
import { HistorySection, valueInWords } from './History';
import { StagesSection } from './Stages';
import css from './settings.module.css';
import { changeSettings, draftsQuery, retireDrafts, type Settings } from './settingsApi';

/** What a project does while people work: every change holds at once, and can be taken back. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const client = useQueryClient();
  useTitle(t('title'), project.name);
  const change = useMutation({
    mutationFn: ({ settings }: Change) => changeSettings(key, settings),
    onSuccess: (changed, { back, said }) => {
      client.setQueryData(projectQuery(key).queryKey, changed);
      // Lists and figures follow from the settings.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'project' });
      if (back) void undoNotice(said, t('undo'), () => change.mutate({ settings: back, said: t('takenBack') }));
    },
  });
  const paused = Boolean(project.pausedAt);
  const set = (settings: Settings, name: string): void => {
    const before = { ...project, paused };
    const back = Object.fromEntries(
      Object.keys(settings).map((one) => [one, before[one as keyof Settings]]),
    ) as Settings;
    change.mutate({ settings, back, said: saying(t, name, back, settings) });
  };
  const gold = project.goldEvery ?? 0;
  const again = project.repeatEvery ?? 0;
  const see = project.labelersSee ?? { key: false, metadata: [] };
  return (
    <Page title={t('title')} lead={t('lead')} width="text">
      {change.error ? <ProblemAlert error={change.error} kept={t('notChanged')} /> : null}
      <Section title={t('project')} boxed>
        <TextSetting
          label={t('name')}
          value={project.name}
          onSave={(name) => set({ name }, t('name'))}
          missing={t('nameMissing')}
        />
        <TextSetting
          label={t('description')}
          text={t('descriptionText')}
          value={project.description}
          long={2000}
          onSave={(description) => set({ description }, t('description'))}
        />
        <Setting label={t('address')} text={t('addressText')}>
          {() => <code className={css.address}>/p/{project.key}</code>}
        </Setting>
      </Section>
      <Section title={t('answers')} boxed>
        <SwitchSetting
          label={t('pause')}
          text={project.pausedAt ? t('pausedSince', { when: formatRelative(project.pausedAt) }) : t('pauseText')}
          checked={paused}
          onSave={(on) => set({ paused: on }, t('pause'))}
        />
        <NumberSetting
          label={t('overlap')}
          text={t('overlapText')}
          value={project.overlap}
          min={1}
          max={100}
          onSave={(overlap) => set({ overlap }, t('overlap'))}
        />
        <NumberSetting
          label={t('lease')}
          text={t('leaseText')}
          value={project.leaseMinutes}
          min={1}
          max={1440}
          unit={t('minutes')}
          onSave={(leaseMinutes) => set({ leaseMinutes }, t('lease'))}
        />
      </Section>
      <Section title={t('checks')} sub={t('checksText')} boxed>
        <SwitchSetting
          label={t('gold')}
          text={gold === 1 ? t('goldFirst') : gold > 0 ? t('goldText', { share: share(gold) }) : t('goldOff')}
          checked={gold > 0}
          onSave={(on) => set({ goldEvery: on ? 10 : 0 }, t('gold'))}
        />
        {gold > 0 ? (
          <>
            <NumberSetting
              inner
              label={t('goldEvery')}
              text={t('goldEveryText')}
              value={gold}
              min={1}
              max={1000}
              unit={t('items')}
              onSave={(goldEvery) => set({ goldEvery }, t('gold'))}
            />
            <SwitchSetting
              inner
              label={t('feedback')}
              text={t('feedbackText')}
              checked={project.goldFeedback ?? false}
              onSave={(goldFeedback) => set({ goldFeedback }, t('feedback'))}
            />
          </>
        ) : null}
        <SwitchSetting
          label={t('again')}
          text={again > 0 ? t('againText', { share: share(again) }) : t('againOff')}
          checked={again > 0}
          onSave={(on) => set({ repeatEvery: on ? 20 : 0 }, t('again'))}
        />
        {again > 0 ? (
          <>
            <NumberSetting
              inner
              label={t('againEvery')}
              text={t('againEveryText')}
              value={again}
              min={1}
              max={1000}
              unit={t('items')}
              onSave={(repeatEvery) => set({ repeatEvery }, t('again'))}
            />
            <NumberSetting
              inner
              label={t('againAfter')}
              text={t('againAfterText')}
              value={project.repeatAfterHours ?? 24}
              min={0}
              max={720}
              unit={t('hours')}
              onSave={(repeatAfterHours) => set({ repeatAfterHours }, t('againAfter'))}
            />
          </>
        ) : null}
      </Section>
      <StagesSection projectKey={key} />
      <Section title={t('drafts')} sub={t('draftsText')} boxed>
        <Drafts projectKey={key} />
        <NumberSetting
          label={t('withheld')}
          text={withheldText(t, project.draftsWithheldEvery ?? 10)}
          value={project.draftsWithheldEvery ?? 10}
          min={0}
          max={1000}
          unit={t('items')}
          onSave={(draftsWithheldEvery) => set({ draftsWithheldEvery }, t('withheld'))}
        />
      </Section>
      <Section title={t('see')} sub={t('seeText')} boxed>
        <SwitchSetting
          label={t('seeKey')}
          text={t('seeKeyText')}
          checked={see.key}
          onSave={(shown) => set({ labelersSee: { ...see, key: shown } }, t('seeKey'))}
        />
        <SwitchSetting
          label={t('seeDecisions')}
          text={t('seeDecisionsText')}
          checked={project.decisionFeedback ?? false}
          onSave={(decisionFeedback) => set({ decisionFeedback }, t('seeDecisions'))}
        />
        <Setting label={t('seeColumns')} text={see.metadata.length === 0 ? t('seeNoColumn') : t('seeColumnsText')}>
          {() => (
            <>
              {see.metadata.length > 0 ? (
                <ul className={css.columns}>
                  {see.metadata.map((column) => (
                    <li key={column}>
                      <span>{column}</span>
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        aria-label={t('hideColumn', { column })}
                        onClick={() =>
                          set(
                            { labelersSee: { ...see, metadata: see.metadata.filter((other) => other !== column) } },
                            column,
                          )
                        }
                      >
                        {t('hide')}
                      </Button>
                    </li>
                  ))}
                </ul>
              ) : null}
              <Link to="/p/$key/import" params={{ key }}>
                {t('chooseColumns')}
              </Link>
            </>
          )}
        </Setting>
      </Section>
      <HistorySection projectKey={key} />
      <Section title={t('delete')} boxed>
        <Archive project={project} />
        {mayActAs(project.role, 'owner') ? <Bin project={project} /> : null}
      </Section>
    </Page>
  );
}

/** What a change was, with its value before and after where that is short to say. */
function saying(t: TFunction<'settings'>, name: string, before: Settings, after: Settings): string {
  const [setting = '', is] = Object.entries(after)[0] ?? [];
  if (typeof is === 'object') return name;
  // Too long for a line.
  if (setting === 'description') return name;
  const words = (value: unknown) => valueInWords(t, setting, value);
  return `${name}: ${words(Object.values(before)[0])} → ${words(is)}`;
}

const withheldText = (t: TFunction<'settings'>, every: number): string =>
  every === 0 ? t('withheldNone') : every === 1 ? t('withheldAll') : t('withheldText', { share: share(every) });

/** What models have sent, by who made it. */
function Drafts({ projectKey: key }: { projectKey: string }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const drafts = useQuery(draftsQuery(key));
  const retire = useMutation({
    mutationFn: (source: string) => retireDrafts(key, source),
    onSettled: () => client.invalidateQueries({ queryKey: draftsQuery(key).queryKey }),
  });
  const problem = drafts.error ?? retire.error;
  if (problem) return <ProblemAlert error={problem} onRetry={() => void drafts.refetch()} />;
  if (!drafts.data) return <Loading lines={1} />;
  if (drafts.data.length === 0)
    return (
      <p className={css.text}>
        {t('noDrafts')} <code>PUT /api/v1/projects/{key}/drafts</code>
      </p>
    );
  return (
    <ul className={css.sources}>
      {drafts.data.map(({ source, drafts: count }) => (
        <li key={source}>
          <span className={css.label}>{source}</span>
          <span className={css.text}>{t('draftCount', { count, formatted: formatNumber(count) })}</span>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('retireOf', { source })}
            loading={retire.isPending && retire.variables === source}
            onClick={() => retire.mutate(source)}
          >
            {t('retire')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface Change {
  settings: Settings;
  /** What was before; absent where this takes something back already. */
  back?: Settings;
  said: string;
}

const share = (every: number): string => formatPercent(1 / every, every > 20 ? 1 : 0);

function Archive({ project }: { project: Project }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const settled = (changed: Project | undefined): void => {
    if (changed) client.setQueryData(projectQuery(project.key).queryKey, changed);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'project' });
  };
  const unarchive = useMutation({ mutationFn: unarchiveProject, onSettled: settled });
  const archive = useMutation({
    mutationFn: archiveProject,
    onSuccess: () =>
      void undoNotice(t('wasArchived', { name: project.name }), t('undo'), () => unarchive.mutate(project.key)),
    onSettled: settled,
  });
  const problem = archive.error ?? unarchive.error;
  const { archivedAt } = project;
  return (
    <>
      {problem ? <ProblemAlert error={problem} /> : null}
      <Setting
        label={t('archive')}
        text={archivedAt ? t('archivedSince', { when: formatRelative(archivedAt) }) : t('archiveText')}
      >
        {() => (
          <Button
            variant="default"
            loading={archive.isPending || unarchive.isPending}
            onClick={() => (archivedAt ? unarchive : archive).mutate(project.key)}
            leftSection={<Icon name="archive" />}
          >
            {t(archivedAt ? 'unarchive' : 'archiveNow')}
          </Button>
        )}
      </Setting>
    </>
  );
}

function Bin({ project }: { project: Project }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: ['projects'] });
  const restore = useMutation({ mutationFn: restoreProject, onSettled: refresh });
  const bin = useMutation({
    mutationFn: () => binProject(project.key),
    onSuccess: () => {
      void undoNotice(t('binned', { name: project.name }), t('undo'), () => restore.mutate(project.key));
      return navigate({ to: '/' });
    },
    onSettled: refresh,
  });
  return (
    <>
      {bin.error ? <ProblemAlert error={bin.error} /> : null}
      <Setting label={t('toBin')} text={t('toBinText')}>
        {() => (
          <Button
            variant="default"
            color="red"
            loading={bin.isPending}
            onClick={() => bin.mutate()}
            leftSection={<Icon name="trash" />}
          >
            {t('toBinNow')}
          </Button>
        )}
      </Setting>
    </>
  );
}
