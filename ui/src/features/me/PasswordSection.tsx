import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode } from '@/shared/api';
import { passwordFault } from '@/shared/password';
import { ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

export function PasswordSection() {
  const { t } = useTranslation('me');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => api.post<void>('/me/password', { current, next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  const fault = passwordFault(next);
  const wrong = hasCode(change.error, 'bad_credentials', 'password_wrong');
  return (
    <Section title={t('password')} lead={t('passwordLead')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault && current) change.mutate();
        }}
      >
        <PasswordInput
          label={t('currentPassword')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          error={wrong ? t('currentWrong') : undefined}
        />
        <PasswordInput
          label={t('newPassword')}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          error={next !== '' && fault ? t(fault) : undefined}
        />
        {change.error && !wrong && <ProblemAlert error={change.error} />}
        <div className={classes.row}>
          <Button type="submit" variant="default" loading={change.isPending} disabled={!current || fault !== null}>
            {t('changePassword')}
          </Button>
          <span role="status" className={classes.done}>
            {change.isSuccess ? t('passwordChanged') : ''}
          </span>
        </div>
      </form>
    </Section>
  );
}
