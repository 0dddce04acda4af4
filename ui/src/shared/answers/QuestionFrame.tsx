import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../api/contract';
import { kindOf, questionTitle, word } from '../kinds';
import { Icon } from '../ui/Icon';
import { type Answering, seatOf } from './answering';
import classes from './answers.module.css';

/** One question as a group: its title, what is missing, and the editor of its kind. */
export function QuestionFrame({
  answering,
  question,
  asked = true,
  children,
}: {
  answering: Answering;
  question: Question;
  /** Its condition holds; otherwise no answer is shown. */
  asked?: boolean;
  /** What is to be read before the question is answered. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const goesOn = useRef(false);
  const kind = kindOf(question);
  const seat = seatOf(answering, question);
  const shown = asked ? seat : { ...seat, answer: undefined };
  const active = answering.active === question.id;
  // A click, a touch or Enter in a filter answers and goes on; arrows inside the group, which answer as well, stay there.
  const careful = {
    ...shown,
    edit: (operation: Parameters<typeof seat.edit>[0], advance?: boolean) =>
      seat.edit(operation, advance && goesOn.current),
  };
  return (
    // A mark on the group itself would begin below its title.
    <div className={classes.frame} data-marked={(active && answering.schema.questions.length > 1) || undefined}>
      <fieldset
        tabIndex={-1}
        className={classes.question}
        data-question={question.id}
        data-active={active || undefined}
        data-arrows={kind.arrows}
        aria-describedby={question.help ? `${id}-help` : undefined}
        onFocus={() => !active && answering.focus(question.id)}
        onPointerDownCapture={() => {
          goesOn.current = true;
        }}
        onKeyDownCapture={(event) => {
          goesOn.current = event.target instanceof HTMLInputElement && event.target.type === 'text';
        }}
      >
        <legend className={classes.legend}>
          {questionTitle(question)}
          {question.required === false && <span className={classes.optional}> {t('optional')}</span>}
          <span className={classes.missing}>
            {answering.missing.includes(question.id) && (
              <>
                <VisuallyHidden>. </VisuallyHidden>
                <Icon name="arrowRight" size={13} />{' '}
                {shown.answer === undefined || kind.isMissing(question, shown.answer)
                  ? kind.missing(question)
                  : word('unfinished')}
              </>
            )}
          </span>
        </legend>
        {question.help && (
          <p id={`${id}-help`} className={classes.help}>
            {question.help}
          </p>
        )}
        {children}
        <kind.Editor seat={careful} id={id} presses={kind.presses(careful)} showKeys active={active} />
      </fieldset>
    </div>
  );
}

/** Where the keyboard goes for a question: into its text or number, onto the text it marks, or to its group. */
export function focusQuestion(question: string): void {
  const group = document.querySelector<HTMLElement>(`[data-question="${CSS.escape(question)}"]`);
  if (!group) return;
  const surface = document.querySelector<HTMLElement>(`[data-surface~="${CSS.escape(question)}"]`);
  // On a touch screen a field would open the keyboard over the item.
  const entry = window.matchMedia('(pointer: fine)').matches ? group.querySelector<HTMLElement>('[data-entry]') : null;
  const target = surface ?? entry ?? group;
  if (target.contains(document.activeElement) || group.contains(document.activeElement)) return;
  target.focus({ preventScroll: true });
  // Of a question higher than its place the beginning is in view.
  const room = group.closest<HTMLElement>('[data-questions]')?.clientHeight ?? window.innerHeight;
  group.scrollIntoView({ block: group.offsetHeight > room - 40 ? 'start' : 'nearest' });
}
