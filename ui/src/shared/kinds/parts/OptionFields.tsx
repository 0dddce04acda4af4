import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelColor } from '../../theme/labelColors';
import { Icon } from '../../ui/Icon';
import type { Option, SchemaProblem } from '../kind';
import { clean, freeId, listed, moved, slug, withNames } from '../names';
import { optionKeys } from '../options';
import css from './form.module.css';
import { IconAction } from './IconAction';
import { Problems, problemsAt } from './Problems';

/** The options of a question, or the labels of its regions, as a list of fields. */
export function OptionFields({
  title,
  add,
  options,
  where,
  problems,
  onChange,
}: {
  title: string;
  /** The words of the button that adds one. */
  add: string;
  options: readonly Option[];
  where: string;
  problems: readonly SchemaProblem[];
  onChange: (options: Option[]) => void;
}) {
  const { t } = useTranslation('kinds');
  const [details, setDetails] = useState(() => options.some((option) => option.help ?? option.hotkey));
  const setOption = (at: number, option: Option): void => onChange(options.with(at, clean(option)));
  const keys = optionKeys({ options });
  // A new option wants a name: the keyboard goes there, and what it is called for now is replaced by typing.
  const list = useRef<HTMLDivElement>(null);
  const adding = useRef(false);
  const count = options.length;
  useEffect(() => {
    if (!adding.current) return;
    adding.current = false;
    const field = list.current?.querySelector<HTMLInputElement>(`[data-name="${count - 1}"]`);
    field?.focus();
    field?.select();
  }, [count]);
  const addOption = () => {
    adding.current = true;
    onChange(withNewOption(options));
  };
  return (
    <div ref={list}>
      <div className={css.optionsTitle}>{title}</div>
      <Problems problems={problemsAt(problems, `${where}.options`, true)} />
      {options.map((option, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids are being edited; the place is what stays
        <div key={at}>
          <div className={css.optionRow}>
            <span className={css.optionSwatch} style={{ background: labelColor(at, option.color) }} />
            <TextInput
              aria-label={t('options.name', { n: at + 1 })}
              data-name={at}
              value={option.title ?? option.id}
              onChange={(event) => {
                const name = event.currentTarget.value;
                const follows = option.id === slug(option.title ?? option.id, 'option');
                const id = follows ? slug(name, 'option') : option.id;
                setOption(at, { ...option, id, ...(name === id ? { title: '' } : { title: name }) });
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                addOption();
              }}
              onPaste={(event) => {
                const names = listed(event.clipboardData.getData('text'));
                if (names.length < 2) return;
                event.preventDefault();
                const { value, selectionStart, selectionEnd } = event.currentTarget;
                const replaced = selectionStart === 0 && selectionEnd === value.length;
                onChange(withNames(options, at, names, replaced));
              }}
            />
            <TextInput
              aria-label={t('options.id', { n: at + 1 })}
              value={option.id}
              onChange={(event) =>
                setOption(at, { ...option, title: option.title ?? option.id, id: event.currentTarget.value })
              }
              className={css.optionId}
              spellCheck={false}
            />
            <IconAction
              name="chevronDown"
              flip
              label={t('options.moveUp', { name: option.title ?? option.id })}
              disabled={at === 0}
              onClick={() => onChange(moved(options, at, -1))}
            />
            <IconAction
              name="x"
              label={t('options.remove', { name: option.title ?? option.id })}
              onClick={() => onChange(options.filter((_, other) => other !== at))}
            />
          </div>
          {details ? (
            <div className={css.optionDetails}>
              <TextInput
                aria-label={t('options.hotkey', { n: at + 1 })}
                placeholder={keys[at]?.replace(' ', '').toUpperCase() ?? t('options.key')}
                value={option.hotkey ?? ''}
                onChange={(event) => setOption(at, { ...option, hotkey: event.currentTarget.value.trim() })}
                maxLength={1}
                size="xs"
              />
              <TextInput
                aria-label={t('options.help', { n: at + 1 })}
                placeholder={t('options.helpPlaceholder')}
                value={option.help ?? ''}
                onChange={(event) => setOption(at, { ...option, help: event.currentTarget.value })}
                size="xs"
              />
            </div>
          ) : null}
          <Problems problems={problemsAt(problems, `${where}.options[${at}]`)} />
        </div>
      ))}
      <Button size="xs" variant="default" leftSection={<Icon name="plus" />} onClick={addOption}>
        {add}
      </Button>
      <Button size="xs" variant="subtle" aria-pressed={details} onClick={() => setDetails(!details)}>
        {details ? t('options.hideDetails') : t('options.showDetails')}
      </Button>
    </div>
  );
}

const withNewOption = (options: readonly Option[]): Option[] => [
  ...options,
  {
    id: freeId(
      `option_${options.length + 1}`,
      options.map((option) => option.id),
    ),
  },
];
