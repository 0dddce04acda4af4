import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { type KeyPress, matches, strokesOf } from './keymap';

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
  /** What has been pressed of a command that takes several keys; `dead` if the last of them leads nowhere. */
  strokes: Strokes | null;
  setStrokes(strokes: Strokes | null): void;
}

export interface Strokes {
  readonly keys: readonly string[];
  readonly dead: boolean;
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
      groups.sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
      return { groups, strokes: stillMeant(groups, state.strokes) };
    }),
  drop: (owner) =>
    set((state) => {
      const groups = state.groups.filter((group) => group.owner !== owner);
      return { groups, strokes: stillMeant(groups, state.strokes) };
    }),
  strokes: null,
  setStrokes: (strokes) => set({ strokes }),
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

const begins = (binding: string, keys: readonly string[]): boolean => {
  const strokes = strokesOf(binding);
  return strokes.length > keys.length && keys.every((key, at) => strokes[at] === key);
};

/** A first stroke is forgotten with the commands it could have become: it must not end in another question. */
const stillMeant = (groups: readonly Group[], strokes: Strokes | null): Strokes | null =>
  strokes !== null &&
  groups.some(({ commands }) => commands.some(({ keys }) => keys?.some((one) => begins(one, strokes.keys))))
    ? strokes
    : null;

/** What a key means after the strokes that are already there. */
export type Heard =
  | { kind: 'command'; command: Command }
  | { kind: 'begun'; keys: readonly string[] }
  /** Nothing goes on like that. */
  | { kind: 'dead'; keys: readonly string[] }
  | { kind: 'nothing' };

export function heard(
  groups: readonly Pick<Group, 'commands'>[],
  begun: readonly string[],
  press: KeyPress,
  allowed: (command: Command, binding: string) => boolean = () => true,
): Heard {
  const place = begun.length;
  for (const { commands } of [...groups].reverse()) {
    for (const command of commands) {
      for (const binding of command.keys ?? []) {
        const stroke = strokesOf(binding)[place];
        if (stroke === undefined || !matches(stroke, press)) continue;
        if (!begins(binding, begun) || !allowed(command, binding)) continue;
        const keys = [...begun, stroke];
        return begins(binding, keys) ? { kind: 'begun', keys } : { kind: 'command', command };
      }
    }
  }
  return place > 0 ? { kind: 'dead', keys: [...begun, press.key === ' ' ? 'Space' : press.key] } : { kind: 'nothing' };
}

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

const inDialog = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;

/**
 * Buttons and links answer Enter and Space themselves, unless they stand in `data-keys-through`; arrows belong to groups
 * that say so with `data-arrows`; a dialog or menu keeps all its keys.
 */
const ownsKey = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (inDialog(target)) return true;
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

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);
/** Keys that answer or write. After a first stroke they are its second or a slip; all others mean what they always mean. */
const isStroke = (event: KeyboardEvent): boolean =>
  !event.ctrlKey && !event.metaKey && (event.key.length === 1 || event.key === 'Enter');

/** Listens on the window for the keys of every offered command. Mounted once, by the app. */
export function useKeyboard(): void {
  useEffect(() => {
    const forget = () => {
      const { strokes, setStrokes } = useCommandRegistry.getState();
      if (strokes) setStrokes(null);
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || MODIFIERS.has(event.key)) return;
      const { groups, strokes, setStrokes } = useCommandRegistry.getState();
      const withMod = event.ctrlKey || event.metaKey;
      const typing = inTextField(event.target);
      const begun = strokes && !strokes.dead ? strokes.keys : [];
      forget();
      if (begun.length > 0 && !typing && !inDialog(event.target)) {
        if (event.key === 'Escape' || event.key === 'Backspace') return event.preventDefault();
        if (isStroke(event)) {
          event.preventDefault();
          const meant = heard(groups, begun, event);
          if (meant.kind === 'command') meant.command.run();
          else if (meant.kind !== 'nothing') setStrokes({ keys: meant.keys, dead: meant.kind === 'dead' });
          return;
        }
      }
      if (ownsKey(event.target, event.key) && !withMod) return;
      const meant = heard(
        groups,
        [],
        event,
        (command, binding) => !typing || ((withMod || command.inTextFields === true) && !EDITING.test(binding)),
      );
      if (meant.kind === 'nothing') return;
      event.preventDefault();
      if (meant.kind === 'command') meant.command.run();
      else setStrokes({ keys: meant.keys, dead: false });
    };
    window.addEventListener('keydown', listen);
    window.addEventListener('pointerdown', forget, { capture: true });
    window.addEventListener('blur', forget);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('pointerdown', forget, { capture: true });
      window.removeEventListener('blur', forget);
    };
  }, []);
}
