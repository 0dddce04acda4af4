import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/api';
import { Page, useTitle } from '@/shared/ui';
import { MyWork } from './MyWork';
import { PasswordSection } from './PasswordSection';
import { ProfileSection } from './ProfileSection';
import { TokensSection } from './TokensSection';

/** /me: what I did and how well, who I am here, and the keys to my account. */
export function MeScreen() {
  const { t } = useTranslation('me');
  const me = useMe();
  useTitle(t('title'));
  if (!me) return null;
  return (
    <Page title={me.displayName} lead={me.email} width="text">
      <MyWork />
      <ProfileSection me={me} />
      <PasswordSection />
      <TokensSection />
    </Page>
  );
}
