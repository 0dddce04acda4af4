import { expect, test } from 'vitest';
import { ApiProblem, type SaveResult, Unreachable } from '@/shared/api';
import { backoffMs, Outbox, type OutboxStorage, type Unsent } from './outbox';

const unsent = (saveId: string, assignmentId = `a-${saveId}`, accountId = 'ada'): Unsent => ({
  saveId,
  accountId,
  projectKey: 'p',
  assignmentId,
  itemKey: saveId,
  request: {
    saveId,
    outcome: 'submitted',
    answers: { tone: 'pos' },
    activeMs: 1000,
    schemaVersion: 1,
    guidelineVersion: 1,
  },
  createdAtMs: Number(saveId.slice(1)),
});

/** A device that remembers, a server that can be told how to answer, and a clock that moves when asked to. */
function world() {
  const device = new Map<string, Unsent>();
  const storage: OutboxStorage = {
    all: async () => [...device.values()],
    put: async (one) => void device.set(one.saveId, one),
    remove: async (saveId) => void device.delete(saveId),
  };
  const received: string[] = [];
  const timers: { run: () => void; at: number }[] = [];
  const server = {
    answer: async (_: Unsent): Promise<SaveResult> => ({
      annotationId: 1,
      revision: 1,
      savedAt: '2026-01-01T00:00:00Z',
    }),
  };
  let now = 0;
  const open = (accountId = 'ada') =>
    new Outbox(accountId, storage, {
      send: async (one) => {
        const result = await server.answer(one);
        received.push(one.saveId);
        return result;
      },
      now: () => now,
      later: (run, ms) => {
        const timer = { run, at: now + ms };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
      chance: () => 0,
    });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const pass = async (ms: number) => {
    now += ms;
    for (const due of timers.filter((timer) => timer.at <= now)) {
      timers.splice(timers.indexOf(due), 1);
      due.run();
    }
    await settle();
  };
  return { device, received, server, open, settle, pass };
}
const refuse = (status: number, code: string) => async () => {
  throw new ApiProblem(status, { code, title: code, detail: `because of ${code}` });
};
const unreachable = async () => {
  throw new Unreachable('down');
};

test('an acknowledged answer leaves the device', async () => {
  const { device, received, open, settle } = world();
  const outbox = open();
  await outbox.add(unsent('s1'));
  await settle();
  expect(received).toEqual(['s1']);
  expect(device.size).toBe(0);
  expect(outbox.status()).toMatchObject({ phase: 'idle', pending: [], savedAtMs: 0 });
});

test('while the server is away answers stay on the device; when it is back all are sent in order', async () => {
  const { device, received, server, open, settle, pass } = world();
  const good = server.answer;
  server.answer = unreachable;
  const outbox = open();
  for (const id of ['s1', 's2', 's3']) await outbox.add(unsent(id));
  await settle();
  expect(outbox.status()).toMatchObject({ phase: 'waiting', retryAtMs: 500 });
  expect(device.size).toBe(3);
  server.answer = good;
  await pass(500);
  expect(received).toEqual(['s1', 's2', 's3']);
  expect(outbox.status().phase).toBe('idle');
});

test('a reload finds what was not sent, and only what this account made', async () => {
  const { device, received, open, settle } = world();
  device.set('s2', unsent('s2'));
  device.set('s1', unsent('s1'));
  device.set('s3', unsent('s3', 'a3', 'someone else'));
  await open().ready;
  await settle();
  expect(received).toEqual(['s1', 's2']);
  expect([...device.keys()]).toEqual(['s3']);
});

test('a response that got lost is asked for again with the same id', async () => {
  const { received, server, open, settle, pass } = world();
  const good = server.answer;
  const seen: string[] = [];
  server.answer = async (one) => {
    seen.push(one.request.saveId);
    if (seen.length === 1) throw new Unreachable('response lost');
    return good(one);
  };
  await open().add(unsent('s1'));
  await settle();
  await pass(500);
  expect(seen).toEqual(['s1', 's1']);
  expect(received).toEqual(['s1']);
});

test('a refused answer is kept with its reason and does not hold up the others', async () => {
  const { device, received, server, open, settle } = world();
  const good = server.answer;
  server.answer = (one) => (one.saveId === 's1' ? refuse(409, 'lease_lost')() : good(one));
  const outbox = open();
  await outbox.add(unsent('s1'));
  await outbox.add(unsent('s2'));
  await settle();
  expect(received).toEqual(['s2']);
  expect(outbox.status().refused.map((one) => one.refusal?.code)).toEqual(['lease_lost']);
  expect(device.get('s1')?.refusal?.detail).toBe('because of lease_lost');
  server.answer = good;
  outbox.resend('s1');
  await settle();
  expect(received).toEqual(['s2', 's1']);
  expect(device.size).toBe(0);
});

test('a mended answer replaces the refused one; a discarded one is gone', async () => {
  const { device, server, open, settle } = world();
  const good = server.answer;
  server.answer = refuse(422, 'answers_invalid');
  const outbox = open();
  await outbox.add(unsent('s1', 'a1'));
  await outbox.add(unsent('s2', 'a2'));
  await settle();
  server.answer = good;
  await outbox.add(unsent('s3', 'a1'));
  await outbox.discard('s2');
  await settle();
  expect(outbox.status()).toMatchObject({ pending: [], refused: [] });
  expect(device.size).toBe(0);
});

test('when the session has ended answers wait for the sign-in, without trying again and again', async () => {
  const { received, server, open, settle, pass } = world();
  const good = server.answer;
  server.answer = refuse(401, 'sign_in_required');
  const outbox = open();
  await outbox.add(unsent('s1'));
  await settle();
  expect(outbox.status().phase).toBe('signedOut');
  server.answer = good;
  await pass(60_000);
  expect(received).toEqual([]);
  outbox.retryNow();
  await settle();
  expect(received).toEqual(['s1']);
});

test('a device that cannot store still sends', async () => {
  const { received, open, settle, device } = world();
  device.set = () => {
    throw new Error('quota');
  };
  await open().add(unsent('s1'));
  await settle();
  expect(received).toEqual(['s1']);
});

test('waiting doubles from half a second to at most 15 s, plus up to a quarter by chance', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((attempts) => backoffMs(attempts, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect(backoffMs(1, 0.999)).toBeLessThan(626);
});

test('an answer on which the server breaks three times is set aside, stays on the device, and the rest goes on', async () => {
  const { device, received, server, open, settle, pass } = world();
  const fine = server.answer;
  const tries: string[] = [];
  server.answer = async (one) => {
    tries.push(one.saveId);
    if (one.saveId === 's1') return refuse(500, 'bug')();
    return fine(one);
  };
  const outbox = open();
  await outbox.add(unsent('s1'));
  await outbox.add(unsent('s2'));
  await settle();
  for (let turn = 0; turn < 4; turn++) await pass(20_000);
  expect(tries.filter((id) => id === 's1')).toHaveLength(3);
  expect(received).toEqual(['s2']);
  expect(outbox.status().phase).toBe('idle');
  expect(outbox.status().refused.map((one) => one.refusal?.code)).toEqual(['bug']);
  // Also after a reload: it waits for the person, and nothing waits for it.
  const again = open();
  await again.ready;
  await again.add(unsent('s3'));
  await settle();
  expect(received).toEqual(['s2', 's3']);
  expect(device.get('s1')?.refusal?.code).toBe('bug');
  // Sent again by the person it gets all its attempts again.
  server.answer = fine;
  again.resend('s1');
  await settle();
  expect(received).toEqual(['s2', 's3', 's1']);
});

test('a server that is away is no reason to set an answer aside, however often it is tried', async () => {
  const { received, server, open, settle, pass } = world();
  const fine = server.answer;
  server.answer = refuse(503, 'database_unavailable');
  const outbox = open();
  await outbox.add(unsent('s1'));
  for (let turn = 0; turn < 10; turn++) await pass(20_000);
  expect(outbox.status().refused).toEqual([]);
  server.answer = fine;
  await pass(20_000);
  await settle();
  expect(received).toEqual(['s1']);
});

const based = (saveId: string, assignmentId: string, baseRevision: number): Unsent => {
  const one = unsent(saveId, assignmentId);
  return { ...one, request: { ...one.request, baseRevision } };
};

test('a correction made before the first answer was acknowledged is sent on top of it', async () => {
  const { server, open, settle } = world();
  const bases: (number | undefined)[] = [];
  let revision = 0;
  server.answer = async (one) => {
    bases.push(one.request.baseRevision ?? undefined);
    return { annotationId: 1, revision: ++revision, savedAt: '2026-01-01T00:00:00Z' };
  };
  const outbox = open();
  void outbox.add(based('s1', 'a', 0));
  void outbox.add(based('s2', 'a', 0));
  await settle();
  expect(bases).toEqual([0, 1]);
});

test('an answer refused for a newer one is kept and goes on top of it only when the person says so', async () => {
  const { device, received, server, open, settle } = world();
  server.answer = async (one) => {
    if (one.request.baseRevision !== 3)
      throw new ApiProblem(409, { code: 'newer_answer', title: '', detail: '', parameters: { revision: 3 } });
    return { annotationId: 1, revision: 4, savedAt: '2026-01-01T00:00:00Z' };
  };
  const outbox = open();
  await outbox.add(based('s1', 'a', 1));
  await settle();
  expect(device.get('s1')?.refusal?.code).toBe('newer_answer');
  expect(received).toEqual([]);
  outbox.resend('s1');
  await settle();
  expect(received).toEqual(['s1']);
});

test('until the device has been read nothing is said about what there is: signing in again hides no refused answer', async () => {
  const { device, open, settle } = world();
  device.set('s1', {
    ...unsent('s1'),
    refusal: { code: 'lease_lost', title: '', detail: '', fix: undefined, problems: [] },
  });
  const outbox = open();
  const said: number[] = [];
  outbox.watch(() => said.push(outbox.status().refused.length));
  outbox.retryNow();
  await settle();
  expect(said.length).toBeGreaterThan(0);
  expect(said.every((count) => count === 1)).toBe(true);
});

test('an answer refused in another tab is found, and one settled there is gone', async () => {
  const { device, open, settle } = world();
  const refusal = { code: 'lease_lost', title: '', detail: '', fix: undefined, problems: [] };
  device.set('s1', { ...unsent('s1'), refusal });
  const outbox = open();
  await settle();
  device.delete('s1');
  device.set('s2', { ...unsent('s2'), refusal });
  device.set('s3', { ...unsent('s3', 'a3', 'someone else'), refusal });
  await outbox.reread();
  expect(outbox.status().refused.map((one) => one.saveId)).toEqual(['s2']);
});
