import { useTranslation } from 'react-i18next';
import type { ViewProps } from '../input';
import { Plain } from '../Plain';
import css from './chat.module.css';
import { speakersOf, turnsOf } from './turns';

/** A conversation: one turn below the other, with who speaks above it. Who spoke first stands on plain ground. */
export function ChatView({ content }: ViewProps) {
  const { t } = useTranslation('inputs');
  const turns = turnsOf(content);
  if (!turns) return <Plain content={content} />;
  const speakers = speakersOf(turns);
  return (
    <ol className={css.chat} aria-label={t('conversation', { count: turns.length })}>
      {turns.map(({ role, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns have no names, and their order never changes
        <li key={index} className={css.turn} data-speaker={Math.min(speakers.get(role) ?? 0, 2)}>
          <p className={css.speaker}>
            <bdi>{role}</bdi>
            {turns.length > 2 && (
              <span className={css.number} aria-hidden="true">
                {index + 1}
              </span>
            )}
          </p>
          <p className={css.said} dir="auto">
            {text}
          </p>
        </li>
      ))}
    </ol>
  );
}
