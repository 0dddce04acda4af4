import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type NewToken, type TokenInfo, type TokenScope } from '@/shared/api';
import { formatDate, formatRelative } from '@/shared/i18n';
import { Icon, Loading, ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

const SCOPES: readonly TokenScope[] = ['read', 'label', 'manage'];
const LIFETIMES = ['30', '90', '365', 'never'] as const;

/** Personal API tokens: shown once when made, then only by name; revoked with one click. */
export function TokensSection() {
  const { t } = useTranslation('me');
  const client = useQueryClient();
  const tokens = useQuery({
    queryKey: ['me', 'tokens'],
    queryFn: async () => (await api.get<{ tokens: TokenInfo[] }>('/me/tokens')).tokens,
  });
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['read']);
  const [lifetime, setLifetime] = useState<(typeof LIFETIMES)[number]>('90');
  const [copied, setCopied] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['me', 'tokens'] });
  const create = useMutation({
    mutationFn: () =>
      api.post<NewToken>('/me/tokens', {
        name: name.trim(),
        scopes,
        ...(lifetime === 'never' ? {} : { expiresInDays: Number(lifetime) }),
      }),
    onSuccess: () => {
      setName('');
      setCopied(false);
      void refresh();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/me/tokens/${encodeURIComponent(id)}`),
    onSettled: refresh,
  });
  const secret = create.data?.token;

  return (
    <Section title={t('tokens')} lead={t('tokensLead')}>
      {tokens.isPending ? (
        <Loading lines={2} />
      ) : tokens.error ? (
        <ProblemAlert error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : tokens.data.length === 0 ? (
        <p className={classes.quiet}>{t('noTokens')}</p>
      ) : (
        <ul className={classes.list}>
          {tokens.data.map((token) => (
            <li key={token.id} className={classes.tokenRow}>
              <div className={classes.grow}>
                <div className={classes.name}>{token.name}</div>
                <div className={classes.quiet}>
                  {token.scopes.map((scope) => t(`scope.${scope}`)).join(', ')} ·{' '}
                  {t('made', { date: formatDate(token.createdAt) })} ·{' '}
                  {token.lastUsedAt ? t('lastUsed', { when: formatRelative(token.lastUsedAt) }) : t('neverUsed')}
                  {token.expiresAt ? ` · ${t('expires', { date: formatDate(token.expiresAt) })}` : ''}
                </div>
              </div>
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                loading={revoke.isPending && revoke.variables === token.id}
                onClick={() => revoke.mutate(token.id)}
                aria-label={t('revokeNamed', { name: token.name })}
              >
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {revoke.error && <ProblemAlert error={revoke.error} />}
      {secret && (
        <div className={classes.secret} role="status">
          <p>
            <strong>{t('tokenOnce')}</strong> {t('tokenOnceText')}
          </p>
          <code>{secret}</code>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name={copied ? 'check' : 'copy'} />}
            onClick={() =>
              void navigator.clipboard?.writeText(secret).then(
                () => setCopied(true),
                () => undefined,
              )
            }
          >
            {copied ? t('copied', { ns: 'common' }) : t('copy', { ns: 'common' })}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => create.reset()}
            aria-label={t('close', { ns: 'common' })}
          >
            <Icon name="x" />
          </ActionIcon>
        </div>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && scopes.length > 0) create.mutate();
        }}
      >
        <TextInput
          label={t('tokenName')}
          description={t('tokenNameHint')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className={classes.scopes}>
          <legend>{t('scopes')}</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              label={t(`scope.${scope}`)}
              description={t(`scopeHint.${scope}`)}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
          ))}
        </fieldset>
        <Select
          label={t('lifetime')}
          data={LIFETIMES.map((days) => ({
            value: days,
            label: days === 'never' ? t('noExpiry') : t('days', { count: Number(days) }),
          }))}
          value={lifetime}
          onChange={(days) => days && setLifetime(days)}
          allowDeselect={false}
        />
        {create.error && <ProblemAlert error={create.error} />}
        <div>
          <Button
            type="submit"
            variant="default"
            loading={create.isPending}
            disabled={!name.trim() || scopes.length === 0}
          >
            {t('createToken')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
