import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Reader } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { Icon, KeyBadge, ProblemAlert } from '@/shared/ui';
import { beingNamed, peopleLike, withMembers } from './commentText';
import css from './talk.module.css';
import { type Place, readersQuery, type Said } from './talkApi';

export const LONGEST = 4000;

/** What was begun and not sent, by place: another item on the screen does not cost it. */
const begun = new Map<string, string>();

/**
 * Where a comment is written. People are named with @, from a list; Ctrl+Enter sends. What is refused stays in the box.
 */
export function Composer({
  projectKey,
  place,
  label,
  start = '',
  send,
  sendLabel,
  resolvable = false,
  busy,
  error,
  onCancel,
  onDone,
  focused = false,
  boxRef,
  children,
}: {
  projectKey: string;
  place: Place;
  /** What the box is for. */
  label: string;
  /** The text to be changed. */
  start?: string;
  send: (said: Said) => Promise<unknown>;
  sendLabel: string;
  /** Whether it can be sent as the last word. */
  resolvable?: boolean;
  busy: boolean;
  error: unknown;
  onCancel?: (() => void) | undefined;
  onDone?: (() => void) | undefined;
  focused?: boolean;
  boxRef?: Ref<HTMLTextAreaElement | null>;
  children?: ReactNode;
}) {
  const { t } = useTranslation('talk');
  const { t: common } = useTranslation();
  const placeKey = `${projectKey} ${JSON.stringify(place)} ${start}`;
  const [text, setTextOnly] = useState(() => begun.get(placeKey) ?? start);
  const setText = (next: string): void => {
    setTextOnly(next);
    if (next === start) begun.delete(placeKey);
    else begun.set(placeKey, next);
  };
  // Until somebody means to write there is a box and nothing else.
  const [awake, setAwake] = useState(focused);
  const box = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(boxRef, () => box.current as HTMLTextAreaElement);
  const list = useId();
  const help = useId();
  const people = useQuery(readersQuery(projectKey, place)).data ?? [];
  const [naming, setNaming] = useState<{ from: number; query: string }>();
  const [at, setAt] = useState(0);
  const choices = naming ? peopleLike(people, naming.query) : [];
  const open = choices.length > 0;
  // The same text under the same name: whoever presses twice, or tries again, says it once.
  const sent = useRef<{ text: string; saveId: string }>(undefined);
  useEffect(() => {
    if (!focused) return;
    box.current?.focus();
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
  }, [focused]);
  const look = (): void => {
    const area = box.current;
    if (!area) return;
    setNaming(area.selectionStart === area.selectionEnd ? beingNamed(area.value, area.selectionStart) : undefined);
    setAt(0);
  };
  const name = (person: Reader): void => {
    const area = box.current;
    if (!area || !naming) return;
    const caret = area.selectionStart;
    const before = `${text.slice(0, naming.from)}@${person.name} `;
    // At once: whoever types fast goes on behind the name.
    flushSync(() => {
      setText(before + text.slice(caret).replace(/^ /, ''));
      setNaming(undefined);
    });
    area.focus();
    area.setSelectionRange(before.length, before.length);
  };
  const submit = async (resolve = false): Promise<void> => {
    const said = withMembers(text.trim(), people);
    if (said === '' || busy) {
      box.current?.focus();
      return;
    }
    if (sent.current?.text !== said) sent.current = { text: said, saveId: crypto.randomUUID() };
    try {
      await send({ ...sent.current, ...(resolve ? { resolve } : {}) });
    } catch {
      return; // the error stands below the box, which keeps the text
    }
    sent.current = undefined;
    begun.delete(placeKey);
    setTextOnly(start);
    setNaming(undefined);
    onDone?.();
  };
  const left = LONGEST - text.length;
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={css.boxHome}>
        <textarea
          ref={box}
          className={css.box}
          aria-label={label}
          aria-describedby={help}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={open ? list : undefined}
          aria-activedescendant={open ? `${list}-${at}` : undefined}
          placeholder={label}
          rows={awake || text !== start ? 2 : 1}
          maxLength={LONGEST}
          value={text}
          dir="auto"
          onChange={(event) => {
            setText(event.currentTarget.value);
            look();
          }}
          onFocus={() => setAwake(true)}
          onSelect={look}
          onBlur={() => setNaming(undefined)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void submit();
            } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
              event.preventDefault();
              setAt((at + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
            } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
              event.preventDefault();
              const chosen = choices[at];
              if (chosen) name(chosen);
            } else if (event.key === 'Escape') {
              event.preventDefault();
              event.stopPropagation();
              if (open) setNaming(undefined);
              else if (onCancel) onCancel();
              else box.current?.blur();
            }
          }}
        />
        {open ? (
          <div id={list} className={css.people} role="listbox" aria-label={t('people')}>
            {choices.map((person, index) => (
              <div
                key={person.member}
                id={`${list}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={css.person}
                onPointerDown={(event) => {
                  event.preventDefault();
                  name(person);
                }}
              >
                <span>{person.name}</span>
                <span className={css.dim}>{common(`role.${person.role}`)}</span>
              </div>
            ))}
          </div>
        ) : null}
        <VisuallyHidden role="status">{open ? t('peopleFound', { count: choices.length }) : ''}</VisuallyHidden>
      </div>
      {awake || text !== start ? children : null}
      <div className={css.send} hidden={!awake && text === start}>
        <span id={help} className={css.dim}>
          {left < 200 ? t('left', { count: left, formatted: formatNumber(left) }) : t('help')}
        </span>
        <span className={css.ways}>
          {onCancel ? (
            <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
              {common('cancel')}
            </Button>
          ) : null}
          {resolvable ? (
            <Button
              size="xs"
              variant="default"
              disabled={text.trim() === '' || busy}
              leftSection={<Icon name="check" size={14} />}
              onClick={() => void submit(true)}
            >
              {t('sayAndSettle')}
            </Button>
          ) : null}
          <Button
            type="submit"
            size="xs"
            loading={busy}
            disabled={text.trim() === ''}
            rightSection={<KeyBadge binding="Mod+Enter" decorative />}
          >
            {sendLabel}
          </Button>
        </span>
      </div>
      {error ? <ProblemAlert error={error} kept={t('kept')} /> : null}
    </form>
  );
}
