import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type EmailConfirmation, hasCode, sessionQuery } from '@/shared/api';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Frame } from './Frame';
import classes from './session.module.css';
import { useLinkToken } from './useLinkToken';

/** What a link that confirms nothing says: why, and what to do. */
const OVER = [
  { code: 'email_change_used', title: 'confirmUsed', text: 'confirmUsedText' },
  { code: 'email_change_expired', title: 'confirmExpired', text: 'confirmExpiredText' },
  { code: 'email_change_unknown', title: 'confirmUnknown', text: 'resetUnknownText' },
] as const;

/** {base}/confirm-email#TOKEN: makes an address that of an account, once; signed in or not. */
export function ConfirmEmailScreen() {
  const token = useLinkToken();
  return <Confirm key={token} token={token} />;
}

function Confirm({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const session = useQuery(sessionQuery).data;
  const path = `/email-changes/${encodeURIComponent(token)}`;
  const change = useQuery({
    queryKey: ['email-change', token],
    queryFn: () => api.get<EmailConfirmation>(path),
    enabled: token !== '',
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({
    mutationFn: () => api.post<void>(path),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  const onward = (
    <Button component={Link} to={session?.account ? '/me' : '/signin'} variant="default" fullWidth>
      {session?.account ? t('toMyAccount') : t('signIn')}
    </Button>
  );
  if (confirm.isSuccess && change.data)
    return (
      <Frame
        key="done"
        title={t('confirmed')}
        lead={<p role="status">{t('confirmedText', { email: change.data.email })}</p>}
      >
        {onward}
      </Frame>
    );
  const refused = confirm.error ?? change.error;
  const over = OVER.find(({ code }) => (token === '' ? code === 'email_change_unknown' : hasCode(refused, code)));
  if (over)
    return (
      <Frame title={t(over.title)} lead={<p>{t(over.text)}</p>}>
        {onward}
      </Frame>
    );
  if (change.error)
    return (
      <Frame title={t('confirmTitle')}>
        <ProblemAlert error={change.error} onRetry={() => void change.refetch()} />
      </Frame>
    );
  if (!change.data) return <Loading />;
  const { displayName, email } = change.data;
  return (
    <Frame title={t('confirmTitle')} lead={<p>{t('confirmText', { name: displayName, email })}</p>}>
      <div className={classes.form}>
        {confirm.error ? <ProblemAlert error={confirm.error} /> : null}
        <Button onClick={() => confirm.mutate()} loading={confirm.isPending} fullWidth data-autofocus>
          {t('confirmSubmit')}
        </Button>
      </div>
    </Frame>
  );
}
