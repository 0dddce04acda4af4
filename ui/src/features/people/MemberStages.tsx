import { Button, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  admitMember,
  type Member,
  membersQuery,
  type Qualification,
  retakeTest,
  type Stages,
  setSkills,
  stagesQuery,
} from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { Icon, ProblemAlert } from '@/shared/ui';
import css from './people.module.css';

/** How somebody's test went, and what a manager can do about it. */
export function TestOf({ projectKey, test, may }: { projectKey: string; test: Qualification; may: boolean }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const [admitting, setAdmitting] = useState(false);
  const [reason, setReason] = useState('');
  const took = (stages: Stages): void => {
    client.setQueryData(stagesQuery(projectKey).queryKey, stages);
    setAdmitting(false);
  };
  const again = useMutation({ mutationFn: () => retakeTest(projectKey, test.memberId), onSuccess: took });
  const admit = useMutation({
    mutationFn: () => admitMember(projectKey, test.memberId, reason.trim()),
    onSuccess: took,
  });
  const figures = {
    correct: formatNumber(test.correct),
    answered: formatNumber(test.answered),
    wanted: formatNumber(test.wanted),
    needed: formatNumber(test.needed),
    name: test.decidedBy ?? '',
    reason: test.reason ?? '',
  };
  const problem = again.error ?? admit.error;
  return (
    <div className={css.test} data-state={test.state}>
      <span>
        {test.state === 'failed' ? <Icon name="x" size={13} /> : null} {t(`test.${test.state}`, figures)}
        {test.attempt > 1 && test.state !== 'admitted' ? ` ${t('attempt', { n: test.attempt })}` : ''}
      </span>
      {may && (test.state === 'failed' || test.state === 'running') && !admitting ? (
        <>
          {test.state === 'failed' ? (
            <Button size="compact-xs" variant="subtle" loading={again.isPending} onClick={() => again.mutate()}>
              {t('retake')}
            </Button>
          ) : null}
          <Button size="compact-xs" variant="subtle" onClick={() => setAdmitting(true)}>
            {t('admit')}
          </Button>
        </>
      ) : null}
      {admitting ? (
        <form
          className={css.admit}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) admit.mutate();
          }}
        >
          <TextInput
            size="xs"
            label={t('admitWhy')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={2000}
            required
            autoFocus
          />
          <Button size="xs" type="submit" disabled={!reason.trim()} loading={admit.isPending}>
            {t('admit')}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setAdmitting(false)}>
            {t('cancel')}
          </Button>
        </form>
      ) : null}
      {problem ? <ProblemAlert error={problem} /> : null}
    </div>
  );
}

/** What somebody is good at; items can ask for it. */
export function SkillsOf({
  projectKey,
  member,
  known,
  may,
}: {
  projectKey: string;
  member: Member;
  /** Skills that are in use in the project. */
  known: readonly string[];
  may: boolean;
}) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (skills: string[]) => setSkills(projectKey, member.memberId, skills),
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery(projectKey).queryKey }),
  });
  const skills = save.isPending ? (save.variables ?? member.skills) : member.skills;
  if (!may)
    return skills.length > 0 ? <div className={css.dim}>{t('skillsAre', { skills: skills.join(', ') })}</div> : null;
  return (
    <div className={css.skills}>
      <TagsInput
        size="xs"
        aria-label={t('skillsOf', { name: member.displayName })}
        placeholder={skills.length === 0 ? t('skillsPlaceholder') : ''}
        value={skills}
        data={[...known]}
        onChange={(next) => save.mutate(next)}
        maxTags={50}
        splitChars={[',', ';']}
      />
      {save.error ? <ProblemAlert error={save.error} /> : null}
    </div>
  );
}
