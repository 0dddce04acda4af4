import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, hasCode, homeOf, type InvitationInfo, sessionQuery } from '@/shared/api';
import { formatDate } from '@/shared/i18n';
import { Loading, ProblemAlert } from '@/shared/ui';
import { Frame } from './Frame';
import { type NewAccount, NewAccountForm } from './NewAccountForm';
import { ProviderButton } from './ProviderButton';
import classes from './session.module.css';
import { keepLanguage, signedIn } from './signedIn';
import { useLinkToken } from './useLinkToken';

/** {base}/invite#TOKEN: joins a project with the account one has, or a new one. */
export function InviteScreen() {
  const token = useLinkToken();
  return <Invitation key={token} token={token} />;
}

function Invitation({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery).data;
  const path = `/invitations/${encodeURIComponent(token)}`;
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.get<InvitationInfo>(path),
    enabled: token !== '',
    retry: false,
  });
  const accept = useMutation({
    mutationFn: (account: NewAccount | Record<string, never>) =>
      api.post<{ projectKey: string }>(`${path}/accept`, account),
    onSuccess: async ({ projectKey }) => {
      if (!session?.account) await keepLanguage();
      await signedIn(client);
      // People land where their role works.
      const role = invitation.data?.role ?? 'labeler';
      await navigate({ to: homeOf(role), params: { key: projectKey }, replace: true });
    },
  });
  if (token === '' || invitation.error) {
    const expired = hasCode(invitation.error, 'invitation_expired');
    const unknown = token === '' || hasCode(invitation.error, 'invitation_unknown');
    return (
      <Frame
        title={expired ? t('inviteExpired') : t('inviteUnknown')}
        lead={expired || unknown ? t('inviteAskAgain') : undefined}
      >
        {expired || unknown ? (
          <Button component={Link} to="/" variant="default" fullWidth>
            {t('toStart')}
          </Button>
        ) : (
          <ProblemAlert error={invitation.error} onRetry={() => void invitation.refetch()} />
        )}
      </Frame>
    );
  }
  if (!invitation.data || !session) return <Loading />;
  const { projectName, role, invitedBy, expiresAt } = invitation.data;
  const lead = (
    <p>{t('inviteText', { by: invitedBy, role: t(`role.${role}`, { ns: 'common' }), until: formatDate(expiresAt) })}</p>
  );
  if (session.account)
    return (
      <Frame title={t('inviteTitle', { project: projectName })} lead={lead}>
        <div className={classes.form}>
          {accept.error && <ProblemAlert error={accept.error} />}
          <Button onClick={() => accept.mutate({})} loading={accept.isPending} fullWidth>
            {t('joinAs', { name: session.account.displayName })}
          </Button>
        </div>
      </Frame>
    );
  const { newcomer, provider } = session;
  if (newcomer)
    return (
      <Frame title={t('inviteTitle', { project: projectName })} lead={lead}>
        <div className={classes.form}>
          <p>{t('comesFrom', { provider, email: newcomer.email })}</p>
          {accept.error && <ProblemAlert error={accept.error} />}
          <Button onClick={() => accept.mutate({})} loading={accept.isPending} fullWidth>
            {t('joinAs', { name: newcomer.displayName })}
          </Button>
        </div>
      </Frame>
    );
  return (
    <Frame title={t('inviteTitle', { project: projectName })} lead={lead}>
      <NewAccountForm
        submitLabel={t('join')}
        busy={accept.isPending}
        error={accept.error}
        onSubmit={(account) => accept.mutate(account)}
      />
      {provider && <ProviderButton label={t('joinWith', { provider })} next={`/invite#${token}`} />}
      <p className={classes.note}>
        {t('haveAccount')}{' '}
        <Link to="/signin" search={{ next: `/invite#${token}` }}>
          {t('signIn')}
        </Link>
      </p>
    </Frame>
  );
}
