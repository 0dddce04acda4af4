import { Button, NumberInput, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endPilot, mayActAs, type Pilot, type Project, pilotsQuery, startPilot } from '@/shared/api';
import { formatDate, formatNumber } from '@/shared/i18n';
import { questionTitle } from '@/shared/kinds';
import { EstimateText, Icon, ProblemAlert } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import css from './pilot.module.css';

const DEFAULT_TARGET = 0.67;

/** A first part of the project that everything else waits for, until people agree well enough on it. */
export function PilotSection({ project }: { project: Project }) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  const pilots = useQuery(pilotsQuery(project.key));
  const may = mayActAs(project.role, 'manager');
  const [starting, setStarting] = useState(false);
  const refresh = () =>
    Promise.all(
      ['pilots', 'projects', 'project', 'overview'].map((name) => client.invalidateQueries({ queryKey: [name] })),
    );
  if (pilots.error) return <ProblemAlert error={pilots.error} onRetry={() => void pilots.refetch()} />;
  if (!pilots.data) return null;
  const running = pilots.data.find(({ endedAt }) => !endedAt);
  const ended = pilots.data.filter(({ endedAt }) => endedAt);
  if (!running && ended.length === 0 && !may) return null;
  return (
    <div id="pilot">
      <Section
        title={t('pilot')}
        sub={running ? t('pilotRuns') : t('pilotText')}
        boxed={running !== undefined || starting || ended.length > 0}
        actions={
          may && !running && !starting ? (
            <Button variant="default" size="sm" onClick={() => setStarting(true)}>
              {ended.length > 0 ? t('pilotAgain') : t('pilotStart')}
            </Button>
          ) : null
        }
      >
        {running ? <Running project={project} pilot={running} may={may} onEnded={refresh} /> : null}
        {starting && !running ? (
          <Start project={project} onStarted={refresh} onClose={() => setStarting(false)} />
        ) : null}
        {ended.length > 0 ? (
          <ul className={css.ended}>
            {ended.map((pilot) => (
              <Ended key={pilot.number} project={project} pilot={pilot} />
            ))}
          </ul>
        ) : null}
      </Section>
    </div>
  );
}

function Start({
  project,
  onStarted,
  onClose,
}: {
  project: Project;
  onStarted: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('quality');
  const [items, setItems] = useState<number | string>(50);
  const [answers, setAnswers] = useState<number | string>(Math.max(3, project.overlap));
  const [target, setTarget] = useState<number | string>(DEFAULT_TARGET);
  const start = useMutation({
    mutationFn: () =>
      startPilot(project.key, { items: Number(items), answersPerItem: Number(answers), target: Number(target) }),
    onSuccess: async () => {
      await onStarted();
      onClose();
    },
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <NumberInput
        label={t('pilotItems')}
        description={t('pilotItemsText')}
        value={items}
        onChange={setItems}
        min={1}
        max={1000}
        allowDecimal={false}
        autoFocus
      />
      <NumberInput
        label={t('pilotAnswers')}
        description={t('pilotAnswersText')}
        value={answers}
        onChange={setAnswers}
        min={2}
        max={100}
        allowDecimal={false}
      />
      <NumberInput
        label={t('pilotTarget')}
        description={t('pilotTargetText')}
        value={target}
        onChange={setTarget}
        min={0}
        max={1}
        step={0.01}
        decimalScale={2}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={start.isPending}>
          {t('pilotStartNow')}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
      {start.error ? (
        <div className={css.whole}>
          <ProblemAlert error={start.error} />
        </div>
      ) : null}
    </form>
  );
}

function Running({
  project,
  pilot,
  may,
  onEnded,
}: {
  project: Project;
  pilot: Pilot;
  may: boolean;
  onEnded: () => Promise<unknown>;
}) {
  const { t } = useTranslation('quality');
  const [reason, setReason] = useState('');
  const [asks, setAsks] = useState(false);
  const met = !pilot.unfinished && pilot.measured.every((one) => one.met);
  const end = useMutation({
    mutationFn: () => endPilot(project.key, pilot.number, reason.trim()),
    onSuccess: onEnded,
  });
  const share = pilot.answersWanted > 0 ? pilot.answers / pilot.answersWanted : 0;
  return (
    <div>
      <p className={css.count}>
        <strong>
          {t('pilotProgress', { answers: formatNumber(pilot.answers), wanted: formatNumber(pilot.answersWanted) })}
        </strong>{' '}
        <span className={css.dim}>
          {t('pilotSize', {
            items: formatNumber(pilot.items),
            answers: formatNumber(pilot.answersPerItem),
            version: pilot.guidelineVersion,
          })}
        </span>
      </p>
      <div className={css.bar} aria-hidden="true">
        <span style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
      <Measured project={project} pilot={pilot} />
      {may ? (
        met ? (
          <Button loading={end.isPending} onClick={() => end.mutate()} leftSection={<Icon name="check" />}>
            {t('pilotEnd')}
          </Button>
        ) : asks ? (
          <form
            className={css.reason}
            onSubmit={(event) => {
              event.preventDefault();
              if (reason.trim()) end.mutate();
            }}
          >
            <Textarea
              label={t(pilot.unfinished ? 'pilotReasonUnfinished' : 'pilotReason')}
              description={t('pilotReasonText')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={2000}
              autosize
              minRows={2}
              required
              autoFocus
            />
            <div className={css.buttons}>
              <Button type="submit" loading={end.isPending} disabled={!reason.trim()}>
                {t('pilotEndAnyway')}
              </Button>
              <Button variant="subtle" onClick={() => setAsks(false)}>
                {t('cancel')}
              </Button>
            </div>
          </form>
        ) : (
          <div className={css.buttons}>
            <Button component={Link} to="/p/$key/guideline" params={{ key: project.key } as never} variant="default">
              {t('pilotGuideline')}
            </Button>
            <Button variant="subtle" onClick={() => setAsks(true)}>
              {t('pilotEndBelow')}
            </Button>
          </div>
        )
      ) : null}
      {end.error ? <ProblemAlert error={end.error} /> : null}
    </div>
  );
}

/** Agreement on each question, and whether it reaches the target. */
function Measured({ project, pilot }: { project: Project; pilot: Pilot }) {
  const { t } = useTranslation('quality');
  const title = (id: string): string => {
    const question = project.schema.questions.find((one) => one.id === id);
    return question ? questionTitle(question) : id;
  };
  const target = formatNumber(pilot.target, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <ul className={css.measured}>
      {pilot.measured.map(({ question, alpha, met }) => (
        <li key={question} data-met={met || undefined}>
          <span className={css.question}>{title(question)}</span>
          <span>
            <EstimateText estimate={alpha} />
          </span>
          {/* What is not known yet is below nothing. */}
          {alpha.value == null ? null : (
            <span className={css.verdict}>
              <Icon name={met ? 'check' : 'x'} size={13} /> {t(met ? 'pilotMet' : 'pilotMissed', { target })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Ended({ project, pilot }: { project: Project; pilot: Pilot }) {
  const { t } = useTranslation('quality');
  return (
    <li>
      <div className={css.dim}>
        {t('pilotEnded', {
          number: pilot.number,
          when: formatDate(pilot.endedAt ?? pilot.startedAt),
          name: pilot.endedBy ?? '',
          answers: formatNumber(pilot.answers),
          items: formatNumber(pilot.items),
          version: pilot.guidelineVersion,
        })}
      </div>
      <Measured project={project} pilot={pilot} />
      {pilot.reason ? (
        <blockquote className={css.said}>
          {t('pilotWhy')} {pilot.reason}
        </blockquote>
      ) : null}
    </li>
  );
}
