import { useTranslation } from 'react-i18next';
import type { ItemDetail, Question } from '../api/contract';
import { formatPercent } from '../i18n/format';
import { kindOf } from '../kinds';
import classes from './answers.module.css';

/** Why the best known answer is what it is: who said the same, and how reliable they are. */
export function Why({ question, item }: { question: Question; item: ItemDetail }) {
  const { t } = useTranslation();
  const reasons = item.reasons[question.id];
  if (!reasons || reasons.answers === 0) return null;
  const { same, answers, reliabilityOfSame, reliabilityOfOthers } = reasons;
  const names = new Map(item.annotations.map(({ annotator }) => [annotator.memberId, annotator.name]));
  const laborious = kindOf(question).laborious;
  // A number near the settled one counts as the same, and is not the same.
  const near = reasons.votes.some((vote) => vote.same && vote.likeness < 1) && !laborious;
  return (
    <details className={classes.why}>
      <summary>
        {same === answers
          ? t(near ? 'why.allNear' : 'why.all', { count: answers })
          : same === 0
            ? t('why.none', { count: answers })
            : t(near ? 'why.someNear' : 'why.some', { same, count: answers })}
        {reliabilityOfSame !== undefined && reliabilityOfOthers !== undefined
          ? ` ${t('why.reliable', { same: formatPercent(reliabilityOfSame), others: formatPercent(reliabilityOfOthers) })}`
          : ''}
      </summary>
      <ul>
        {reasons.votes.map((vote) => (
          <li key={vote.memberId}>
            {[
              names.get(vote.memberId) ?? t('why.somebody'),
              laborious && !vote.same
                ? t('why.alike', { percent: formatPercent(vote.likeness) })
                : t(vote.same ? (vote.likeness < 1 ? 'why.near' : 'why.same') : 'why.other'),
              vote.reliability === undefined
                ? undefined
                : t('why.reliability', { percent: formatPercent(vote.reliability) }),
            ]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </details>
  );
}
