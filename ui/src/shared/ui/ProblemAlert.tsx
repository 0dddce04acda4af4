import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, Unreachable } from '../api/problem';
import { type ProblemWords, type Said, useProblemWords } from '../problems';
import { Icon } from './Icon';
import classes from './ui.module.css';

/** The look of what went wrong; read out at once. */
export function ProblemBox({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={classes.problem}>
      <Icon name="alert" className={classes.problemIcon} />
      <div className={classes.problemBody}>{children}</div>
    </div>
  );
}

/**
 * What went wrong, where, and how to mend it, in place. `kept` says what happened to the person's work and comes first.
 */
export function ProblemAlert({ error, kept, onRetry }: { error: unknown; kept?: string; onRetry?: () => void }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const { title, detail, fix, problems } = describe(
    error,
    words,
    t('problem.unreachable'),
    t('problem.unreachableFix'),
    t('problem.unexpected'),
  );
  return (
    <ProblemBox>
      {kept && <p className={classes.problemKept}>{kept}</p>}
      <p className={classes.problemTitle}>{title}</p>
      {detail && <p>{detail}</p>}
      {fix && <p>{fix}</p>}
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.where} ${problem.what}`}>
              {/* Without a code of their own these are in the server's English. */}
              <code>{problem.where.replace(/^\//, '')}</code>{' '}
              <span lang="en">{[problem.what, problem.fix].filter((part) => part).join('; ')}</span>
            </li>
          ))}
        </ul>
      )}
      {onRetry && (
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </ProblemBox>
  );
}

function describe(
  error: unknown,
  words: (said: Said) => ProblemWords,
  unreachable: string,
  unreachableFix: string,
  unexpected: string,
) {
  if (error instanceof ApiProblem) {
    const { what, fix, problems } = words(error);
    return { title: what, detail: '', fix, problems };
  }
  if (error instanceof Unreachable) return { title: unreachable, detail: '', fix: unreachableFix, problems: [] };
  return {
    title: unexpected,
    detail: error instanceof Error ? error.message : String(error),
    fix: undefined,
    problems: [],
  };
}
