import { beforeEach, expect, test } from 'vitest';
import { type Command, type Scope, useCommandRegistry } from './commands';

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
