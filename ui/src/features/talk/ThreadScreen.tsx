import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { projectQuery } from '@/shared/api';
import { AnswerMark, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { ThreadCard } from './ThreadCard';
import css from './talk.module.css';
import { threadQuery } from './talkApi';

/** One thread with the item it is about, as whoever reads it may see it. */
export function ThreadScreen() {
  const { t } = useTranslation('talk');
  const { key, thread } = useParams({ from: '/app/p/$key/talk/$thread' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const page = useQuery(threadQuery(key, Number(thread)));
  useTitle(t('title'), project.name);
  const answers = page.data?.answers;
  return (
    <Page
      title={page.data?.item.key ? t('titleOf', { key: page.data.item.key }) : t('title')}
      width="text"
      lead={
        page.data?.itemId !== undefined ? (
          <Link to="/p/$key/items/$id" params={{ key, id: String(page.data.itemId) }} hash={`thread-${thread}`}>
            {t('toItem')}
          </Link>
        ) : undefined
      }
    >
      {page.error ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      {page.isPending ? <Loading /> : null}
      {page.data ? (
        <>
          <Section title={t('item')} boxed>
            <div className={css.item}>
              <ItemView
                schema={project.schema}
                fields={page.data.item.fields}
                metadata={page.data.item.metadata}
                answers={answers ?? {}}
                named
              />
            </div>
          </Section>
          {answers && Object.keys(answers).length > 0 ? (
            <Section title={t('yourAnswer')}>
              <dl className={css.answers}>
                {project.schema.questions
                  .filter((question) => answers[question.id] !== undefined)
                  .map((question) => (
                    <div key={question.id}>
                      <dt>{questionTitle(question)}</dt>
                      <dd>
                        <AnswerMark question={question} value={answers[question.id]} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </Section>
          ) : null}
          <Section title={t('title')}>
            <ThreadCard project={project} thread={page.data.thread} open />
          </Section>
        </>
      ) : null}
    </Page>
  );
}
