import { useLayoutEffect, useRef } from 'react';
import { type EditorProps, questionTitle } from '../kind';
import { leaveOnEscape } from '../parts/leave';
import classes from '../parts/parts.module.css';
import { word } from '../words';

/** Grows with what is written; Enter begins a line, Ctrl+Enter submits as everywhere. */
export function TextEditor({ seat }: EditorProps<'text'>) {
  const { question, answer = '' } = seat;
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows what is written
  useLayoutEffect(() => {
    const element = area.current;
    if (!element || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [answer]);
  return (
    <textarea
      ref={area}
      data-entry
      className={classes.text}
      rows={3}
      dir="auto"
      value={answer}
      aria-label={questionTitle(question)}
      placeholder={word('text.placeholder')}
      onChange={(event) => seat.edit({ kind: 'set', value: event.currentTarget.value, typing: true })}
      onKeyDown={leaveOnEscape}
    />
  );
}
