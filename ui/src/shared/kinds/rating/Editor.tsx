import type { EditorProps, QuestionOf } from '../kind';
import { questionTitle } from '../kind';
import classes from '../parts/parts.module.css';
import { MOST_BUTTONS, ratingPoints } from './scale';

export function RatingEditor(props: EditorProps<'rating'>) {
  const { seat, presses, id, showKeys } = props;
  const { question, answer } = seat;
  const points = ratingPoints(question);
  if (points.length > MOST_BUTTONS) return <Slider {...props} />;
  return (
    <div className={classes.rating}>
      <div className={classes.points}>
        {points.map((point, index) => {
          const press = presses[index];
          return (
            <label key={point} className={classes.point} data-checked={answer === point || undefined}>
              <input
                type="radio"
                name={id}
                className={classes.native}
                checked={answer === point}
                onChange={() => press?.run()}
                aria-keyshortcuts={press?.key}
                aria-label={endLabel(question, point)}
              />
              <span>{point}</span>
              {showKeys && press?.key && press.key !== String(point) && (
                <span className={classes.pointKey} aria-hidden="true">
                  {press.key}
                </span>
              )}
            </label>
          );
        })}
      </div>
      {(question.minLabel || question.maxLabel) && (
        <div className={classes.ends} aria-hidden="true">
          <span>{question.minLabel}</span>
          <span>{question.maxLabel}</span>
        </div>
      )}
    </div>
  );
}

/** "1, guessing" for the first point of a labelled scale. */
function endLabel(question: QuestionOf<'rating'>, value: number): string {
  const end =
    value === (question.min ?? 1) ? question.minLabel : value === (question.max ?? 5) ? question.maxLabel : undefined;
  return end ? `${value}, ${end}` : String(value);
}

function Slider({ seat }: EditorProps<'rating'>) {
  const { question, answer } = seat;
  const { min = 1, max = 5, step = 1 } = question;
  const set = (value: number) => seat.edit({ kind: 'set', value, typing: true });
  return (
    <div className={classes.slider} data-unset={answer === undefined || undefined}>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={answer ?? (min + max) / 2}
        aria-label={questionTitle(question)}
        onChange={(event) => set(Number(event.currentTarget.value))}
        onPointerUp={(event) => set(Number(event.currentTarget.value))}
      />
      <output className={classes.sliderValue}>{answer ?? '–'}</output>
      <div className={classes.ends} aria-hidden="true">
        <span>{question.minLabel || min}</span>
        <span>{question.maxLabel || max}</span>
      </div>
    </div>
  );
}
