import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type PasswordVerdict } from '@/shared/api';

/** Passwords are 10 to 72 bytes of UTF-8 (what the hash reads), and not easily guessed. */
export const SHORTEST_BYTES = 10;
export const LONGEST_BYTES = 72;

export type PasswordFault = 'tooShort' | 'tooLong' | 'tooWeak' | null;

/** What can be said without asking the server. */
export function lengthFault(password: string): PasswordFault {
  const bytes = new TextEncoder().encode(password).length;
  return bytes < SHORTEST_BYTES ? 'tooShort' : bytes > LONGEST_BYTES ? 'tooLong' : null;
}

const FAULTS: Record<string, PasswordFault> = { too_short: 'tooShort', too_long: 'tooLong', too_weak: 'tooWeak' };

export const checkPassword = async (password: string, about: readonly string[]): Promise<PasswordFault> => {
  const { fault } = await api.post<PasswordVerdict>('/password-check', { password, about });
  return fault === undefined ? null : (FAULTS[fault] ?? 'tooWeak');
};

/**
 * What the server will say to a password, asked for while somebody types. While its word is not in, or cannot be had, only
 * the length is judged: the server judges again when the form is sent.
 *
 * @param about what others know of the person, such as name and address
 */
export function usePasswordFault(password: string, about: readonly string[] = []): PasswordFault {
  const fault = lengthFault(password);
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(password), 300);
    return () => clearTimeout(timer);
  }, [password]);
  const verdict = useQuery({
    // The password itself must not stay behind as a key.
    queryKey: ['password-check'],
    queryFn: () => checkPassword(settled, about),
    enabled: false,
    retry: false,
    gcTime: 0,
  });
  const { refetch } = verdict;
  const known = about.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known of the person changes the verdict
  useEffect(() => {
    if (lengthFault(settled) === null) void refetch();
  }, [settled, known, refetch]);
  const judged = settled === password && !verdict.isFetching && !verdict.isError;
  return fault ?? (judged ? (verdict.data ?? null) : null);
}
