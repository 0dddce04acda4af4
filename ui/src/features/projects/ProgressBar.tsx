import css from './projects.module.css';

/** How far, as a bar; the words stand beside it. */
export function ProgressBar({ share, label }: { share: number; label: string }) {
  return (
    <div
      className={css.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
    >
      <div className={css.barDone} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
