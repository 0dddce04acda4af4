import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Login, sessionQuery, useMe } from '@/shared/api';
import { Page, useTitle } from '@/shared/ui';
import { EmailSection } from './EmailSection';
import { LoginsSection } from './LoginsSection';
import { MyWork } from './MyWork';
import { PasswordSection } from './PasswordSection';
import { ProfileSection } from './ProfileSection';
import { TokensSection } from './TokensSection';

/** /me: what I did and how well, who I am here, and the keys to my account. */
export function MeScreen() {
  const { t } = useTranslation('me');
  const me = useMe();
  const provider = useQuery(sessionQuery).data?.provider;
  const logins = useQuery({
    queryKey: ['me', 'logins'],
    queryFn: async () => (await api.get<{ logins: Login[] }>('/me/logins')).logins,
  }).data;
  useTitle(t('title'));
  if (!me) return null;
  return (
    <Page title={me.displayName} lead={me.email} width="text">
      <MyWork />
      <ProfileSection me={me} />
      <EmailSection />
      {logins && (provider || logins.length > 1) && <LoginsSection logins={logins} provider={provider} />}
      {(!logins || logins.some((login) => login.provider === 'password')) && <PasswordSection />}
      <TokensSection />
    </Page>
  );
}
