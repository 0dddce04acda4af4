import { useTranslation } from 'react-i18next';
import type { ItemStatus } from '../api/contract';
import { Icon, type IconName } from './Icon';
import classes from './ui.module.css';

const LOOK: Record<ItemStatus, { icon: IconName; tone: string }> = {
  unlabeled: { icon: 'circle', tone: 'var(--mantine-color-dimmed)' },
  in_progress: { icon: 'half', tone: 'var(--mantine-color-dimmed)' },
  complete: { icon: 'check', tone: 'var(--good)' },
  disputed: { icon: 'split', tone: 'var(--warn)' },
  adjudicated: { icon: 'gavel', tone: 'var(--accent)' },
  in_bin: { icon: 'trash', tone: 'var(--mantine-color-dimmed)' },
  excluded: { icon: 'aside', tone: 'var(--mantine-color-dimmed)' },
};

/** An item's status as icon and word; colour only repeats it. */
export function StatusDot({ status }: { status: ItemStatus }) {
  const { t } = useTranslation();
  const look = LOOK[status];
  return (
    <span className={classes.status}>
      <Icon name={look.icon} size={14} style={{ color: look.tone }} />
      {t(`status.${status}`)}
    </span>
  );
}
