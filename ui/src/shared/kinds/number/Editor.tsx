import { useState } from 'react';
import { language } from '../../i18n/format';
import { type EditorProps, questionTitle } from '../kind';
import { leaveOnEscape } from '../parts/leave';
import classes from '../parts/parts.module.css';
import { word } from '../words';
import { number } from './index';
import { parseNumber } from './reading';

export function NumberEditor({ seat, id }: EditorProps<'number'>) {
  const { question, answer } = seat;
  const [typed, setTyped] = useState(() => written(answer));
  // The answer changed elsewhere, by undoing for instance: the field follows.
  const shown = (parseNumber(typed) ?? (typed.trim() || undefined)) === answer ? typed : written(answer);
  const fault = answer === undefined ? undefined : number.fault?.(question, answer);
  return (
    <div className={classes.entry}>
      <span className={classes.numberBox} data-fault={fault !== undefined || undefined}>
        <input
          data-entry
          inputMode="decimal"
          autoComplete="off"
          enterKeyHint="done"
          className={classes.number}
          value={shown}
          aria-label={questionTitle(question)}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-range`}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            seat.edit({ kind: 'set', value: event.currentTarget.value, typing: true });
          }}
          onKeyDown={(event) => {
            leaveOnEscape(event);
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            seat.submit?.();
          }}
        />
        {question.unit && <span className={classes.unit}>{question.unit}</span>}
      </span>
      {/* One line, whether it says what is possible or what is wrong: nothing moves. */}
      <p id={`${id}-range`} className={classes.range} data-fault={fault !== undefined || undefined} aria-live="polite">
        {fault ?? rangeOf(question)}
      </p>
    </div>
  );
}

/** As people of this language write it, without signs between thousands: the field is for typing. */
function written(answer: number | string | undefined): string {
  if (typeof answer !== 'number') return answer ?? '';
  return new Intl.NumberFormat(language(), { useGrouping: false, maximumFractionDigits: 12 }).format(answer);
}

/** "0 to 120, in steps of 0.5"; nothing where any number will do. */
function rangeOf({ min, max, step }: EditorProps<'number'>['seat']['question']): string {
  const say = (value: number) => new Intl.NumberFormat(language(), { maximumFractionDigits: 12 }).format(value);
  const parts: string[] = [];
  if (min !== undefined && max !== undefined) parts.push(word('number.range', { min: say(min), max: say(max) }));
  else if (min !== undefined) parts.push(word('number.atLeast', { min: say(min) }));
  else if (max !== undefined) parts.push(word('number.atMost', { max: say(max) }));
  if (step === 1) parts.push(word('number.whole'));
  else if (step !== undefined) parts.push(word('number.steps', { step: say(step) }));
  return parts.join(', ');
}
