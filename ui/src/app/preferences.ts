import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, type Me, type SessionInfo, sessionQuery } from '@/shared/api';
import { changeLanguage } from '@/shared/i18n';

/** Changes a preference here at once and on the account when the server can be reached. */
export function usePreferences() {
  const client = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const patch = (change: Partial<Pick<Me, 'theme' | 'locale'>>) => {
    client.setQueryData<SessionInfo>(sessionQuery.queryKey, (session) =>
      session?.account ? { ...session, account: { ...session.account, ...change } } : session,
    );
    void api.patch<Me>('/me', change).catch(() => undefined);
  };
  return {
    setTheme: (theme: Me['theme']) => {
      setColorScheme(theme);
      patch({ theme });
    },
    setLanguage: (locale: string) => {
      void changeLanguage(locale);
      patch({ locale });
    },
  };
}

export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.delete('/session').catch(() => undefined);
    client.clear();
    await client.fetchQuery(sessionQuery).catch(() => undefined);
    await navigate({ to: '/signin' });
  };
}
