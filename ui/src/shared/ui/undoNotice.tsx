import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/**
 * Says what was just done and offers the way back. Nothing in Cupel asks "are you sure?"; this is the answer instead.
 *
 * @param undo runs at most once; the notice goes away first
 */
export function undoNotice(message: string, undoLabel: string, undo: () => void): void {
  const id = notifications.show({
    message: (
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {undoLabel}
        </Button>
      </Group>
    ),
    autoClose: 12_000,
  });
}
