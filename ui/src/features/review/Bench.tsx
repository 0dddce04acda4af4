import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  focusQuestion,
  type LocalAnswering,
  QuestionFrame,
  useAnswering,
  useAnswerKeys,
  useStepKeys,
} from '@/shared/answers';
import { type Answers, type ItemDetail, mayActAs, type Project, type Question } from '@/shared/api';
import { formatList } from '@/shared/i18n';
import { type Command, useCommands } from '@/shared/keys';
import { answerText, questionTitle } from '@/shared/kinds';
import { Icon, KeyBadge, ProblemAlert } from '@/shared/ui';
import { ItemThreads } from '../talk/ItemThreads';
import { Case, GuidelinePeek } from './Case';
import css from './review.module.css';
import type { Decision } from './reviewApi';
import { answersToDecide, asDecided, decisionsInForce, openQuestions } from './reviewModel';
import { Votes } from './Votes';

/** What was decided here on an item, and by which decisions. */
export interface Made {
  readonly answers: Answers;
  readonly questions: readonly Question[];
  readonly decisions: readonly number[];
}

interface Deciding {
  busy: boolean;
  error: unknown;
  undoError: unknown;
  onDecide: (decision: Decision) => void;
  onUndo: () => void;
}

/** One disputed item: its text on which is marked, the votes to take over, the decision on all that is open. */
export function Bench({
  project,
  questions,
  item,
  made,
  first,
  ...deciding
}: Deciding & {
  project: Project;
  /** Those to be decided. */
  questions: readonly Question[];
  item: ItemDetail;
  /** What was decided on this screen; nothing so far if undefined. */
  made: Made | undefined;
  /** What stands before the decision. */
  first?: React.ReactNode;
}) {
  const { t } = useTranslation('review');
  const schema = useMemo(() => asDecided(project.schema, questions), [project.schema, questions]);
  const reason = useRef<HTMLInputElement>(null);
  const answering = useAnswering({
    schema,
    fields: item.fields,
    // Once all is chosen, the reason: it stands at the foot of the window, so nothing has to move to reach it.
    onEdit: (question, _operation, advance) => {
      if (!advance) return;
      const { answers } = answering.document.draft;
      const next = schema.questions.find((one) => one.id !== question && answers[one.id] === undefined);
      if (next) {
        answering.focus(next.id);
        focusQuestion(next.id);
      } else reason.current?.focus({ preventScroll: true });
    },
    submit: () => reason.current?.focus(),
  });
  const [peeked, setPeeked] = useState<Answers>();
  // The next item comes where the last one was decided: the keyboard goes along, without moving what is in view.
  const desk = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body)
      desk.current?.querySelector<HTMLElement>('[data-question]')?.focus({ preventScroll: true });
  }, []);
  const open = questions.length > 0;
  useStepKeys(open ? answering : null);
  useAnswerKeys(open ? answering : null, (press) => t('choose', { option: press.title }));
  return (
    <div className={css.cols}>
      <div className={css.left}>
        <Case
          project={project}
          questions={questions}
          item={item}
          answering={answering}
          shown={open ? peeked : made?.answers}
        />
        <div className={css.talk}>
          <ItemThreads project={project} item={item} />
        </div>
        <GuidelinePeek project={project} />
      </div>
      <div className={css.right} ref={desk}>
        {made ? null : first}
        {made ? (
          <Decided
            made={made}
            named={project.schema.questions.length > 1}
            withVotes={!open}
            item={item}
            {...deciding}
          />
        ) : null}
        {open ? (
          <DecideForm
            project={project}
            questions={questions}
            item={item}
            answering={answering}
            reasonBox={reason}
            onPeek={setPeeked}
            {...deciding}
          />
        ) : null}
      </div>
    </div>
  );
}

function Decided({
  made,
  named,
  withVotes,
  item,
  undoError,
  onUndo,
}: Deciding & { made: Made; named: boolean; withVotes: boolean; item: ItemDetail }) {
  const { t } = useTranslation('review');
  const decided = made.questions.filter((one) => made.answers[one.id] !== undefined);
  return (
    <>
      <div className={css.decided} role="status">
        <Icon name="gavel" style={{ color: 'var(--accent)' }} />
        <span>
          {t('youDecided')}{' '}
          {decided.map((one, index) => (
            <span key={one.id}>
              {index > 0 ? ', ' : ''}
              {named ? `${questionTitle(one)}: ` : ''}
              <strong>{answerText(one, made.answers[one.id] as Answers[string])}</strong>
            </span>
          ))}
        </span>
        <Button size="xs" variant="default" onClick={onUndo} rightSection={<KeyBadge binding="z" decorative />}>
          {t('undo')}
        </Button>
      </div>
      {undoError ? <ProblemAlert error={undoError} /> : null}
      {withVotes
        ? decided.map((one) => (
            <section key={one.id} className={css.question}>
              {named ? <h2 className={css.asked}>{questionTitle(one)}</h2> : null}
              <Votes question={one} item={item} onPeek={() => undefined} />
            </section>
          ))
        : null}
    </>
  );
}

function DecideForm({
  project,
  questions,
  item,
  answering,
  reasonBox,
  busy,
  error,
  onDecide,
  onPeek,
}: Deciding & {
  project: Project;
  questions: readonly Question[];
  item: ItemDetail;
  answering: LocalAnswering;
  reasonBox: React.RefObject<HTMLInputElement | null>;
  onPeek: (answers: Answers | undefined) => void;
}) {
  const { t } = useTranslation('review');
  const { answers } = answering.document.draft;
  const [reason, setReason] = useState('');
  const [asRule, setAsRule] = useState(false);
  const [rule, setRule] = useState('');
  const [tried, setTried] = useState(false);
  const open = openQuestions(questions, answers);
  const reasonLacks = reason.trim() === '';
  /** `leaving`: what has no answer stays disputed. */
  const submit = (leaving = false): void => {
    setTried(true);
    if (busy) return;
    if (open.length > 0 && !(leaving && open.length < questions.length)) {
      answering.complete();
      focusQuestion(open[0]?.id ?? '');
      return;
    }
    if (reasonLacks) {
      reasonBox.current?.focus();
      return;
    }
    onDecide({
      item: item.id,
      answers: answersToDecide(questions, answers),
      reason: reason.trim(),
      replaces: decisionsInForce(item),
      ...(asRule ? { rule: (rule.trim() === '' ? reason : rule).trim() } : {}),
    });
  };
  const commands: Command[] = [
    {
      id: 'review.reason',
      title: t('toReason'),
      section: t('decide'),
      keys: ['r'],
      palette: false,
      run: () => reasonBox.current?.focus(),
    },
    {
      id: 'review.submit',
      title: t('decideNow'),
      section: t('decide'),
      keys: ['Mod+Enter'],
      palette: false,
      run: () => submit(),
    },
  ];
  useCommands(commands);
  return (
    <form
      className={css.decide}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {questions.map((question) => (
        <div key={question.id} className={css.question}>
          <QuestionFrame
            answering={answering}
            question={answering.schema.questions.find((one) => one.id === question.id) ?? question}
          >
            <div className={css.said}>
              <Votes
                question={question}
                item={item}
                answering={answering}
                onPeek={(value) => onPeek(value === undefined ? undefined : { [question.id]: value })}
              />
            </div>
          </QuestionFrame>
        </div>
      ))}
      <div className={css.conclude}>
        {error ? <ProblemAlert error={error} kept={t('kept')} /> : null}
        <div className={css.submit}>
          <TextInput
            ref={reasonBox}
            className={css.reason ?? ''}
            label={
              <>
                {t('reason')} <span className={css.needed}>{t('needed')}</span>
              </>
            }
            aria-required
            placeholder={t('reasonPlaceholder')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
            error={tried && open.length === 0 && reasonLacks ? t('needsReason') : undefined}
            maxLength={2000}
            autoComplete="off"
          />
          <Button type="submit" loading={busy} rightSection={<KeyBadge binding="Enter" decorative />}>
            {t('decideNow')}
          </Button>
        </div>
        {tried && open.length > 0 ? (
          <p className={css.lacks} role="alert">
            <span>
              <Icon name="alert" size={13} />{' '}
              {questions.length === 1
                ? t('needsValue')
                : t('needsValues', { questions: formatList(open.map(questionTitle)) })}
            </span>
            {questions.length > open.length ? (
              <Button size="compact-xs" variant="default" onClick={() => submit(true)}>
                {t('leaveOpen', { count: open.length })}
              </Button>
            ) : null}
          </p>
        ) : null}
        {mayActAs(project.role, 'manager') ? (
          <Checkbox
            size="xs"
            label={t('asRule')}
            checked={asRule}
            onChange={(event) => {
              setAsRule(event.currentTarget.checked);
              if (rule === '') setRule(reason);
            }}
          />
        ) : null}
        {asRule ? (
          <TextInput
            label={t('rule')}
            description={t('ruleText')}
            value={rule}
            onChange={(event) => setRule(event.currentTarget.value)}
            maxLength={2000}
            autoComplete="off"
          />
        ) : null}
      </div>
    </form>
  );
}
