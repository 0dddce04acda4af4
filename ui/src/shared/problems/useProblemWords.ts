import { useTranslation } from 'react-i18next';
import { type Entry, type ProblemWords, problemWords, type Said } from './problemWords';

/** Says problems in the person's language. The catalogue comes with the first problem; until then the server's words do. */
export function useProblemWords(): (said: Said) => ProblemWords {
  const { i18n } = useTranslation('problems', { useSuspense: false });
  return (said) => problemWords(said, i18n.getResource(i18n.language, 'problems', said.code) as Entry | undefined);
}
