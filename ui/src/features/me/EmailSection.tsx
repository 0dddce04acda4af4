import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, type MyEmail, sessionQuery } from '@/shared/api';
import { formatDateTime, formatDuration } from '@/shared/i18n';
import { Loading, ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

const emailQuery = { queryKey: ['me', 'email'], queryFn: () => api.get<MyEmail>('/me/email') };

/** The address one signs in with, and another one that waits for its link to be opened. */
export function EmailSection() {
  const { t } = useTranslation('me');
  const client = useQueryClient();
  const address = useQuery(emailQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const refresh = () => client.invalidateQueries({ queryKey: emailQuery.queryKey });
  const change = useMutation({
    mutationFn: () => api.post<MyEmail>('/me/email', { email: email.trim(), password }),
    onSuccess: (next) => {
      setEmail('');
      setPassword('');
      client.setQueryData(emailQuery.queryKey, next);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const cancel = useMutation({
    mutationFn: () => api.delete<void>('/me/email/pending'),
    onSuccess: () => change.reset(),
    onSettled: refresh,
  });
  if (address.error)
    return (
      <Section title={t('emailTitle')}>
        <ProblemAlert error={address.error} onRetry={() => void address.refetch()} />
      </Section>
    );
  if (!address.data)
    return (
      <Section title={t('emailTitle')}>
        <Loading />
      </Section>
    );
  const { email: now, pending, pendingUntil, confirmed, password: withPassword } = address.data;
  const malformed = email.trim() !== '' && !/^\S+@\S+$/.test(email.trim()) ? t('emailMissing') : undefined;
  const refusedAddress = hasCode(change.error, 'email_taken')
    ? t('emailTaken')
    : hasCode(change.error, 'email_same')
      ? t('emailSame')
      : undefined;
  const early = hasCode(change.error, 'too_many_attempts') ? change.error : undefined;
  const wrong = hasCode(change.error, 'password_wrong', 'password_too_long');
  return (
    <Section
      title={t('emailTitle')}
      lead={
        <>
          {t('emailLead', { email: now })} {withPassword && confirmed ? t('emailConfirmed') : ''}
        </>
      }
    >
      {pending && pendingUntil ? (
        <div className={classes.pending} role="status">
          <p>{t('emailPending', { email: pending, until: formatDateTime(pendingUntil) })}</p>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('emailCancel')}
          </Button>
        </div>
      ) : null}
      {cancel.error ? <ProblemAlert error={cancel.error} /> : null}
      {withPassword ? (
        <form
          className={classes.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (email.trim() && !malformed && password && !change.isPending) change.mutate();
          }}
        >
          <TextInput
            label={t('newEmail')}
            type="email"
            autoComplete="email"
            value={email}
            maxLength={254}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={malformed ?? refusedAddress}
          />
          <PasswordInput
            label={t('currentPassword')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            error={
              wrong
                ? t('currentWrong')
                : early
                  ? t('tooMany', { wait: formatDuration((early.retryAfterSeconds ?? 60) * 1000) })
                  : undefined
            }
          />
          {change.error && !refusedAddress && !wrong && !early ? <ProblemAlert error={change.error} /> : null}
          <div className={classes.row}>
            <Button
              type="submit"
              variant="default"
              loading={change.isPending}
              disabled={!email.trim() || malformed !== undefined || !password}
            >
              {t('changeEmail')}
            </Button>
            <span role="status" className={classes.done}>
              {change.isSuccess && !pending ? t('emailChanged') : ''}
            </span>
          </div>
        </form>
      ) : (
        <p className={classes.quiet}>{t('emailNoPassword')}</p>
      )}
    </Section>
  );
}
