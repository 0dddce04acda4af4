import { expect, test, vi } from 'vitest';
import { ApiProblem, Unreachable, type Uploaded } from '@/shared/api';
import { isLeftover, type Send, tallyOf, type Upload, Uploads, worthShowing } from './uploads';

const file = new Blob(['x']);
const found = (...names: string[]) => names.map((name) => ({ name, file }));
const answer = (name: string, state: Uploaded['state'] = 'added'): Uploaded => ({
  state,
  file: { name, sha256: 'ab', type: 'image/png', bytes: 1, width: 1, height: 1 },
});
const refusal = (code: string) => new ApiProblem(409, { code });
const states = (uploads: Uploads) => Object.fromEntries(uploads.view().map(({ name, state }) => [name, state.kind]));

/** Requests that end when the test says so. */
function held() {
  const open = new Map<
    string,
    { resolve: (one: Uploaded) => void; reject: (error: unknown) => void; replace: boolean }
  >();
  const send: Send = (_, { name, replace }) =>
    new Promise((resolve, reject) => open.set(name, { resolve, reject, replace }));
  const end = async (name: string, error?: unknown) => {
    const one = open.get(name);
    open.delete(name);
    if (error === undefined) one?.resolve(answer(name, one.replace ? 'replaced' : 'added'));
    else one?.reject(error);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { send, open, end };
}

test('three files are on their way at once, and the next goes when one has arrived', async () => {
  const { send, open, end } = held();
  const idle = vi.fn();
  const uploads = new Uploads(send, idle);
  uploads.add(found('a', 'b', 'c', 'd'));
  expect([...open.keys()]).toEqual(['a', 'b', 'c']);
  await end('b');
  expect([...open.keys()]).toEqual(['a', 'c', 'd']);
  expect(idle).not.toHaveBeenCalled();
  for (const name of ['a', 'c', 'd']) await end(name);
  expect(idle).toHaveBeenCalledTimes(1);
  expect(tallyOf(uploads.view())).toEqual({ all: 4, done: 4, refused: 0, failed: 0, busy: false });
});

test('what did not arrive is sent again, what was refused is not', async () => {
  const { send, open, end } = held();
  const uploads = new Uploads(send, () => undefined);
  uploads.add(found('lost', 'bad'));
  await end('lost', new Unreachable(new Error('away')));
  await end('bad', refusal('media_type_unknown'));
  expect(states(uploads)).toEqual({ lost: 'failed', bad: 'refused' });
  uploads.retry();
  expect([...open.keys()]).toEqual(['lost']);
  await end('lost');
  expect(states(uploads)).toEqual({ lost: 'done', bad: 'refused' });
  uploads.replace();
  expect([...open.keys()]).toEqual([]);
});

test('a name that is taken is replaced only when that is asked for', async () => {
  const { send, open, end } = held();
  const uploads = new Uploads(send, () => undefined);
  uploads.add(found('a', 'b'));
  await end('a', refusal('media_name_taken'));
  await end('b', refusal('media_name_taken'));
  const [first] = uploads.view();
  uploads.replace(first?.id);
  expect(open.get('a')?.replace).toBe(true);
  expect(open.has('b')).toBe(false);
  await end('a');
  expect(uploads.view()[0]?.state).toEqual({ kind: 'done', outcome: 'replaced' });
  uploads.replace();
  expect(open.get('b')?.replace).toBe(true);
});

test('what is over can be forgotten, what is not stays', async () => {
  const { send, end } = held();
  const uploads = new Uploads(send, () => undefined);
  uploads.add(found('a', 'b', 'c', 'd'));
  await end('a');
  uploads.clear();
  expect(Object.keys(states(uploads))).toEqual(['b', 'c', 'd']);
});

test('files that systems leave in folders are left out', () => {
  for (const name of ['.DS_Store', 'cats/.DS_Store', '__MACOSX/._1.jpg', 'Thumbs.db', 'cats/desktop.ini'])
    expect(isLeftover(name), name).toBe(true);
  for (const name of ['1.jpg', 'cats/1.jpg', 'a.b/c.png']) expect(isLeftover(name), name).toBe(false);
  const uploads = new Uploads(held().send, () => undefined);
  uploads.add(found('.DS_Store', '1.jpg'));
  expect(Object.keys(states(uploads))).toEqual(['1.jpg']);
});

test('first comes what moves, then what went wrong, then the latest that went well', () => {
  const upload = (id: number, state: Upload['state']): Upload => ({ id, name: `${id}`, file, replace: false, state });
  const list = [
    upload(0, { kind: 'done', outcome: 'added' }),
    upload(1, { kind: 'waiting' }),
    upload(2, { kind: 'refused', error: null, taken: false }),
    upload(3, { kind: 'done', outcome: 'added' }),
    upload(4, { kind: 'sending', share: 0 }),
  ];
  expect(worthShowing(list, 4).map(({ id }) => id)).toEqual([4, 2, 3, 0]);
});
