import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../kind';
import { PressButton } from '../parts/PressButton';
import classes from '../parts/parts.module.css';
import { sideAt } from './sides';

/** The verdicts in the order of the screen, then how much better. */
export function PreferenceEditor({ seat, presses, showKeys }: EditorProps<'preference'>) {
  const { t } = useTranslation('kinds');
  const { answer, question, arrangement } = seat;
  const chosen = (id: string): boolean => {
    if (answer === undefined) return false;
    if (id === 'left' || id === 'right')
      return answer.choice === sideAt(id === 'left' ? 'first' : 'second', arrangement);
    return answer.choice === id;
  };
  const degrees = presses.filter((press) => press.id.startsWith('degree'));
  const strengths = question.strengths ?? 0;
  return (
    <div className={classes.entry}>
      <div className={classes.verdicts}>
        {presses
          .filter((press) => !press.id.startsWith('degree'))
          .map((press) => (
            <PressButton
              key={press.id}
              press={press}
              on={chosen(press.id)}
              showKeys={showKeys}
              onClick={() => {
                // A second press takes an answer back where none is needed.
                if (chosen(press.id) && question.required === false) seat.edit({ kind: 'clear' });
                else press.run();
              }}
            >
              {press.title}
            </PressButton>
          ))}
      </div>
      {strengths > 0 && (
        <div className={classes.degrees} data-open={degrees.length > 0 || undefined}>
          <div className={classes.degreesTitle}>{t('preference.howMuch')}</div>
          <div className={classes.points}>
            {Array.from({ length: strengths }, (_, index) => {
              const press = degrees[index];
              return (
                <PressButton
                  // biome-ignore lint/suspicious/noArrayIndexKey: a degree is its number
                  key={index}
                  press={press}
                  on={answer?.strength === index + 1}
                  showKeys={false}
                  label={t('preference.degree', { n: index + 1, of: strengths })}
                  onClick={() => press?.run()}
                >
                  {index + 1}
                </PressButton>
              );
            })}
          </div>
          <div className={classes.ends} aria-hidden="true">
            <span>{t('preference.slightly')}</span>
            <span>{t('preference.much')}</span>
          </div>
        </div>
      )}
    </div>
  );
}
