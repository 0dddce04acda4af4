import { useTranslation } from 'react-i18next';
import type { AnnotatorKind } from '../api/contract';

/** Says that an annotator is not a person, unless the name beside it says so already. */
export function KindNote({ name, kind }: { name: string; kind: AnnotatorKind }) {
  const { t } = useTranslation();
  if (kind === 'person') return null;
  const word = t(`annotatorKind.${kind}`);
  if (name.toLowerCase().includes(word.toLowerCase()) || name.toLowerCase().includes(kind)) return null;
  return <div style={{ color: 'var(--mantine-color-dimmed)', fontSize: '0.8125rem', fontWeight: 400 }}>{word}</div>;
}
