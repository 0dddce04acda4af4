import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, useMe } from '@/shared/api';
import { formatDuration } from '@/shared/i18n';
import { usePasswordFault } from '@/shared/password';
import { ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

export function PasswordSection() {
  const { t } = useTranslation('me');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [keepTokens, setKeepTokens] = useState(false);
  const me = useMe();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => api.post<void>('/me/password', { current, next, keepTokens }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      // Tokens that ended are gone from the list as well.
      void client.invalidateQueries({ queryKey: ['me', 'tokens'] });
    },
  });
  const fault = usePasswordFault(next, me ? [me.email, me.displayName] : []);
  const early = hasCode(change.error, 'too_many_attempts') ? change.error : undefined;
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
          error={
            wrong
              ? t('currentWrong')
              : early
                ? t('tooMany', { wait: formatDuration((early.retryAfterSeconds ?? 60) * 1000) })
                : undefined
          }
        />
        <PasswordInput
          label={t('newPassword')}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          error={next !== '' && fault ? t(fault) : undefined}
        />
        <Checkbox
          label={t('keepTokens')}
          description={t('keepTokensHint')}
          checked={keepTokens}
          onChange={(event) => setKeepTokens(event.currentTarget.checked)}
        />
        {change.error && !wrong && !early && <ProblemAlert error={change.error} />}
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
