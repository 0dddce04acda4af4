import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon';
import type { EditorProps, Span } from '../kind';
import { optionLook } from '../options';
import { OptionList } from '../parts/OptionList';
import { PressButton } from '../parts/PressButton';
import classes from '../parts/parts.module.css';

/** The labels, and every region as a line: what the drawing over the text shows, for keys and screen readers. */
export function SpansEditor({ seat, id, presses, showKeys, active }: EditorProps<'spans'>) {
  const { t } = useTranslation('kinds');
  const { question, answer, selected, tool } = seat;
  const list = useRef<HTMLUListElement>(null);
  const nothing = presses.find((press) => press.id === '');
  const inHand = answer?.find((one) => one.id === selected);
  const regions = answer ?? [];
  const onListKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-region]') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const target = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
    event.preventDefault();
    target?.focus();
  };
  const news = useNews(answer);
  // What was marked or taken in hand is in view in the list, too; the list alone scrolls.
  const shown = selected ?? news?.id;
  useEffect(() => {
    const line =
      shown === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(shown)}"]`);
    if (!line || !list.current) return;
    const { offsetTop, offsetHeight } = line;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop) list.current.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight)
      list.current.scrollTop = offsetTop + offsetHeight - clientHeight;
  }, [shown]);
  return (
    <div className={classes.entry}>
      <VisuallyHidden role="status">
        {news && t('spans.region', { label: optionLook(question, news.label ?? '').name, text: news.text ?? '' })}
      </VisuallyHidden>
      <OptionList
        question={question}
        as="button"
        name={id}
        active={active}
        isOn={(label) => (inHand ? inHand.label === label : tool.painting === label)}
        presses={presses}
        showKeys={showKeys}
      />
      <p className={classes.range} aria-live="polite">
        {tool.range
          ? t('spans.hintRange')
          : inHand
            ? t('spans.hintRegion')
            : tool.painting
              ? t('spans.hintPainting', { label: optionLook(question, tool.painting).name })
              : t('spans.hint')}
      </p>
      {regions.length > 0 ? (
        <ul ref={list} className={classes.regions} aria-label={t('spans.regions', { count: regions.length })}>
          {regions.map((region) => {
            const look = optionLook(question, region.label ?? '');
            const regionId = region.id ?? '';
            return (
              <li
                key={regionId}
                data-id={regionId}
                className={classes.region}
                data-selected={regionId === selected || undefined}
              >
                <button
                  type="button"
                  data-region
                  className={classes.regionButton}
                  aria-pressed={regionId === selected}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => seat.select(regionId === selected ? null : regionId)}
                  onFocus={(event) => event.currentTarget.matches(':focus-visible') && seat.select(regionId)}
                  onKeyDown={onListKey}
                >
                  <span className={classes.regionText} dir="auto">
                    {region.text}
                  </span>
                  <span className={classes.regionLabel} style={{ '--label': look.color } as React.CSSProperties}>
                    {look.name}
                  </span>
                </button>
                <button
                  type="button"
                  className={classes.regionRemove}
                  aria-label={t('spans.remove', { text: region.text ?? '', label: look.name })}
                  onClick={() => seat.edit({ kind: 'removeRegion', id: regionId })}
                >
                  <Icon name="x" size={13} />
                </button>
              </li>
            );
          })}
        </ul>
      ) : (
        <PressButton press={nothing} on={answer !== undefined} showKeys={showKeys} onClick={() => nothing?.run()}>
          {t('spans.nothing')}
        </PressButton>
      )}
    </div>
  );
}

/** The region that was marked or changed last, to be read out; nothing for those that were there from the start. */
function useNews(answer: readonly Span[] | undefined): Span | undefined {
  const before = useRef(answer);
  const news = useRef<Span>(undefined);
  if (before.current !== answer) {
    news.current = answer?.find((one) => !before.current?.includes(one));
    before.current = answer;
  }
  return news.current;
}
