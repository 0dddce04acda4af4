import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut, isTransient, type SessionInfo, sessionQuery } from '@/shared/api';

/** Called when any request is answered "sign in first"; the router decides what the person sees. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

const noticeSignOut = (error: unknown) => {
  if (!isSignedOut(error)) return;
  const session = queryClient.getQueryData<SessionInfo>(sessionQuery.queryKey);
  if (!session?.account) return; // a wrong password at sign-in, not an ended session
  const { account: _, ...rest } = session;
  queryClient.setQueryData<SessionInfo>(sessionQuery.queryKey, rest);
  onSignedOut();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => isTransient(error) && failures < 2,
      staleTime: 5_000,
    },
    mutations: { retry: false },
  },
});
