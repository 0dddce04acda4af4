import { VisuallyHidden } from '@mantine/core';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerValue, Question } from '../api/contract';
import { labelColor } from '../theme/labelColors';
import { Icon } from '../ui/Icon';
import { MOST_BUTTONS, picksOf, ratingPoints } from './answers';
import classes from './schema.module.css';

export interface QuestionControlProps {
  question: Question;
  answer: AnswerValue | undefined;
  /** `advance` is true for a click or touch, false for arrows inside the group. */
  onPick: (value: string | number, advance: boolean) => void;
  /** Its keys are the ones in force. */
  active?: boolean;
  /** It was still open when the person tried to submit. */
  missing?: boolean;
  showKeys?: boolean;
  onFocus?: () => void;
  groupRef?: (element: HTMLFieldSetElement | null) => void;
}

/** One question as a group of native radios, checkboxes or a slider: what browsers and screen readers know best. */
export function QuestionControl({
  question,
  answer,
  onPick,
  active = false,
  missing = false,
  showKeys = true,
  onFocus,
  groupRef,
}: QuestionControlProps) {
  const { t } = useTranslation();
  const id = useId();
  const byPointer = useRef(false);
  const slider = question.type === 'rating' && ratingPoints(question).length > MOST_BUTTONS;
  const optional = question.required === false;
  return (
    <fieldset
      ref={groupRef}
      tabIndex={-1}
      className={classes.question}
      data-active={active || undefined}
      data-keys-through
      data-arrows={question.type === 'rating' ? 'horizontal' : question.type === 'choice' ? 'vertical' : undefined}
      aria-describedby={question.help ? `${id}-help` : undefined}
      onFocus={onFocus}
      onPointerDown={() => {
        byPointer.current = true;
      }}
      onKeyDown={() => {
        byPointer.current = false;
      }}
    >
      <legend className={classes.legend}>
        {question.title || question.id}
        {optional && <span className={classes.optional}> {t('optional')}</span>}
        <span id={`${id}-missing`} className={classes.missing}>
          {missing && (
            <>
              <VisuallyHidden>. </VisuallyHidden>
              <Icon name="alert" size={13} />{' '}
              {t(question.type === 'choices' ? 'question.missingSet' : 'question.missing')}
            </>
          )}
        </span>
      </legend>
      {question.help && (
        <p id={`${id}-help`} className={classes.help}>
          {question.help}
        </p>
      )}
      {slider ? (
        <Slider question={question} answer={answer} onPick={(value) => onPick(value, false)} />
      ) : question.type === 'rating' ? (
        <Rating
          question={question}
          answer={answer}
          name={id}
          showKeys={showKeys}
          onPick={(value) => onPick(value, byPointer.current)}
        />
      ) : (
        <Options
          question={question}
          answer={answer}
          name={id}
          showKeys={showKeys}
          onPick={(value) => onPick(value, byPointer.current)}
        />
      )}
    </fieldset>
  );
}

interface GroupProps {
  question: Question;
  answer: AnswerValue | undefined;
  name: string;
  showKeys: boolean;
  onPick: (value: string | number) => void;
}

function Options({ question, answer, name, showKeys, onPick }: GroupProps) {
  const several = question.type === 'choices';
  const picks = picksOf(question);
  return (
    <div
      className={classes.options}
      data-short={isShort(question) || undefined}
      data-many={(isShort(question) && (question.options?.length ?? 0) > 5) || undefined}
    >
      {(question.options ?? []).map((option, index) => {
        const checked = several ? Array.isArray(answer) && answer.includes(option.id) : answer === option.id;
        const key = picks[index]?.key;
        return (
          <label
            key={option.id}
            className={classes.option}
            data-checked={checked || undefined}
            style={{ '--label': labelColor(index, option.color) } as React.CSSProperties}
          >
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              className={classes.native}
              checked={checked}
              onChange={() => onPick(option.id)}
              aria-keyshortcuts={key}
            />
            <span className={several ? classes.box : classes.dot} aria-hidden="true" />
            <span className={classes.optionText}>
              <span>{option.title || option.id}</span>
              {option.help && <span className={classes.optionHelp}>{option.help}</span>}
            </span>
            {showKeys && key && (
              <span className={classes.hotkey} aria-hidden="true">
                {key.toUpperCase()}
              </span>
            )}
          </label>
        );
      })}
    </div>
  );
}

/** Options of a word or two stand in two columns on a phone, and elsewhere if there are more than five. */
const isShort = (question: Question): boolean =>
  (question.options ?? []).every((option) => (option.title || option.id).length <= 14 && !option.help);

function Rating({ question, answer, name, showKeys, onPick }: GroupProps) {
  const picks = picksOf(question);
  return (
    <div className={classes.rating}>
      <div className={classes.points}>
        {picks.map(({ value, key }) => (
          <label key={value} className={classes.point} data-checked={answer === value || undefined}>
            <input
              type="radio"
              name={name}
              className={classes.native}
              checked={answer === value}
              onChange={() => onPick(value)}
              aria-keyshortcuts={key}
              aria-label={endLabel(question, Number(value))}
            />
            <span>{value}</span>
            {showKeys && key && key !== String(value) && (
              <span className={classes.pointKey} aria-hidden="true">
                {key}
              </span>
            )}
          </label>
        ))}
      </div>
      {(question.minLabel || question.maxLabel) && (
        <div className={classes.ends} aria-hidden="true">
          <span>{question.minLabel}</span>
          <span>{question.maxLabel}</span>
        </div>
      )}
    </div>
  );
}

/** "1, guessing" for the first point of a labelled scale. */
function endLabel(question: Question, value: number): string {
  const end =
    value === (question.min ?? 1) ? question.minLabel : value === (question.max ?? 5) ? question.maxLabel : undefined;
  return end ? `${value}, ${end}` : String(value);
}

function Slider({
  question,
  answer,
  onPick,
}: {
  question: Question;
  answer: AnswerValue | undefined;
  onPick: (value: number) => void;
}) {
  const min = question.min ?? 1;
  const max = question.max ?? 5;
  return (
    <div className={classes.slider} data-unset={answer === undefined || undefined}>
      <input
        type="range"
        min={min}
        max={max}
        step={question.step ?? 1}
        value={typeof answer === 'number' ? answer : (min + max) / 2}
        aria-label={question.title || question.id}
        onChange={(event) => onPick(Number(event.currentTarget.value))}
        onPointerUp={(event) => onPick(Number(event.currentTarget.value))}
      />
      <output className={classes.sliderValue}>{typeof answer === 'number' ? answer : '–'}</output>
      <div className={classes.ends} aria-hidden="true">
        <span>{question.minLabel || min}</span>
        <span>{question.maxLabel || max}</span>
      </div>
    </div>
  );
}
