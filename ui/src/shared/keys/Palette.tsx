import { Modal, VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyBadge } from '@/shared/ui/KeyBadge';
import { type Command, useCommandRegistry } from './commands';
import classes from './keys.module.css';
import { rank } from './rank';

/** Ctrl/Cmd-K: go to a project or screen, or do something, by typing a few letters of it. */
export function Palette() {
  const { t } = useTranslation();
  const paletteOpen = useCommandRegistry((registry) => registry.paletteOpen);
  const setPaletteOpen = useCommandRegistry((registry) => registry.setPaletteOpen);
  return (
    <Modal
      opened={paletteOpen}
      onClose={() => setPaletteOpen(false)}
      withCloseButton={false}
      returnFocus={false}
      padding={0}
      size={560}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('palette.title') } }}
    >
      {paletteOpen && <PaletteBody close={() => setPaletteOpen(false)} />}
    </Modal>
  );
}

function PaletteBody({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const groups = useCommandRegistry((registry) => registry.groups);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // At once: the dialog moves the focus only a moment later, and letters typed until then would be lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const commands = useMemo(
    () =>
      [...groups]
        .reverse()
        .flatMap((group) => group.commands)
        .filter((one) => one.palette !== false && !one.hidden),
    [groups],
  );
  const found = useMemo(
    () => rank(query, commands, (one) => `${one.title} ${one.words ?? ''} ${one.section}`),
    [query, commands],
  );

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // After the dialog is gone, so that focus goes where the command wants it.
    setTimeout(command.run, 0);
  };

  return (
    <>
      <input
        ref={field}
        className={classes.search}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[chosen] ? `${listId}-${chosen}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        data-autofocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen((index) => Math.min(index + 1, found.length - 1));
          else if (event.key === 'ArrowUp') setChosen((index) => Math.max(index - 1, 0));
          else if (event.key === 'Enter') run(found[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} ref={list} className={classes.options} role="listbox" aria-label={t('palette.title')}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: focus stays in the field above, which has the keys (ARIA combobox)
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={classes.option}
            onClick={() => run(command)}
            onMouseMove={() => setChosen(index)}
          >
            <span className={classes.optionTitle}>{command.title}</span>
            <span className={classes.optionSection}>{command.section}</span>
            {command.keys?.[0] && <KeyBadge binding={command.keys[0]} />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.none}>{t('palette.none', { query })}</p>}
      <VisuallyHidden role="status">{t('palette.count', { count: found.length })}</VisuallyHidden>
    </>
  );
}
