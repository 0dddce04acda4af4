import { ActionIcon, Tooltip } from '@mantine/core';
import { Icon } from '../../ui/Icon';

export function IconAction({
  name,
  label,
  onClick,
  disabled = false,
  flip = false,
}: {
  name: 'chevronDown' | 'trash' | 'x';
  label: string;
  onClick: () => void;
  disabled?: boolean;
  flip?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon name={name} style={flip ? { transform: 'rotate(180deg)' } : {}} />
      </ActionIcon>
    </Tooltip>
  );
}
