import { Button } from '@mantine/core';
import classes from './ui.module.css';

/**
 * Says what was just done and offers the way back. Nothing in Cupel asks "are you sure?"; this is the answer instead.
 *
 * @param undo runs at most once; the notice goes away first
 */
export async function undoNotice(message: string, undoLabel: string, undo: () => void): Promise<void> {
  // Already there, or on its way: the app loads it beside its first screen, which does not wait for it.
  const { notifications } = await import('@mantine/notifications');
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
    autoClose: 12_000,
  });
}
