import { Button } from '@mantine/core';
import i18next from 'i18next';
import classes from './ui.module.css';

const MOST_SHOWN = 2;
const shown: string[] = [];

/**
 * Says what was just done and offers the way back. Nothing in Cupel asks "are you sure?"; this is the answer instead.
 *
 * @param undo runs at most once; the notice goes away first
 */
export async function undoNotice(message: string, undoLabel: string, undo: () => void): Promise<void> {
  // Already there, or on its way: the app loads it beside its first screen, which does not wait for it.
  const { notifications } = await import('@mantine/notifications');
  // The latest is the one that is taken back: older ones make room for it.
  for (const old of shown.splice(0, Math.max(0, shown.length - (MOST_SHOWN - 1)))) notifications.hide(old);
  const id = notifications.show({
    message: (
      <div className={classes.notice}>
        <span className={classes.noticeText}>{message}</span>
        <Button
          className={classes.noticeUndo ?? ''}
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {undoLabel}
        </Button>
      </div>
    ),
    closeButtonProps: { 'aria-label': i18next.t('close') },
    autoClose: 12_000,
  });
  shown.push(id);
}
