import { useEffect, useState } from 'react';

function inAddress(): string {
  const written = location.hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written; // cut in the middle of a sign: no link has such a secret
  }
}

/**
 * The secret behind the # of a link. It stays known when the address loses it; another link that is opened in the same tab
 * puts its own in place: screens that work with one are keyed by it.
 */
export function useLinkToken(): string {
  const [token, setToken] = useState(inAddress);
  useEffect(() => {
    const opened = (): void => {
      if (inAddress() !== '') setToken(inAddress());
    };
    window.addEventListener('hashchange', opened);
    return () => window.removeEventListener('hashchange', opened);
  }, []);
  return token;
}
