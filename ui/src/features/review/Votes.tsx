import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { groupedVotes, type LocalAnswering, voteTally, Why } from '@/shared/answers';
import type { AnswerValue, ItemDetail, Question } from '@/shared/api';
import { formatDuration, formatPercent } from '@/shared/i18n';
import { AnswerMark, answerText, kindOf, labelLook } from '@/shared/kinds';
import { Icon } from '@/shared/ui';
import { useKindWord } from '@/shared/ui/KindNote';
import { SplitBar } from '../charts';
import css from './review.module.css';

/** Who answered what to one question, and what is believed so far. */
export function Votes({
  question,
  item,
  answering,
  onPeek,
}: {
  question: Question;
  item: ItemDetail;
  /** Shows an answer where it was given, as long as the pointer is on it. */
  onPeek: (value: AnswerValue | undefined) => void;
  /** Takes an answer over, where there is a decision to be made. */
  answering?: LocalAnswering;
}) {
  const { t } = useTranslation('review');
  const kindWord = useKindWord();
  const groups = groupedVotes(question, item.annotations);
  const believed = item.consensus[question.id];
  const posterior = Object.entries(item.posterior[question.id] ?? {})
    // What is believed stands before it already.
    .filter(([option]) => !believed || labelLook(question, option).name !== answerText(question, believed.value))
    .sort(([, a], [, b]) => b - a);
  return (
    <section aria-label={t('votes')}>
      {/* Of texts no two are alike: a bar would count people. */}
      {kindOf(question).wide && kindOf(question).options(question).length === 0 ? null : (
        <SplitBar votes={voteTally(question, item.annotations)} label={t('votes')} />
      )}
      <div className={css.votes}>
        {groups.map((group) => (
          <div
            key={group.key}
            className={css.group}
            {...(kindOf(question).marks
              ? { onPointerEnter: () => onPeek(group.value), onPointerLeave: () => onPeek(undefined) }
              : {})}
          >
            <div className={css.groupHead}>
              <AnswerMark question={question} value={group.value} />
              <span className={css.dim}>{t('votesCount', { count: group.votes.length })}</span>
            </div>
            {answering && kindOf(question).laborious ? (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  answering.adopt(question.id, group.value);
                  onPeek(undefined);
                }}
                aria-label={t('adoptThis', { answer: answerText(question, group.value) })}
              >
                {t('adopt')}
              </Button>
            ) : null}
            <ul>
              {group.votes.map((vote) => (
                <li key={vote.annotationId}>
                  <span>{vote.annotator.name}</span>{' '}
                  <span className={`${css.dim} ${css.how}`}>
                    {[
                      kindWord(vote.annotator)?.toLowerCase(),
                      formatDuration(vote.activeMs),
                      vote.revision > 1 ? t('revised') : undefined,
                    ]
                      .filter((part) => part !== undefined)
                      .join(', ')}
                  </span>
                  {vote.ambiguous ? (
                    <div className={css.remark}>
                      <Icon name="ambiguous" size={13} /> {t('ambiguous')}
                    </div>
                  ) : null}
                  {vote.comment ? (
                    <div className={css.remark}>
                      <Icon name="comment" size={13} /> {vote.comment}
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {believed ? (
        <p className={css.believed}>
          {believed.source === 'consensus' ? t('consensus') : t(`source.${believed.source}`)}{' '}
          <strong>{answerText(question, believed.value)}</strong>
          {believed.source === 'consensus' && believed.probability !== undefined
            ? ` ${formatPercent(believed.probability)}`
            : ''}
          {believed.source === 'consensus' && posterior.length > 0 ? (
            <span className={css.dim}>
              {' '}
              (
              {posterior
                .slice(0, 2)
                .map(([option, probability]) => `${labelLook(question, option).name} ${formatPercent(probability)}`)
                .join(', ')}
              )
            </span>
          ) : null}
        </p>
      ) : null}
      <Why question={question} item={item} />
    </section>
  );
}
