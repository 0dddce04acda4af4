/** Where to go after signing in elsewhere: the way leads over another site, so this tab remembers it. */
const KEY = 'cupel.afterProvider';

export function remember(next: string): void {
  try {
    sessionStorage.setItem(KEY, next);
  } catch {
    // Without storage the way ends at the start page.
  }
}

/** Only paths of this site. */
export function remembered(): string {
  try {
    const next = sessionStorage.getItem(KEY) ?? '/';
    return /^\/(?![/\\])/.test(next) ? next : '/';
  } catch {
    return '/';
  }
}

/** What the server says came of it, as the address of the page has it. */
export type ProviderOutcome = 'done' | 'unknown' | 'disabled' | 'expired' | 'failed';

/** Who was invited and is not known yet goes on with the invitation; everybody who is signed in to where they wanted. */
export function afterProvider(outcome: ProviderOutcome, next: string): string | undefined {
  switch (outcome) {
    case 'done':
      return next;
    case 'unknown':
      return next.startsWith('/invite#') ? next : undefined;
    case 'disabled':
    case 'expired':
    case 'failed':
      return undefined;
  }
}
