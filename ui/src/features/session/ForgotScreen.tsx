import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Navigate, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, sessionQuery } from '@/shared/api';
import { formatDuration } from '@/shared/i18n';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Frame } from './Frame';
import classes from './session.module.css';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What somebody had typed as their address on the page before. */
    email?: string;
  }
}

/** /forgot: sends a link for a new password to an address, where the installation sends mail. */
export function ForgotScreen() {
  const { t } = useTranslation('session');
  const session = useQuery(sessionQuery).data;
  const { state } = useLocation();
  const [email, setEmail] = useState(state.email ?? '');
  const [checked, setChecked] = useState(false);
  const ask = useMutation({ mutationFn: () => api.post<void>('/password-resets', { email: email.trim() }) });
  const back = (
    <p className={classes.note}>
      <Link to="/signin">{t('backToSignIn')}</Link>
    </p>
  );
  if (!session) return <Loading />;
  if (!session.mail) return <Navigate to="/signin" replace />;
  if (ask.isSuccess)
    return (
      <Frame
        key="sent"
        title={t('forgotSent')}
        lead={
          <>
            <p role="status">{t('forgotSentText', { email: email.trim() })}</p>
            <p>{t('forgotWait')}</p>
          </>
        }
      >
        <Button variant="default" fullWidth onClick={() => ask.reset()}>
          {t('forgotAgain')}
        </Button>
        {back}
      </Frame>
    );
  const missing = /^\S+@\S+$/.test(email.trim()) ? undefined : t('emailMissing');
  const early = hasCode(ask.error, 'too_many_attempts') ? ask.error : undefined;
  return (
    <Frame title={t('forgotTitle')} lead={<p>{t('forgotLead')}</p>}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!missing && !ask.isPending) ask.mutate();
        }}
      >
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={
            early
              ? t('tooMany', { wait: formatDuration((early.retryAfterSeconds ?? 60) * 1000) })
              : checked
                ? missing
                : undefined
          }
          required
          withAsterisk={false}
          data-autofocus
        />
        {ask.error && !early && <ProblemAlert error={ask.error} />}
        <Button type="submit" loading={ask.isPending} fullWidth>
          {t('forgotSend')}
        </Button>
      </form>
      {back}
    </Frame>
  );
}
