import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answersToSend, focusQuestion, handOf, useAnswering, useAnswerKeys, useStepKeys } from '@/shared/answers';
import type { Practice, PracticeFeedback, Project } from '@/shared/api';
import { useCommands } from '@/shared/keys';
import { AnswerMark, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { Icon, KeyBadge, Markdown, ProblemAlert } from '@/shared/ui';
import classes from './labeling.module.css';
import { judgePractice } from './practiceApi';
import { QuestionSection } from './QuestionSection';

/**
 * What comes before the first item: the guideline, if there is one, then the items of practice, if there are any. Nothing that is
 * answered here is kept. `again`: practice alone, for somebody who comes from the guideline.
 */
export function Introduction({
  project,
  practice,
  again,
  onDone,
}: {
  project: Project;
  practice: Practice;
  again: boolean;
  onDone: () => void;
}) {
  const reads = !again && project.guideline.markdown.trim() !== '';
  /** -1 is the guideline. */
  const [place, setPlace] = useState(reads ? -1 : 0);
  const next = (): void => (place + 1 < practice.items.length ? setPlace(place + 1) : onDone());
  const item = practice.items[place];
  return place < 0 || !item ? (
    <GuidelineFirst project={project} count={practice.items.length} onNext={next} onSkip={onDone} />
  ) : (
    <PracticeItem
      key={item.id}
      project={project}
      item={item}
      place={place}
      count={practice.items.length}
      again={again}
      onNext={next}
      onSkip={onDone}
    />
  );
}

function GuidelineFirst({
  project,
  count,
  onNext,
  onSkip,
}: {
  project: Project;
  count: number;
  onNext: () => void;
  onSkip: () => void;
}) {
  const { t } = useTranslation('labeling');
  const text = useRef<HTMLDivElement>(null);
  const id = useId();
  // Read from the start, and scrolled by the keys for it.
  useEffect(() => text.current?.focus({ preventScroll: true }), []);
  useCommands([
    {
      id: 'introduction.next',
      title: t('practice.goOn'),
      section: t('practice.section'),
      keys: ['Enter'],
      run: onNext,
    },
  ]);
  return (
    <div className={classes.bench}>
      <div className={classes.introduction}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <div ref={text} className={classes.introductionText} tabIndex={0} role="region" aria-labelledby={id}>
          <div className={classes.introductionColumn}>
            <h1 id={id} className={classes.introductionTitle}>
              {t('practice.first')}
            </h1>
            <p className={classes.quiet}>{count > 0 ? t('practice.firstText', { count }) : t('practice.firstOnly')}</p>
            <Markdown source={project.guideline.markdown} />
          </div>
        </div>
        <div className={classes.introductionActions}>
          {count > 0 ? (
            <Button variant="default" onClick={onSkip}>
              {t('practice.skip')}
            </Button>
          ) : null}
          <Button onClick={onNext} rightSection={<span aria-hidden="true">↵</span>}>
            {t(count > 0 ? 'practice.start' : 'practice.startLabeling')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function PracticeItem({
  project,
  item,
  place,
  count,
  again,
  onNext,
  onSkip,
}: {
  project: Project;
  item: Practice['items'][number];
  place: number;
  count: number;
  again: boolean;
  onNext: () => void;
  onSkip: () => void;
}) {
  const { t } = useTranslation('labeling');
  const { schema } = project;
  const judge = useMutation({
    mutationFn: () => judgePractice(project.key, item.id, answersToSend(schema, answering.document.draft.answers)),
  });
  const answering = useAnswering({
    schema,
    fields: item.fields,
    item: item.id,
    // Another answer is another attempt.
    onEdit: () => judge.reset(),
    submit: () => check(),
  });
  const { answers } = answering.document.draft;
  const check = (): void => {
    if (judge.data) onNext();
    else if (!judge.isPending && answering.complete()) judge.mutate();
  };
  const last = place + 1 === count;
  const next = useRef<HTMLButtonElement>(null);
  const { active } = answering;
  useEffect(() => focusQuestion(active), [active]);
  useEffect(() => {
    if (judge.data) next.current?.focus();
  }, [judge.data]);
  useAnswerKeys(answering);
  useStepKeys(answering);
  useCommands([
    {
      id: 'practice.check',
      title: t('practice.check'),
      section: t('practice.section'),
      keys: ['Enter', 'Mod+Enter'],
      run: check,
    },
    {
      id: 'practice.skip',
      title: t('practice.skip'),
      section: t('practice.section'),
      keys: ['Escape'],
      inTextFields: true,
      run: onSkip,
    },
  ]);
  return (
    <div className={classes.bench}>
      <VisuallyHidden role="status">{t('practice.of', { place: place + 1, count })}</VisuallyHidden>
      <div className={classes.strip} data-revising>
        <Icon name="book" size={15} />
        <span className={classes.stripText}>
          <strong>{t('practice.of', { place: place + 1, count })}</strong> {t('practice.notKept')}
        </span>
        <span className={classes.spring} />
        <Button
          className={classes.stripButton ?? ''}
          size="compact-xs"
          variant="default"
          onClick={onSkip}
          rightSection={<KeyBadge binding="Escape" decorative />}
        >
          {t(again ? 'practice.back' : 'practice.skip')}
        </Button>
      </div>
      <div className={classes.stage}>
        <section className={classes.itemHome} aria-label={t('item')}>
          <div className={classes.item}>
            <ItemView
              schema={schema}
              fields={item.fields}
              metadata={item.metadata}
              answers={answers}
              arrangement={answering.arrangement}
              hand={handOf(answering)}
            />
          </div>
        </section>
        <QuestionSection answering={answering}>
          {/* Said as soon as it is there; long explanations scroll. */}
          <div role="status" className={classes.verdict} tabIndex={judge.data ? 0 : undefined}>
            {judge.data ? <Verdict project={project} feedback={judge.data} /> : null}
          </div>
          {judge.error ? <ProblemAlert error={judge.error} /> : null}
          <div className={classes.actions}>
            <Button
              ref={next}
              className={classes.submit ?? ''}
              loading={judge.isPending}
              onClick={check}
              rightSection={<span aria-hidden="true">↵</span>}
            >
              {!judge.data
                ? t('practice.check')
                : !last
                  ? t('practice.next')
                  : t(again ? 'practice.back' : 'practice.startLabeling')}
            </Button>
          </div>
        </QuestionSection>
      </div>
    </div>
  );
}

/** What was right, and what would have been. */
function Verdict({ project, feedback }: { project: Project; feedback: PracticeFeedback }) {
  const { t } = useTranslation('labeling');
  const questions = feedback.questions.flatMap((one) => {
    const question = project.schema.questions.find(({ id }) => id === one.question);
    return question ? [{ ...one, question }] : [];
  });
  const wrong = questions.filter((one) => !one.right).length;
  return (
    <div className={classes.verdictBody}>
      <h2 className={classes.panelTitle}>{t(wrong === 0 ? 'practice.right' : 'practice.notQuite')}</h2>
      {questions.length > 1 || wrong > 0 ? (
        <ul className={classes.verdicts}>
          {questions.map(({ question, right, verified }) => (
            <li key={question.id} data-right={right || undefined}>
              <Icon name={right ? 'check' : 'x'} size={14} />
              <div>
                {questions.length > 1 ? <strong>{questionTitle(question)} </strong> : null}
                {t(right ? 'practice.isRight' : 'practice.isWrong')}
                {right ? null : <AnswerMark question={question} value={verified} />}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {feedback.explanation ? <Markdown source={feedback.explanation} /> : null}
      {wrong > 0 ? <p className={classes.panelHint}>{t('practice.tryAgain')}</p> : null}
    </div>
  );
}
