import { Button, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './settings.module.css';

/** A name and what it means at the left, its control at the right; on a phone one under the other. */
export function Setting({
  label,
  text,
  inner = false,
  htmlFor,
  children,
}: {
  label: string;
  text: ReactNode;
  /** Whether it belongs to the one above. */
  inner?: boolean;
  htmlFor?: string;
  children: (describedBy: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={css.setting} data-inner={inner || undefined}>
      <div className={css.words}>
        {htmlFor ? (
          <label className={css.label} htmlFor={htmlFor}>
            {label}
          </label>
        ) : (
          <div className={css.label}>{label}</div>
        )}
        <p id={id} className={css.text}>
          {text}
        </p>
      </div>
      <div className={css.control}>{children(id)}</div>
    </div>
  );
}

export function SwitchSetting({
  label,
  text,
  inner = false,
  checked,
  disabled = false,
  onSave,
}: {
  label: string;
  text: ReactNode;
  inner?: boolean;
  checked: boolean;
  disabled?: boolean;
  onSave: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <Setting label={label} text={text} inner={inner} htmlFor={id}>
      {(describedBy) => (
        <Switch
          id={id}
          checked={checked}
          disabled={disabled}
          onChange={(event) => onSave(event.currentTarget.checked)}
          aria-describedby={describedBy}
          size="md"
        />
      )}
    </Setting>
  );
}

/** Saved by Enter, or by leaving the field; Escape takes back what was typed. */
export function NumberSetting({
  label,
  text,
  inner = false,
  value,
  min,
  max,
  unit,
  onSave,
}: {
  label: string;
  text: ReactNode;
  inner?: boolean;
  value: number;
  min: number;
  max: number;
  unit?: string;
  onSave: (value: number) => void;
}) {
  const { t } = useTranslation('settings');
  const id = useId();
  const [typed, setTyped] = useState<number | string>();
  const shown = typed ?? value;
  const fits = typeof shown === 'number' && Number.isInteger(shown) && shown >= min && shown <= max;
  const save = (): void => {
    if (typed === undefined || !fits) return;
    setTyped(undefined);
    if (typed !== value) onSave(Number(typed));
  };
  return (
    <Setting label={label} text={text} inner={inner} htmlFor={id}>
      {(describedBy) => (
        <div className={css.number}>
          <NumberInput
            id={id}
            value={shown}
            onChange={setTyped}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save();
              if (event.key === 'Escape') setTyped(undefined);
            }}
            min={min}
            max={max}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            w={96}
            aria-describedby={describedBy}
            error={fits ? undefined : t('range', { min, max })}
          />
          {unit ? <span className={css.unit}>{unit}</span> : null}
        </div>
      )}
    </Setting>
  );
}

export function TextSetting({
  label,
  value,
  text,
  missing,
  long,
  onSave,
}: {
  label: string;
  value: string;
  text?: string;
  /** What is said when nothing stands there; without it that is allowed. */
  missing?: string;
  /** Several lines, of so many characters at most. */
  long?: number;
  onSave: (value: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? value;
  const changed = shown.trim() !== value;
  const wrong = missing !== undefined && !shown.trim() ? missing : undefined;
  const field = {
    label,
    description: text,
    value: shown,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Escape') setTyped(undefined);
    },
    error: wrong,
  };
  return (
    <form
      className={css.textForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (!changed || wrong) return;
        setTyped(undefined);
        onSave(shown.trim());
      }}
    >
      {long === undefined ? (
        <TextInput {...field} maxLength={120} />
      ) : (
        <Textarea {...field} maxLength={long} autosize minRows={2} maxRows={8} />
      )}
      <Button
        type="submit"
        variant="default"
        disabled={!changed || wrong !== undefined}
        aria-label={t('saveWhat', { what: label })}
      >
        {t('save')}
      </Button>
    </form>
  );
}
