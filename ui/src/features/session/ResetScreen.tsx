import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, hasCode, type Me, type ResetInfo } from '@/shared/api';
import { usePasswordFault } from '@/shared/password';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Frame } from './Frame';
import classes from './session.module.css';
import { signedIn } from './signedIn';
import { useLinkToken } from './useLinkToken';

/** What a link that sets no password says: why, and what to do. */
const OVER = [
  { code: 'reset_used', title: 'resetUsed', text: 'resetUsedText' },
  { code: 'reset_expired', title: 'resetExpired', text: 'resetExpiredText' },
  { code: 'reset_unknown', title: 'resetUnknown', text: 'resetUnknownText' },
  { code: 'account_disabled', title: 'resetDisabled', text: 'resetDisabledText' },
] as const;

/** {base}/reset#TOKEN: sets a new password once, and signs in with it. */
export function ResetScreen() {
  const token = useLinkToken();
  return <Reset key={token} token={token} />;
}

function Reset({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [keepTokens, setKeepTokens] = useState(false);
  const [checked, setChecked] = useState(false);
  const path = `/password-resets/${encodeURIComponent(token)}`;
  const reset = useQuery({
    queryKey: ['password-reset', token],
    queryFn: () => api.get<ResetInfo>(path),
    enabled: token !== '',
    retry: false,
    refetchOnWindowFocus: false,
  });
  const save = useMutation({
    mutationFn: () => api.post<Me>(path, { password, keepTokens }),
    onSuccess: async () => {
      await signedIn(client);
      // The token is used up: it should not stay in the history.
      await navigate({ to: '/', replace: true });
    },
  });
  const fault = usePasswordFault(password, reset.data ? [reset.data.email, reset.data.displayName] : []);
  const refused = save.error ?? reset.error;
  const over = OVER.find(({ code }) => (token === '' ? code === 'reset_unknown' : hasCode(refused, code)));
  if (over)
    return (
      <Frame title={t(over.title)} lead={<p>{t(over.text)}</p>}>
        <Button component={Link} to="/signin" variant="default" fullWidth>
          {t('signIn')}
        </Button>
      </Frame>
    );
  if (reset.error)
    return (
      <Frame title={t('resetTitle')}>
        <ProblemAlert error={reset.error} onRetry={() => void reset.refetch()} />
      </Frame>
    );
  if (!reset.data) return <Loading />;
  const { displayName, email } = reset.data;
  return (
    <Frame title={t('resetTitle')} lead={<p>{t('resetText', { name: displayName, email })}</p>}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!fault && !save.isPending) save.mutate();
        }}
      >
        {/* For password managers: whose password this is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t('password')}
          description={t('passwordHint')}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fault && (checked || fault === 'tooWeak') ? t(fault) : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Checkbox
          label={t('keepTokens')}
          description={t('keepTokensHint')}
          checked={keepTokens}
          onChange={(event) => setKeepTokens(event.currentTarget.checked)}
        />
        {save.error ? <ProblemAlert error={save.error} /> : null}
        <Button type="submit" loading={save.isPending} fullWidth>
          {t('resetSubmit')}
        </Button>
      </form>
    </Frame>
  );
}
