import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, type Me, sessionQuery } from '@/shared/api';
import { formatDuration } from '@/shared/i18n';
import { Loading, ProblemAlert, ProblemBox } from '@/shared/ui';
import { afterProvider, type ProviderOutcome, remembered } from './afterProvider';
import { Frame } from './Frame';
import { ProviderButton } from './ProviderButton';
import classes from './session.module.css';
import { signedIn } from './signedIn';

const TOLD = {
  unknown: 'providerUnknown',
  disabled: 'accountDisabled',
  expired: 'providerExpired',
  failed: 'providerFailed',
} as const satisfies Record<Exclude<ProviderOutcome, 'done'>, string>;

export function SignInScreen() {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const router = useRouter();
  const { next, provider: outcome } = useSearch({ from: '/signin' });
  const session = useQuery(sessionQuery).data;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: () => api.post<Me>('/session', { email: email.trim(), password }),
    onSuccess: async () => {
      await signedIn(client);
      router.history.push(next ?? '/');
    },
    onError: () => {
      setPassword('');
      passwordField.current?.focus();
    },
  });
  const onward = outcome && afterProvider(outcome, remembered());
  useEffect(() => {
    if (onward) void signedIn(client).then(() => router.history.replace(onward));
  }, [onward, client, router]);
  if (onward) return <Loading />;
  if (session?.setUpNeeded) return <Navigate to="/setup" />;
  const { error } = signIn;
  return (
    <Frame title={t('signIn')}>
      {outcome && outcome !== 'done' && (
        <div className={classes.told}>
          <ProblemBox>
            <p>{t(TOLD[outcome])}</p>
          </ProblemBox>
        </div>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!signIn.isPending) signIn.mutate();
        }}
      >
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          withAsterisk={false}
          data-autofocus
        />
        <PasswordInput
          ref={passwordField}
          label={t('password')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          error={
            hasCode(error, 'bad_credentials')
              ? t('badCredentials')
              : hasCode(error, 'too_many_attempts')
                ? t('tooMany', { wait: formatDuration((error.retryAfterSeconds ?? 60) * 1000) })
                : hasCode(error, 'account_disabled')
                  ? t('accountDisabled')
                  : undefined
          }
          required
          withAsterisk={false}
        />
        {error && !hasCode(error, 'bad_credentials', 'too_many_attempts', 'account_disabled') && (
          <ProblemAlert error={error} />
        )}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn')}
        </Button>
      </form>
      {session?.provider && (
        <ProviderButton label={t('signInWith', { provider: session.provider })} next={next ?? '/'} />
      )}
      {session?.mail ? (
        <p className={classes.note}>
          <Link to="/forgot" state={{ email: email.trim() }}>
            {t('forgot')}
          </Link>
        </p>
      ) : (
        <details className={classes.note}>
          <summary>{t('forgot')}</summary>
          <p>{t('forgotText')}</p>
        </details>
      )}
      <p className={classes.note}>{t('noAccount')}</p>
    </Frame>
  );
}
