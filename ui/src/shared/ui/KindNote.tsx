import { useTranslation } from 'react-i18next';
import type { AnnotatorKind } from '../api/contract';

/** The word that says an annotator is not a person; undefined for people, and where the name says so already. */
export function useKindWord(): (annotator: { name: string; kind: AnnotatorKind }) => string | undefined {
  const { t } = useTranslation();
  return ({ name, kind }) => {
    if (kind === 'person') return undefined;
    const word = t(`annotatorKind.${kind}`);
    const said = name.toLowerCase();
    return said.includes(word.toLowerCase()) || said.includes(kind) ? undefined : word;
  };
}

/** The same as a line below the name. */
export function KindNote({ name, kind }: { name: string; kind: AnnotatorKind }) {
  const word = useKindWord()({ name, kind });
  return word === undefined ? null : (
    <div style={{ color: 'var(--mantine-color-dimmed)', fontSize: '0.8125rem', fontWeight: 400 }}>{word}</div>
  );
}
