import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/shared/api';
import classes from './shell.module.css';

/** The button of the account menu, also while the menu is on its way. */
export function AccountFace({ me, ...button }: { me: Me } & ComponentProps<'button'>) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.account} {...button}>
      <span aria-hidden="true">{initials(me.displayName)}</span>
      <VisuallyHidden>{`${t('account.menu')}: ${me.displayName}`}</VisuallyHidden>
    </UnstyledButton>
  );
}

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
};
