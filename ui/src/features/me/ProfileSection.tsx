import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Me, type SessionInfo, sessionQuery } from '@/shared/api';
import { LANGUAGES } from '@/shared/i18n';
import { ProblemAlert } from '@/shared/ui';
import classes from './me.module.css';
import { Section } from './Section';

/** Name, language and theme. The shell applies language and theme as soon as the account says so. */
export function ProfileSection({ me }: { me: Me }) {
  const { t } = useTranslation('me');
  const client = useQueryClient();
  const [name, setName] = useState(me.displayName);
  const change = useMutation({
    mutationFn: (patch: Partial<Pick<Me, 'displayName' | 'locale' | 'theme'>>) => api.patch<Me>('/me', patch),
    onSuccess: (account) =>
      client.setQueryData<SessionInfo>(sessionQuery.queryKey, (session) =>
        session ? { ...session, account } : session,
      ),
  });
  const themes = [
    { value: 'auto', label: t('account.themeAuto', { ns: 'common' }) },
    { value: 'light', label: t('account.themeLight', { ns: 'common' }) },
    { value: 'dark', label: t('account.themeDark', { ns: 'common' }) },
  ];
  return (
    <Section title={t('profile')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) change.mutate({ displayName: name.trim() });
        }}
      >
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name.trim() ? undefined : t('nameMissing')}
        />
        <div className={classes.row}>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={!name.trim() || name.trim() === me.displayName}
          >
            {t('save', { ns: 'common' })}
          </Button>
          <span role="status" className={classes.done}>
            {change.isSuccess && change.variables.displayName ? t('saved') : ''}
          </span>
        </div>
        <Select
          label={t('account.language', { ns: 'common' })}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={me.locale.split('-')[0] ?? 'en'}
          onChange={(locale) => locale && change.mutate({ locale })}
          allowDeselect={false}
        />
        <Select
          label={t('account.theme', { ns: 'common' })}
          data={themes}
          value={me.theme}
          onChange={(theme) => theme && change.mutate({ theme: theme as Me['theme'] })}
          allowDeselect={false}
        />
        {change.error && <ProblemAlert error={change.error} />}
      </form>
    </Section>
  );
}
