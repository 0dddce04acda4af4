import { labelColor } from '../theme/labelColors';
import classes from './ui.module.css';

/** A label with its colour swatch; the name is always there. */
export function LabelMark({ name, index, color }: { name: string; index: number; color?: string | undefined }) {
  return (
    <span className={classes.label}>
      <span className={classes.swatch} style={{ background: labelColor(index, color) }} aria-hidden="true" />
      <span data-label-name>{name}</span>
    </span>
  );
}
