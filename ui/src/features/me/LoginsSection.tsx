import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type Departure, type Login } from '@/shared/api';
import { formatDate } from '@/shared/i18n';
import { ProblemAlert, ProblemBox } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

/** Password and provider; connecting leads to the provider and back here. */
export function LoginsSection({ logins, provider }: { logins: readonly Login[]; provider: string | undefined }) {
  const { t } = useTranslation('me');
  const client = useQueryClient();
  const { provider: outcome } = useSearch({ from: '/app/me' });
  const connect = useMutation({
    mutationFn: () => api.post<Departure>('/me/logins'),
    onSuccess: ({ url }) => location.assign(url),
  });
  const disconnect = useMutation({
    mutationFn: (which: string) => api.delete(`/me/logins?provider=${encodeURIComponent(which)}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['me', 'logins'] }),
  });
  const connected = logins.some((login) => login.name !== undefined);
  const error = connect.error ?? disconnect.error;
  return (
    <Section title={t('logins')} lead={t('loginsLead')}>
      {outcome === 'connected' && connected && <p role="status">{t('provider.connected')}</p>}
      {outcome && outcome !== 'connected' && (
        <ProblemBox>
          <p>{t(`provider.${outcome}`)}</p>
        </ProblemBox>
      )}
      <ul className={classes.list}>
        {logins.map((login) => {
          const name = login.provider === 'password' ? t('loginPassword') : (login.name ?? login.provider);
          return (
            <li key={login.provider} className={classes.tokenRow}>
              <div className={classes.grow}>
                <div className={classes.name}>{name}</div>
                <div className={classes.quiet}>{t('since', { date: formatDate(login.createdAt) })}</div>
              </div>
              {login.provider !== 'password' && (
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  loading={disconnect.isPending}
                  onClick={() => disconnect.mutate(login.provider)}
                  aria-label={t('disconnectNamed', { name })}
                >
                  {t('disconnect')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {error && <ProblemAlert error={error} />}
      {provider && !connected && (
        <Button
          variant="default"
          loading={connect.isPending || connect.isSuccess}
          onClick={() => connect.mutate()}
          style={{ justifySelf: 'start' }}
        >
          {t('connect', { provider })}
        </Button>
      )}
    </Section>
  );
}
