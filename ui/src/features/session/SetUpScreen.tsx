import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, hasCode, type Me, sessionQuery } from '@/shared/api';
import { Frame } from './Frame';
import { type NewAccount, NewAccountForm } from './NewAccountForm';
import { keepLanguage, signedIn } from './signedIn';
import { useLinkToken } from './useLinkToken';

/** The one-time link printed at the first start: whoever holds it becomes the owner of this installation. */
export function SetUpScreen() {
  const token = useLinkToken();
  return <SetUp key={token} token={token} />;
}

function SetUp({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery).data;
  const setUp = useMutation({
    mutationFn: (account: NewAccount) => api.post<Me>('/setup', { token, ...account }),
    onSuccess: async () => {
      await keepLanguage();
      await signedIn(client);
      // The token is used up: it should not stay in the history.
      await navigate({ to: '/', replace: true });
    },
  });
  if ((session && !session.setUpNeeded && !setUp.isSuccess) || hasCode(setUp.error, 'already_set_up'))
    return (
      <Frame title={t('alreadySetUp')} lead={t('alreadySetUpText')}>
        <Button component={Link} to="/signin" fullWidth>
          {t('signIn')}
        </Button>
      </Frame>
    );
  if (token === '')
    return (
      <Frame title={t('setUp')} lead={<p>{t('setUpNoToken')}</p>}>
        {null}
      </Frame>
    );
  return (
    <Frame title={t('setUp')} lead={t('setUpText')}>
      <NewAccountForm
        submitLabel={t('setUpSubmit')}
        busy={setUp.isPending}
        error={setUp.error}
        onSubmit={(account) => setUp.mutate(account)}
      />
    </Frame>
  );
}
