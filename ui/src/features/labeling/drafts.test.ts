import { expect, test } from 'vitest';
import type { Draft } from '@/shared/answers';
import { Drafts, type KeptDraft } from './drafts';

const draft = (tone: string): Draft => ({ answers: { tone }, ambiguous: false, comment: '' });
const DAY_MS = 24 * 60 * 60 * 1000;

/** A device that counts how often it is written to, and a clock that stands until it is moved. */
function world(kept: KeptDraft[] = []) {
  const device = new Map(kept.map((one) => [one.assignmentId, one]));
  const timers: (() => void)[] = [];
  const state = { now: 30 * DAY_MS, writes: 0 };
  const open = () =>
    new Drafts(
      {
        all: async () => [...device.values()],
        put: async (one) => {
          state.writes++;
          device.set(one.assignmentId, one);
        },
        remove: async (id) => void device.delete(id),
      },
      {
        now: () => state.now,
        later: (run) => {
          timers.push(run);
          return () => void timers.splice(timers.indexOf(run), 1);
        },
      },
    );
  return {
    device,
    state,
    open,
    rest: () => {
      for (const run of timers.splice(0)) run();
    },
  };
}

test('what was answered before a reload is there after it', async () => {
  const { open, rest } = world();
  open().write('a1', draft('good'));
  rest();
  const again = open();
  await again.ready;
  expect(again.read('a1')).toEqual(draft('good'));
});

test('the first change is written at once, many in a row once more when the hand rests, and the last of them counts', () => {
  const { open, rest, state, device } = world();
  const drafts = open();
  for (const tone of ['a', 'ab', 'abc']) drafts.write('a1', draft(tone));
  expect(state.writes).toBe(1);
  expect(device.get('a1')?.draft).toEqual(draft('a'));
  expect(drafts.read('a1')).toEqual(draft('abc'));
  rest();
  expect(state.writes).toBe(2);
  rest();
  expect(state.writes).toBe(2);
  expect(device.get('a1')?.draft).toEqual(draft('abc'));
});

test('a page that is about to go writes at once', () => {
  const { open, device } = world();
  const drafts = open();
  drafts.write('a1', draft('go'));
  drafts.write('a1', draft('good'));
  drafts.flush();
  expect(device.get('a1')?.draft).toEqual(draft('good'));
});

test('what was submitted is kept no longer, and does not come back from the device', async () => {
  const { open, rest, device } = world([{ assignmentId: 'a1', draft: draft('good'), savedAtMs: 30 * DAY_MS }]);
  const drafts = open();
  drafts.write('a1', undefined);
  await drafts.ready;
  expect(drafts.read('a1')).toBeUndefined();
  rest();
  expect(device.size).toBe(0);
});

test('drafts of items nobody will be given again are cleared away', async () => {
  const { open, device } = world([{ assignmentId: 'old', draft: draft('good'), savedAtMs: 20 * DAY_MS }]);
  const drafts = open();
  await drafts.ready;
  expect(drafts.read('old')).toBeUndefined();
  expect(device.size).toBe(0);
});
