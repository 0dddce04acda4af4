import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePasswordFault } from '@/shared/password';
import { ProblemAlert } from '@/shared/ui';
import classes from './session.module.css';

export interface NewAccount {
  email: string;
  displayName: string;
  password: string;
}

/** Name, email and password of a new account; faults are said at the field once it was left or sent. */
export function NewAccountForm({
  submitLabel,
  busy,
  error,
  onSubmit,
  children,
}: {
  submitLabel: string;
  busy: boolean;
  error: unknown;
  onSubmit: (account: NewAccount) => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation('session');
  const [account, setAccount] = useState<NewAccount>({ email: '', displayName: '', password: '' });
  const [checked, setChecked] = useState(false);
  const set = (change: Partial<NewAccount>) => setAccount((before) => ({ ...before, ...change }));
  const fault = usePasswordFault(account.password, [account.email, account.displayName]);
  const faults = {
    displayName: account.displayName.trim() === '' ? t('nameMissing') : null,
    email: /^\S+@\S+$/.test(account.email.trim()) ? null : t('emailMissing'),
    password: fault ? t(fault) : null,
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (!faults.displayName && !faults.email && !faults.password)
          onSubmit({ ...account, email: account.email.trim(), displayName: account.displayName.trim() });
      }}
    >
      <TextInput
        label={t('name')}
        autoComplete="name"
        value={account.displayName}
        onChange={(event) => set({ displayName: event.currentTarget.value })}
        error={checked && faults.displayName}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={t('email')}
        type="email"
        autoComplete="username"
        value={account.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
        error={checked && faults.email}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('password')}
        description={t('passwordHint')}
        autoComplete="new-password"
        value={account.password}
        onChange={(event) => set({ password: event.currentTarget.value })}
        error={(checked || fault === 'tooWeak') && faults.password}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        required
        withAsterisk={false}
      />
      {error != null && <ProblemAlert error={error} />}
      {children}
      <Button type="submit" loading={busy} fullWidth>
        {submitLabel}
      </Button>
    </form>
  );
}
