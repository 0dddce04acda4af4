import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { api, type Me, sessionQuery } from '@/shared/api';

/** After signing in: forget what the previous session saw, and learn who is here. */
export async function signedIn(client: QueryClient): Promise<void> {
  client.clear();
  await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** A new account starts with the language its first page was read in. */
export async function keepLanguage(): Promise<void> {
  if (i18next.language !== 'en') await api.patch<Me>('/me', { locale: i18next.language }).catch(() => undefined);
}
