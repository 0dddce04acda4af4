import { beforeEach, describe, expect, test } from 'vitest';
import { type Command, heard, type Scope, useCommandRegistry } from './commands';

const command = (id: string): Command => ({ id, title: id, section: '', keys: ['x'], run: () => undefined });
const offer = (id: string, scope?: Scope): symbol => {
  const owner = Symbol(id);
  useCommandRegistry.getState().put(owner, [command(id)], scope);
  return owner;
};
/** Which command a key that all of them have means: the keyboard asks the groups from the last to the first. */
const winner = () => useCommandRegistry.getState().groups.at(-1)?.commands[0]?.id;

beforeEach(() => useCommandRegistry.setState({ groups: [] }));

test('the narrower place wins, in whichever order they are offered', () => {
  offer('region', 'region');
  offer('answer', 'answer');
  offer('app', 'app');
  offer('screen');
  expect(useCommandRegistry.getState().groups.map((group) => group.scope)).toEqual([
    'app',
    'screen',
    'answer',
    'region',
  ]);
  expect(winner()).toBe('region');
});

test('within one place the last offered wins, and offering again keeps the place', () => {
  const first = offer('first');
  offer('second');
  expect(winner()).toBe('second');
  useCommandRegistry.getState().put(first, [command('first again')]);
  expect(winner()).toBe('second');
  useCommandRegistry.getState().put(first, [command('narrower')], 'answer');
  expect(winner()).toBe('narrower');
  useCommandRegistry.getState().drop(first);
  expect(winner()).toBe('second');
});

describe('keys of two strokes', () => {
  const bound = (id: string, ...keys: string[]): Command => ({ ...command(id), keys });
  const press = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false });
  const groups = [
    { commands: [bound('skip', 's'), bound('submit', 'Enter'), bound('wide', 'a')] },
    { commands: [bound('a1', 'a 1'), bound('a2', 'a 2', 'x'), bound('one', '1')] },
  ];
  const idOf = (meant: ReturnType<typeof heard>) => (meant.kind === 'command' ? meant.command.id : meant.kind);
  test('the first waits for the second, which chooses', () => {
    expect(heard(groups, [], press('a'))).toEqual({ kind: 'begun', keys: ['a'] });
    expect(idOf(heard(groups, ['a'], press('2')))).toBe('a2');
    expect(idOf(heard(groups, [], press('1')))).toBe('one');
    expect(idOf(heard(groups, [], press('x')))).toBe('a2');
  });
  test('what cannot go on chooses nothing and is no command either', () => {
    for (const key of ['s', '9', 'Enter', 'x'])
      expect(heard(groups, ['a'], press(key))).toEqual({ kind: 'dead', keys: ['a', key] });
    expect(heard(groups, [], press('q'))).toEqual({ kind: 'nothing' });
  });
  test('a first stroke is forgotten with the last command it could have become', () => {
    const { put, drop, setStrokes } = useCommandRegistry.getState();
    const [owner, other] = [Symbol('question'), Symbol('other')];
    put(owner, groups[1]?.commands ?? []);
    put(other, [bound('else', 'b 1')]);
    setStrokes({ keys: ['a'], dead: false });
    drop(other);
    expect(useCommandRegistry.getState().strokes?.keys).toEqual(['a']);
    put(owner, [bound('else', 'b 1')]);
    expect(useCommandRegistry.getState().strokes).toBeNull();
  });
});
