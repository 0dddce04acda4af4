import { useTranslation } from 'react-i18next';
import { knownFailure, knownWords, taken } from './serverWords';

/** What is wrong with a row, in the person's language where the sentence is known. */
export function SaidWhat({ what }: { what: string }) {
  const { t } = useTranslation('jobs');
  const known = knownWords(what);
  if (!known) return <span lang="en">{what}</span>;
  const { annotator, character, last } = taken(what);
  return (
    <>
      {annotator === undefined ? '' : `${annotator}: `}
      {String(t(`said.${known.key}.what`, known.values as never))}
      {character === undefined ? '' : ` (${t('character', { number: character })})`}
      {last ? `; ${t('restNotRead')}` : ''}
    </>
  );
}

/** How to mend it. */
export function SaidFix({ what, fix }: { what: string; fix: string }) {
  const { t } = useTranslation('jobs');
  const known = knownWords(what);
  return known ? String(t(`said.${known.key}.fix`, known.values as never)) : <span lang="en">{fix}</span>;
}

/** Why a job failed. */
export function SaidFailure({ error }: { error: string }) {
  const { t } = useTranslation('jobs');
  const known = knownFailure(error);
  if (!known) return <span lang="en">{error}</span>;
  if (known.kind === 'cutShort')
    return (
      <>
        {t('failure.cutShort', { line: known.line })} <SaidWhat what={known.what} />;{' '}
        <SaidFix what={known.what} fix={known.fix} />. {t('failure.then')}
      </>
    );
  if (known.kind === 'noneStored') return <>{t('failure.noneStored', { count: known.rows })}</>;
  const { kind, ...values } = known;
  return <>{t(`failure.${kind}`, values)}</>;
}
