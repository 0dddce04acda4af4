import { projectQuery, sessionQuery } from '@/shared/api';
import { loadMessages } from '@/shared/i18n';
import { queryClient } from './queryClient';

/**
 * Asks for what the first screen will need before the router gets to it, all at once instead of one after the other.
 * Failures are not handled here: the screen asks again and says what is wrong.
 */
export function ahead(path: string): void {
  void queryClient.prefetchQuery(sessionQuery);
  const project = /^\/p\/([^/]+)(\/label\/?$)?/.exec(path);
  if (project?.[1]) void queryClient.prefetchQuery(projectQuery(decodeURIComponent(project[1])));
  if (project?.[2]) {
    void import('@/features/labeling').catch(() => undefined);
    queueMicrotask(() => void loadMessages('labeling', 'kinds', 'inputs').catch(() => undefined));
  }
}
