import { ActionIcon, Button, Menu, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountInfo, sessionQuery, useMe } from '@/shared/api';
import { formatDate, formatNumber, formatRelative } from '@/shared/i18n';
import { Icon, Loading, ProblemAlert } from '@/shared/ui';
import { NewLink } from '@/shared/ui/NewLink';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import css from './admin.module.css';
import {
  accountsQuery,
  makeReset,
  type Shown,
  setEmail as setEmailOf,
  setEnabled,
  signOutEverywhere,
} from './adminApi';

/** The server notes when somebody is there once an hour. */
const HOUR_MS = 3_600_000;

/** Everybody who can sign in: found by name or address. */
export function AccountsSection() {
  const { t } = useTranslation('admin');
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const [shown, setShown] = useState<Shown>('all');
  const accounts = useInfiniteQuery({ ...accountsQuery(q, shown), placeholderData: keepPreviousData });
  const rows = accounts.data?.pages.flatMap((page) => page.accounts) ?? [];
  const total = accounts.data?.pages[0]?.total ?? 0;
  return (
    <Section title={t('accounts')} sub={t('accountsText')}>
      <div className={css.find}>
        <TextInput
          className={css.search}
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<Icon name="search" />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={254}
        />
        <SegmentedControl
          aria-label={t('shown')}
          value={shown}
          onChange={(value) => setShown(value === 'off' ? 'off' : 'all')}
          data={[
            { value: 'all', label: t('all') },
            { value: 'off', label: t('switchedOff') },
          ]}
        />
        <span className={css.count} role="status">
          {accounts.data ? t('count', { count: total, formatted: formatNumber(total) }) : ''}
        </span>
      </div>
      {accounts.error ? <ProblemAlert error={accounts.error} onRetry={() => void accounts.refetch()} /> : null}
      {accounts.isPending ? <Loading /> : null}
      {accounts.data && rows.length === 0 ? (
        <p className={css.none}>{q === '' ? t('nobodyOff') : t('nobodyFound', { q })}</p>
      ) : null}
      {rows.length > 0 ? (
        <ul className={css.list}>
          {rows.map((account) => (
            <AccountRow key={account.id} account={account} />
          ))}
        </ul>
      ) : null}
      {accounts.hasNextPage ? (
        <Button
          className={css.moreButton ?? ''}
          variant="default"
          loading={accounts.isFetchingNextPage}
          onClick={() => void accounts.fetchNextPage()}
        >
          {t('showMore')}
        </Button>
      ) : null}
    </Section>
  );
}

function AccountRow({ account }: { account: AccountInfo }) {
  const { t } = useTranslation('admin');
  const me = useMe();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts'] });
  const reset = useMutation({ mutationFn: () => makeReset(account.id) });
  const enable = useMutation({ mutationFn: () => setEnabled(account.id, true), onSettled: refresh });
  const disable = useMutation({
    mutationFn: () => setEnabled(account.id, false),
    onSuccess: () => {
      reset.reset();
      void undoNotice(t('wasDisabled', { name: account.displayName }), t('undo'), () => enable.mutate());
    },
    onSettled: refresh,
  });
  const signOut = useMutation({
    mutationFn: (keepTokens: boolean) => signOutEverywhere(account.id, keepTokens),
    onSettled: refresh,
  });
  const [changing, setChanging] = useState(false);
  const mine = account.id === me?.id;
  const problem = reset.error ?? enable.error ?? disable.error ?? signOut.error;
  return (
    <li className={css.row} data-off={account.disabledAt ? true : undefined}>
      <div className={css.who}>
        <div className={css.name}>
          {account.displayName}
          {mine ? <span className={css.dim}> {t('you')}</span> : null}
        </div>
        <div className={css.meta}>
          {account.disabledAt ? (
            <span className={css.off}>
              <Icon name="x" size={13} /> {t('offSince', { when: formatRelative(account.disabledAt) })}
            </span>
          ) : null}
          {account.instanceOwner ? <span className={css.owner}>{t('owner')}</span> : null}
          <span>{account.email}</span>
        </div>
        <div className={css.meta}>
          <span>
            {account.seenAt === undefined
              ? t('neverSeen', { when: formatDate(account.createdAt) })
              : Date.now() - Date.parse(account.seenAt) < HOUR_MS
                ? t('seenLately')
                : t('seen', { when: formatRelative(account.seenAt) })}
          </span>
          <span>{t('sessions', { count: account.sessions, formatted: formatNumber(account.sessions) })}</span>
          {account.tokens > 0 ? (
            <span>{t('tokens', { count: account.tokens, formatted: formatNumber(account.tokens) })}</span>
          ) : null}
          {signOut.isSuccess ? (
            <span className={css.done} role="status">
              <Icon name="check" size={13} /> {t('wasSignedOut')}
            </span>
          ) : null}
        </div>
      </div>
      <Menu position="bottom-end" returnFocus={!changing}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('actionsFor', { name: account.displayName })}
            loading={reset.isPending || enable.isPending || disable.isPending || signOut.isPending}
          >
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {account.disabledAt ? (
            <Menu.Item leftSection={<Icon name="check" />} onClick={() => enable.mutate()}>
              {t('enable')}
            </Menu.Item>
          ) : (
            <>
              <Menu.Item leftSection={<Icon name="link" />} onClick={() => reset.mutate()}>
                {t('makeReset')}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="user" />} onClick={() => setChanging(true)}>
                {t('changeEmail')}
              </Menu.Item>
              {mine ? null : (
                <Menu.Item leftSection={<Icon name="arrowRight" />} onClick={() => signOut.mutate(true)}>
                  {t('signOut')}
                </Menu.Item>
              )}
              {!mine && account.tokens > 0 ? (
                <Menu.Item leftSection={<Icon name="arrowRight" />} onClick={() => signOut.mutate(false)}>
                  {t('signOutTokens')}
                </Menu.Item>
              ) : null}
              <Menu.Item leftSection={<Icon name="x" />} onClick={() => disable.mutate()}>
                {t('disable')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {changing ? (
        <div className={css.wide}>
          <ChangeEmail account={account} onDone={() => setChanging(false)} />
        </div>
      ) : null}
      {problem ? (
        <div className={css.wide}>
          <ProblemAlert error={problem} />
        </div>
      ) : null}
      {reset.data ? (
        <div className={css.wide}>
          <NewLink
            url={reset.data.url}
            title={t('resetFor', { name: account.displayName })}
            label={t('makeReset')}
            hint={t('resetOnce')}
          />
        </div>
      ) : null}
    </li>
  );
}

function ChangeEmail({ account, onDone }: { account: AccountInfo; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const mail = useQuery(sessionQuery).data?.mail ?? false;
  const [email, setEmail] = useState(account.email);
  const wanted = email.trim().toLowerCase();
  const malformed = /^\S+@\S+$/.test(wanted) ? undefined : t('emailMissing');
  const set = useMutation({
    mutationFn: () => setEmailOf(account.id, email.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['accounts'] });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className={css.change}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!malformed && wanted !== account.email && !set.isPending) set.mutate();
      }}
    >
      <TextInput
        label={t('newEmail', { name: account.displayName })}
        description={t(mail ? 'emailTold' : 'emailNotTold')}
        type="email"
        value={email}
        maxLength={254}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={email.trim() === '' ? undefined : malformed}
        autoFocus
      />
      {set.error ? <ProblemAlert error={set.error} /> : null}
      <div className={css.changeRow}>
        <Button type="submit" loading={set.isPending} disabled={malformed !== undefined || wanted === account.email}>
          {t('emailSet')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
