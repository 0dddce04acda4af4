import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, KeyBadge, Markdown } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import type { Answered, Work } from './labelingStore';

const REASONS = ['language', 'broken', 'notCovered', 'unsafe'] as const;

/** Why an item is skipped: one key for the usual reasons, or a few words. Open beside the work, never over it. */
export function SkipPanel({ session }: { session: LabelingSession }) {
  const { t } = useTranslation('labeling');
  const [reason, setReason] = useState('');
  const words = useRef<HTMLInputElement>(null);
  const reasons = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    // Where fingers point, a field with the focus would bring up a keyboard over the reasons.
    const fingers = window.matchMedia('(hover: none) and (pointer: coarse)').matches;
    (fingers ? reasons.current?.querySelector('button') : words.current)?.focus();
  }, []);
  return (
    <form
      className={classes.panel}
      data-panel
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        session.skip(reason.trim());
      }}
    >
      <h2 id={id} className={classes.panelTitle}>
        {t('skipWhy')}
      </h2>
      <div className={classes.reasons} ref={reasons}>
        {REASONS.map((name, index) => (
          <button
            key={name}
            type="button"
            className={classes.reason}
            onClick={() => session.skip(t(`skipReasons.${name}`))}
          >
            {t(`skipReasons.${name}`)} <KeyBadge binding={String(index + 1)} decorative />
          </button>
        ))}
      </div>
      <input
        ref={words}
        className={classes.field}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While nothing is written a digit picks one of the usual reasons.
          const usual = reason === '' ? REASONS[Number(event.key) - 1] : undefined;
          if (!usual || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          session.skip(t(`skipReasons.${usual}`));
        }}
        placeholder={t('skipOther')}
        aria-label={t('skipOther')}
        maxLength={500}
      />
      <div className={classes.panelActions}>
        <Button
          type="button"
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => session.dispatch({ kind: 'panelOpened', panel: 'none' })}
          rightSection={<KeyBadge binding="Escape" decorative />}
        >
          {t('cancel', { ns: 'common' })}
        </Button>
        <Button type="submit" size="xs" variant="default" rightSection={<KeyBadge binding="Enter" decorative />}>
          {t('skipNow')}
        </Button>
      </div>
    </form>
  );
}

/** The comment of an answer, and whether the item is ambiguous. Enter submits the answer, Escape goes back to it. */
export function CommentPanel({
  session,
  work,
  ambiguous,
  refused,
}: {
  session: LabelingSession;
  work: Work;
  ambiguous: boolean;
  /** Why this answer was refused, if it was. */
  refused: Answered['refused'];
}) {
  const { t } = useTranslation('labeling');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const mended = refused?.problem.code === 'text_unstorable';
  return (
    <div className={classes.panel} data-panel role="group" aria-labelledby={id}>
      <h2 id={id} className={classes.panelTitle}>
        {work.draft.ambiguous ? t('ambiguousWhy') : t('commentTitle')}
      </h2>
      <p className={classes.panelHint}>{work.draft.ambiguous ? t('ambiguousHint') : t('commentHint')}</p>
      {mended && (
        <p id={`${id}-mended`} className={classes.mended}>
          <Icon name="alert" size={14} /> {t('commentMended')}
        </p>
      )}
      <textarea
        ref={field}
        aria-describedby={mended ? `${id}-mended` : undefined}
        className={classes.field}
        rows={2}
        maxLength={2000}
        value={work.draft.comment}
        aria-label={t('commentTitle')}
        placeholder={t('commentPlaceholder')}
        onChange={(event) => session.dispatch({ kind: 'commented', comment: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            session.submit();
          }
        }}
      />
      <div className={classes.panelActions}>
        {ambiguous && (
          <label className={classes.check}>
            <input
              type="checkbox"
              checked={work.draft.ambiguous}
              onChange={() => session.dispatch({ kind: 'ambiguousToggled' })}
            />
            {t('ambiguousFlag')}
          </label>
        )}
        <Button
          type="button"
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => session.dispatch({ kind: 'panelOpened', panel: 'none' })}
          rightSection={<KeyBadge binding="Escape" decorative />}
        >
          {t('close', { ns: 'common' })}
        </Button>
      </div>
    </div>
  );
}

/** The guideline beside the item. */
export function GuidelinePanel({
  markdown,
  version,
  onPractise,
  onClose,
}: {
  markdown: string;
  version: number;
  /** Absent where there is nothing to practise on. */
  onPractise: (() => void) | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('labeling');
  return (
    <aside className={classes.guideline} aria-label={t('guideline')}>
      <div className={classes.guidelineHead}>
        <h2 className={classes.panelTitle}>
          {t('guideline')} <span className={classes.quiet}>{t('guidelineVersion', { version })}</span>
        </h2>
        <button
          type="button"
          className={classes.iconButton}
          onClick={onClose}
          aria-label={t('close', { ns: 'common' })}
        >
          <Icon name="x" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.guidelineBody} tabIndex={0} role="region" aria-label={t('guideline')}>
        {markdown.trim() ? <Markdown source={markdown} /> : <p className={classes.quiet}>{t('guidelineEmpty')}</p>}
      </div>
      {onPractise ? (
        <div className={classes.actions}>
          <Button size="xs" variant="default" onClick={onPractise} leftSection={<Icon name="refresh" />}>
            {t('practice.again')}
          </Button>
        </div>
      ) : null}
    </aside>
  );
}
