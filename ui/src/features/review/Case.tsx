import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handOf, type LocalAnswering } from '@/shared/answers';
import type { Answers, ItemDetail, Project, Question } from '@/shared/api';
import { lineOf } from '@/shared/inputs';
import { useCommands } from '@/shared/keys';
import { AnswerMark, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { KeyBadge, Markdown } from '@/shared/ui';
import { itemQueryOf } from '../items/itemsApi';
import css from './review.module.css';
import { settledQuery } from './reviewApi';
import { mostAlike } from './similar';

/** The item that is decided, what else is known of it, and cases like it. */
export function Case({
  project,
  questions,
  item,
  answering,
  shown,
}: {
  project: Project;
  /** Those that are decided here. */
  questions: readonly Question[];
  item: ItemDetail;
  answering: LocalAnswering;
  /** Answers to look at, instead of those being given. */
  shown: Answers | undefined;
}) {
  const { t } = useTranslation('review');
  const others = project.schema.questions.filter((one) => !questions.includes(one) && item.consensus[one.id]);
  const question = questions.find((one) => one.id === answering.active) ?? questions[0];
  return (
    <div className={css.case}>
      <div className={css.text}>
        <ItemView
          schema={answering.schema}
          fields={item.fields}
          answers={shown ?? answering.document.draft.answers}
          named
          hand={shown === undefined ? handOf(answering) : undefined}
        />
      </div>
      <div className={css.meta}>
        <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(item.id) }} className={css.key}>
          {item.key}
        </Link>
        {Object.entries(item.metadata).map(([name, value]) => (
          <span key={name}>
            {name}: {value}
          </span>
        ))}
      </div>
      {others.length > 0 ? (
        <dl className={css.others}>
          {others.map((other) => (
            <div key={other.id}>
              <dt>{questionTitle(other)}</dt>
              <dd>
                <AnswerMark question={other} value={item.consensus[other.id]?.value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {item.adjudications.length > 0 ? (
        <p className={css.dim}>
          {t('earlier', { count: item.adjudications.length })}{' '}
          <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(item.id) }}>
            {t('wholeLife')}
          </Link>
        </p>
      ) : null}
      {question ? <Precedents project={project} question={question} item={item} /> : null}
    </div>
  );
}

/** Items decided before that read like this one, with what was decided and why: like cases should end alike. */
function Precedents({ project, question, item }: { project: Project; question: Question; item: ItemDetail }) {
  const { t } = useTranslation('review');
  const settled = useQuery(settledQuery(project.key)).data;
  const { schema } = project;
  const alike = useMemo(() => {
    const decided = (settled ?? []).filter(
      (row) => row.id !== item.id && row.consensus[question.id]?.source === 'adjudication',
    );
    return mostAlike(
      lineOf(schema, item.fields),
      decided.map((row) => ({ text: lineOf(schema, row.fields), case: row })),
    );
  }, [settled, schema, item, question.id]);
  const details = useQueries({ queries: alike.map((one) => itemQueryOf(project.key, one.case.id)) });
  if (alike.length === 0) return null;
  return (
    <section className={css.precedents} aria-label={t('precedents')}>
      <h2 className={css.caption}>{t('precedents')}</h2>
      <ul>
        {alike.map(({ case: row }, index) => {
          const made = details[index]?.data?.adjudications.find(
            (one) => one.question === question.id && !one.retractedAt,
          );
          return (
            <li key={row.id}>
              <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(row.id) }} className={css.precedent}>
                {lineOf(schema, row.fields)}
              </Link>
              <div className={css.dim}>
                <AnswerMark question={question} value={row.consensus[question.id]?.value} />
                {made?.reason ? <p className={css.why}>{made.reason}</p> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function GuidelinePeek({ project }: { project: Project }) {
  const { t } = useTranslation('review');
  const [open, setOpen] = useState(() => window.matchMedia('(min-width: 1100px)').matches);
  useCommands([
    {
      id: 'review.guideline',
      title: t('guideline', { version: project.guideline.version }),
      section: t('title'),
      keys: ['g'],
      run: () => setOpen((now) => !now),
    },
  ]);
  return (
    <details className={css.guideline} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('guideline', { version: project.guideline.version })} <KeyBadge binding="g" decorative />
      </summary>
      <Markdown source={project.guideline.markdown} />
    </details>
  );
}
