import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { matches } from './keymap';

/** Something a person can do here. The help sheet and the palette are made from these, so neither can go stale. */
export interface Command {
  /** Unique while it is offered, for instance "labeling.submit". */
  id: string;
  /** Translated, as a short imperative: "Submit the answers". */
  title: string;
  /** Translated heading it is listed under. */
  section: string;
  /** Bindings as in keymap.ts; the first is the one shown. */
  keys?: readonly string[];
  run: () => void;
  /** Its keys also work while the caret is in a text field. Bindings with Mod always do, but for those of editing. */
  inTextFields?: boolean;
  /** False leaves it out of the palette, for instance "next option". */
  palette?: boolean;
  /** More words the palette finds it by. */
  words?: string;
  /** Keys work but the help sheet says nothing (an alias listed under another command). */
  hidden?: boolean;
}

/**
 * Where commands belong, the widest first. Where keys collide the narrower place wins: an answer's keys before those of its
 * screen, those of a region in hand before all others. Within one place the group offered last wins.
 */
export const SCOPES = ['app', 'screen', 'answer', 'region'] as const;
export type Scope = (typeof SCOPES)[number];

interface Group {
  owner: symbol;
  scope: Scope;
  commands: readonly Command[];
}

interface Registry {
  /** Offered groups, those that win last. */
  groups: readonly Group[];
  put(owner: symbol, commands: readonly Command[], scope?: Scope): void;
  drop(owner: symbol): void;
  helpOpen: boolean;
  paletteOpen: boolean;
  setHelpOpen(open: boolean): void;
  setPaletteOpen(open: boolean): void;
}

export const useCommandRegistry = create<Registry>((set) => ({
  groups: [],
  put: (owner, commands, scope = 'screen') =>
    set((state) => {
      const group = { owner, scope, commands };
      const known = state.groups.some((one) => one.owner === owner && one.scope === scope);
      const groups = known
        ? state.groups.map((one) => (one.owner === owner ? group : one))
        : [...state.groups.filter((one) => one.owner !== owner), group];
      return { groups: groups.sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope)) };
    }),
  drop: (owner) => set((state) => ({ groups: state.groups.filter((group) => group.owner !== owner) })),
  helpOpen: false,
  paletteOpen: false,
  setHelpOpen: (helpOpen) => {
    keepPlace(helpOpen);
    set(helpOpen ? { helpOpen, paletteOpen: false } : { helpOpen });
  },
  setPaletteOpen: (paletteOpen) => {
    keepPlace(paletteOpen);
    set(paletteOpen ? { paletteOpen, helpOpen: false } : { paletteOpen });
  },
}));

/**
 * Where the keyboard was when a dialog opened. Noted before the dialog exists and given back before the command it was
 * opened for runs: the dialogs are loaded late and move the focus themselves, so their own memory would be too late.
 */
let place: Element | null = null;
function keepPlace(opening: boolean): void {
  if (opening) {
    // From one dialog to the other the place stays what it was.
    if (!document.activeElement?.closest('[role="dialog"]')) place = document.activeElement;
    return;
  }
  // What was focused may be gone, as an entry of the account menu is by now.
  const target = place?.isConnected && place !== document.body ? place : document.getElementById('content');
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  place = null;
}

/**
 * Offers commands while the calling component is mounted. Pass a memoised list, or one built per render: only
 * changes of ids, titles and keys re-register; `run` is always the latest.
 */
export function useCommands(commands: readonly Command[], scope: Scope = 'screen'): void {
  const owner = useRef(Symbol('commands')).current;
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands
    .map((one) => `${one.id}\t${one.title}\t${one.section}\t${one.keys?.join(' ') ?? ''}`)
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for everything of `commands` that is shown
  useEffect(() => {
    const { put } = useCommandRegistry.getState();
    put(
      owner,
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find((one) => one.id === command.id)?.run(),
      })),
      scope,
    );
  }, [owner, shape, scope]);
  useEffect(() => () => useCommandRegistry.getState().drop(owner), [owner]);
}

const TEXT_INPUTS = new Set([
  'text',
  'search',
  'email',
  'password',
  'url',
  'tel',
  'number',
  'date',
  'datetime-local',
  'time',
]);

const inTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type)));

/**
 * Buttons and links answer Enter and Space themselves, unless they stand in `data-keys-through`; arrows belong to groups
 * that say so with `data-arrows`; a dialog or menu keeps all its keys.
 */
const ownsKey = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"][aria-modal="true"], [role="menu"]')) return true;
  if (key === 'Enter' || key === ' ')
    return target.closest('button, a[href], summary') !== null && target.closest('[data-keys-through]') === null;
  if (!(target instanceof HTMLInputElement)) return false;
  const arrows = target.closest<HTMLElement>('[data-arrows]')?.dataset.arrows;
  if (key === 'ArrowUp' || key === 'ArrowDown') return arrows === 'vertical';
  if (key === 'ArrowLeft' || key === 'ArrowRight') return arrows === 'horizontal';
  return false;
};

/** Typing is taken back by the field it was typed into. */
const EDITING = /^Mod\+(Shift\+)?[zy]$/;

/** Listens on the window for the keys of every offered command. Mounted once, by the app. */
export function useKeyboard(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const withMod = event.ctrlKey || event.metaKey;
      if (ownsKey(event.target, event.key) && !withMod) return;
      const typing = inTextField(event.target);
      const { groups } = useCommandRegistry.getState();
      for (const group of [...groups].reverse()) {
        for (const command of group.commands) {
          const binding = command.keys?.find((one) => matches(one, event));
          if (binding === undefined) continue;
          if (typing && ((!withMod && !command.inTextFields) || EDITING.test(binding))) continue;
          event.preventDefault();
          command.run();
          return;
        }
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
