import { type KeyboardEvent, memo, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommandRegistry, useCommands } from '../../keys/commands';
import { keyCaps } from '../../keys/keymap';
import { labelColor } from '../../theme/labelColors';
import { Icon } from '../../ui/Icon';
import { KeyBadge } from '../../ui/KeyBadge';
import type { Option, Press } from '../kind';
import { filterOptions, type WithOptions } from '../options';
import classes from './parts.module.css';

/** More options than this are not read through but searched. */
const MOST_READ = 20;

interface ListProps {
  question: WithOptions;
  /** Native radios and checkboxes are what browsers and screen readers know best; a button is for labels to mark with. */
  as: 'radio' | 'checkbox' | 'button';
  name: string;
  active: boolean;
  isOn: (option: string) => boolean;
  presses: readonly Press[];
  showKeys: boolean;
}

/** Options in columns where they are short, labels to mark with one after the other as they fit; beyond twenty they scroll in a place of their own, under a filter. */
export function OptionList(props: ListProps) {
  return props.question.options.length > MOST_READ ? <Searched {...props} /> : <Plain {...props} />;
}

function Plain(props: ListProps) {
  const home = useRef<HTMLDivElement>(null);
  useInSight(home, props);
  return <Rows {...props} home={home} shown={undefined} />;
}

/** What a key has chosen is in sight, wherever the list was scrolled to. */
function useInSight(home: RefObject<HTMLElement | null>, { question, isOn }: ListProps): void {
  const on = question.options.filter(({ id }) => isOn(id)).map(({ id }) => id);
  const seen = useRef(on);
  const all = JSON.stringify(on);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `all` stands for what is on
  useEffect(() => {
    const news = on.find((id) => !seen.current.includes(id));
    seen.current = on;
    if (news !== undefined) bring(home.current?.querySelector(`[data-option="${CSS.escape(news)}"]`));
  }, [all, home]);
}

function bring(row: Element | null | undefined): void {
  row?.scrollIntoView({ block: 'nearest' });
  // Rows that were never on screen have a guessed height; once those around it are laid out, it may have moved.
  requestAnimationFrame(() => row?.scrollIntoView({ block: 'nearest' }));
}

function Searched(props: ListProps) {
  const { t } = useTranslation('kinds');
  const { question, active, presses, isOn } = props;
  const { options } = question;
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = useMemo(() => filterOptions(options, typed), [options, typed]);
  const at = Math.min(place, shown.length - 1);
  const on = options.filter((option) => isOn(option.id));
  const searching = typed.trim() !== '';
  const strokes = useCommandRegistry((registry) => (active ? registry.strokes : null));
  const begun = strokes && !strokes.dead ? strokes.keys.join(' ') : undefined;
  useInSight(scroller, props);
  // An item that nobody has answered yet shows its options from the first.
  const answered = on.length > 0;
  useEffect(() => {
    if (answered || !scroller.current) return;
    scroller.current.scrollTop = 0;
    setTyped('');
    setPlace(0);
  }, [answered]);
  // What a first stroke can become stands together, and in sight.
  useEffect(() => {
    if (begun === undefined) return;
    const could = [...(scroller.current?.querySelectorAll('[data-could]') ?? [])];
    const first = could[0];
    const last = could.slice(0, 10).at(-1);
    last?.scrollIntoView({ block: 'nearest' });
    first?.scrollIntoView({ block: 'nearest' });
  }, [begun]);
  useCommands(
    active
      ? [
          {
            id: 'answer.filter',
            title: t('options.filter'),
            section: t('options.title'),
            keys: ['/'],
            palette: false,
            run: () => field.current?.focus(),
          },
        ]
      : NONE,
    'answer',
  );
  const go = (to: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setPlace(next);
    bring(scroller.current?.querySelector(`[data-place="${next}"]`));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Enter') {
      const option = shown[at];
      presses.find((press) => press.id === option?.id)?.run();
      setTyped('');
      setPlace(0);
      // The keys are the question's again: the next Enter submits.
      event.currentTarget.closest<HTMLElement>('fieldset')?.focus({ preventScroll: true });
    } else if (event.key === 'Escape') {
      if (!searching) event.currentTarget.closest<HTMLElement>('fieldset')?.focus({ preventScroll: true });
      setTyped('');
      setPlace(0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.searched}>
      <div className={classes.filter}>
        <Icon name="search" size={14} />
        <input
          ref={field}
          type="text"
          className={classes.filterField}
          value={typed}
          placeholder={t('options.filterOf', { count: options.length })}
          aria-label={t('options.filter')}
          aria-controls={id}
          aria-activedescendant={searching && shown[at] ? `${id}-${shown[at].id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
        />
        {props.showKeys && (
          <span className={classes.hotkeyHome}>
            <KeyBadge binding={searching ? 'Enter' : '/'} decorative />
          </span>
        )}
      </div>
      {/* What is chosen stays in sight, wherever the list is scrolled to. */}
      <p className={classes.chosen} aria-live="polite" data-told={strokes !== null || undefined}>
        {strokes
          ? t(strokes.dead ? 'options.dead' : 'options.begun', { keys: inCaps(strokes.keys.join(' ')) })
          : searching && shown.length === 0
            ? t('options.noneFound')
            : on.length > 0
              ? on.map((option) => option.title || option.id).join(', ')
              : t('options.noneChosen')}
      </p>
      <div ref={scroller} id={id} className={classes.scroller} role="presentation">
        <Rows {...props} shown={shown} lit={searching ? at : undefined} rowId={id} begun={begun} />
      </div>
    </div>
  );
}

const NONE: readonly never[] = [];

const inCaps = (binding: string): string => keyCaps(binding).join('\u2009');

function Rows({
  question,
  as,
  name,
  isOn,
  presses,
  showKeys,
  shown = question.options,
  lit,
  rowId,
  begun,
  home,
}: ListProps & {
  shown: readonly Option[] | undefined;
  /** The place that Enter picks. */
  lit?: number | undefined;
  rowId?: string;
  /** The stroke that is there of a key of two. */
  begun?: string | undefined;
  home?: RefObject<HTMLDivElement | null>;
}) {
  const press = useMemo(() => new Map(presses.map((one) => [one.id, one])), [presses]);
  const colors = useMemo(
    () => new Map(question.options.map((option, index) => [option.id, labelColor(index, option.color)])),
    [question],
  );
  const latest = useRef(press);
  latest.current = press;
  const run = useRef((option: string) => latest.current.get(option)?.run()).current;
  const short = isShort(question.options);
  return (
    <div
      ref={home}
      className={classes.options}
      data-begun={begun !== undefined || undefined}
      data-flow={as === 'button' || undefined}
      data-short={short || undefined}
      data-many={(short && question.options.length > 5) || undefined}
    >
      {shown.map((option, place) => (
        <Row
          key={option.id}
          id={rowId === undefined ? undefined : `${rowId}-${option.id}`}
          place={place}
          option={option}
          color={colors.get(option.id) ?? ''}
          as={as}
          name={name}
          on={isOn(option.id)}
          lit={place === lit}
          hotkey={press.get(option.id)?.key}
          could={begun !== undefined && press.get(option.id)?.key?.startsWith(`${begun} `) === true}
          showKeys={showKeys}
          run={run}
        />
      ))}
    </div>
  );
}

/** Drawn again only where something of it changed: a thousand of them stay quick. */
const Row = memo(function Row({
  id,
  place,
  option,
  color,
  as,
  name,
  on,
  lit,
  hotkey,
  could,
  showKeys,
  run,
}: {
  id: string | undefined;
  place: number;
  option: Option;
  color: string;
  as: ListProps['as'];
  name: string;
  on: boolean;
  lit: boolean;
  hotkey: string | undefined;
  /** The next stroke can choose it. */
  could: boolean;
  showKeys: boolean;
  run: (option: string) => void;
}) {
  const inner = (
    <>
      <span className={as === 'radio' ? classes.dot : as === 'checkbox' ? classes.box : classes.stroke} aria-hidden />
      <span className={classes.optionText}>
        <span>{option.title || option.id}</span>
        {option.help && <span className={classes.optionHelp}>{option.help}</span>}
      </span>
      {showKeys && hotkey && (
        <span className={classes.hotkey} aria-hidden="true">
          {inCaps(hotkey)}
        </span>
      )}
    </>
  );
  const look = { '--label': color } as React.CSSProperties;
  // A key of two strokes cannot be said as a shortcut, where a space stands between two ways.
  const keys =
    hotkey?.includes(' ') === true
      ? { 'aria-description': keyCaps(hotkey).join(' ') }
      : { 'aria-keyshortcuts': hotkey };
  if (as === 'button')
    return (
      <button
        type="button"
        id={id}
        data-place={place}
        data-option={option.id}
        className={classes.option}
        data-checked={on || undefined}
        data-lit={lit || undefined}
        data-could={could || undefined}
        title={option.title || option.id}
        aria-pressed={on}
        {...keys}
        style={look}
        // The focus and the selection in the text stay where they are.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => run(option.id)}
      >
        {inner}
      </button>
    );
  return (
    <label
      id={id}
      data-place={place}
      data-option={option.id}
      className={classes.option}
      data-checked={on || undefined}
      data-lit={lit || undefined}
      data-could={could || undefined}
      style={look}
    >
      <input type={as} name={name} className={classes.native} checked={on} onChange={() => run(option.id)} {...keys} />
      {inner}
    </label>
  );
});

/** Options of a word or two stand in two columns on a phone, and elsewhere if there are more than five. */
const isShort = (options: readonly Option[]): boolean =>
  options.every((option) => (option.title || option.id).length <= 14 && !option.help);
