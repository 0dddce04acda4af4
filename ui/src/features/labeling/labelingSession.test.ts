import { expect, test } from 'vitest';
import type { Draft } from '@/shared/answers';
import { ApiProblem, type Assignment, type NextResult, type Project, type SaveResult, type Schema } from '@/shared/api';
import type { DraftStore } from './drafts';
import type { LabelingApi } from './labelingApi';
import { LabelingSession } from './labelingSession';
import { workOf } from './labelingStore';
import { Outbox, type OutboxStorage, type Unsent } from './outbox';

const schemas: Record<number, Schema> = {
  1: { inputs: [], questions: [{ id: 'tone', type: 'choice', options: [{ id: 'pos' }, { id: 'neg' }] }] },
};
schemas[2] = {
  inputs: [],
  questions: [...(schemas[1]?.questions ?? []), { id: 'topic', type: 'choice', options: [{ id: 'art' }] }],
};

/** A server with items to hand out, whose questions can change, and which can be told to refuse. */
function world() {
  const server = {
    version: 1,
    left: ['a1', 'a2', 'a3', 'a4'],
    leased: new Map<string, Assignment>(),
    /** Leases of items that are in the bin. */
    ended: [] as string[],
    received: [] as { assignment: string; version: number; answers: unknown }[],
    refusal: undefined as ApiProblem | undefined,
    nextProblem: undefined as ApiProblem | undefined,
    /** What is said instead of handing out another item. */
    limit: undefined as NextResult | undefined,
    givenBack: [] as string[],
  };
  const project = () =>
    ({
      key: 'p',
      name: 'Project',
      schema: schemas[server.version],
      schemaVersion: server.version,
      guideline: { version: 1, markdown: '' },
      leaseMinutes: 30,
    }) as unknown as Project;
  const api: LabelingApi = {
    async next(holding): Promise<NextResult> {
      if (server.nextProblem) throw server.nextProblem;
      const forgotten = [...server.leased.values()].find((one) => !holding.includes(one.id));
      const ended = holding.filter((id) => server.ended.includes(id));
      for (const id of ended) server.leased.delete(id);
      if (forgotten) return { assignment: forgotten, ended };
      if (server.limit) return { ...server.limit, ended };
      if (server.leased.size >= 3) throw new ApiProblem(409, { code: 'too_many_leases' });
      const id = server.left.shift();
      if (id === undefined) return { reason: 'all_done', ended };
      const assignment: Assignment = {
        id,
        item: { id, fields: { text: id }, metadata: {} },
        leasedUntil: '2026-01-01T00:30:00Z',
        schemaVersion: server.version,
        guidelineVersion: 1,
      };
      server.leased.set(id, assignment);
      return { assignment, ended };
    },
    answer: async (id) => ({
      annotationId: 1,
      assignmentId: id,
      item: { id, fields: { text: id }, metadata: {} },
      outcome: 'submitted',
      answers: { tone: 'neg' },
      ambiguous: false,
      revision: 4,
      savedAt: '2026-01-01T00:00:00Z',
      sentBack: { reason: 'Read rule 3.', at: '2026-01-01T00:10:00Z' },
    }),
    keep: async () => ({ leasedUntil: '2026-01-01T00:30:00Z' }),
    giveBack: async (id) => {
      server.givenBack.push(id);
      server.leased.delete(id);
    },
    mine: async () => ({ annotations: [] }),
    stats: async () => {
      throw new Error('not asked here');
    },
    project: async () => project(),
  };
  const device = new Map<string, Unsent>();
  const storage: OutboxStorage = {
    all: async () => [...device.values()],
    put: async (one) => void device.set(one.saveId, one),
    remove: async (id) => void device.delete(id),
  };
  const time = { now: () => 0, later: () => () => undefined };
  const outbox = new Outbox('ada', storage, {
    ...time,
    chance: () => 0,
    send: async ({ assignmentId, request }): Promise<SaveResult> => {
      const answers = request.answers as Record<string, unknown>;
      if (server.refusal) throw server.refusal;
      if (request.schemaVersion < server.version && answers.topic === undefined)
        throw new ApiProblem(422, {
          code: 'answers_outdated',
          problems: [{ where: 'answers.topic', what: 'a required question has no answer', fix: 'answer it' }],
        });
      server.received.push({ assignment: assignmentId, version: request.schemaVersion, answers });
      server.leased.delete(assignmentId);
      return { annotationId: 1, revision: 1, savedAt: '2026-01-01T00:00:00Z' };
    },
  });
  let saves = 0;
  const kept = new Map<string, Draft>();
  const drafts: DraftStore = {
    ready: Promise.resolve(),
    read: (id) => kept.get(id),
    write: (id, draft) => void (draft ? kept.set(id, draft) : kept.delete(id)),
  };
  const session = new LabelingSession('ada', project(), { ...time, api, outbox, drafts, newId: () => `s${++saves}` });
  const settle = async () => {
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
  };
  const pick = (question: string, value: string) =>
    session.dispatch({ kind: 'edited', question, operation: { kind: 'set', value }, advance: true });
  const submit = async () => {
    session.submit();
    await settle();
  };
  const open = async () => {
    session.start();
    await settle();
  };
  const shown = () => workOf(session.view().state);
  const refused = () => outbox.status().refused;
  return { server, session, outbox, kept, settle, pick, submit, open, shown, refused };
}

test('what was moved to the bin is not shown any more, and what is on screen is answered all the same', async () => {
  const { server, pick, submit, open, shown } = world();
  await open();
  expect(shown()).toMatchObject({ assignment: { id: 'a1' } });
  // Two are ahead; the next request tells that one of these and the one on screen are over.
  server.ended = ['a1', 'a3'];
  pick('tone', 'pos');
  await submit();
  expect(server.received.map(({ assignment }) => assignment)).toEqual(['a1']);
  expect(shown()).toMatchObject({ assignment: { id: 'a2' } });
  pick('tone', 'pos');
  await submit();
  expect(shown()).toMatchObject({ assignment: { id: 'a4' } });
});

test('what was sent back comes with its reason and the earlier answer, and is answered on top of it, also unchanged', async () => {
  const { server, session, outbox, submit, open, shown } = world();
  const [first] = server.left;
  server.leased.set('old', {
    id: 'old',
    item: { id: 'old', fields: { text: 'old' }, metadata: {} },
    stage: 'sent_back',
    leasedUntil: '2026-01-01T00:30:00Z',
    schemaVersion: 1,
    guidelineVersion: 1,
  });
  await open();
  expect(shown()).toMatchObject({ sentBack: 'Read rule 3.', revision: 4, draft: { answers: { tone: 'neg' } } });
  const sent: (number | null | undefined)[] = [];
  outbox.listen((event) => void sent.push(event.unsent.request.baseRevision));
  await submit();
  expect(sent).toEqual([4]);
  expect(server.received).toEqual([{ assignment: 'old', version: 1, answers: { tone: 'neg' } }]);
  expect(shown()).toMatchObject({ assignment: { id: first }, sentBack: '', revision: 0 });
  expect(session.view().state.trail[0]).toMatchObject({ assignmentId: 'old' });
});

test('an item fetched before a question was added is answered under the questions that are shown', async () => {
  const { server, pick, submit, open, shown, settle } = world();
  await open();
  server.version = 2;
  // The first answer is refused, and with that the page learns of the new question.
  pick('tone', 'pos');
  await submit();
  await settle();
  expect(shown()).toMatchObject({ assignment: { id: 'a2' } });
  pick('tone', 'neg');
  await submit();
  pick('topic', 'art');
  await submit();
  expect(server.received).toEqual([{ assignment: 'a2', version: 2, answers: { tone: 'neg', topic: 'art' } }]);
});

test.each([1, 2, 4])('a refused answer is opened, mended and saved, with %i items left', async (left) => {
  const { server, session, pick, submit, open, shown, refused } = world();
  server.left = server.left.slice(0, left);
  await open();
  server.version = 2;
  pick('tone', 'pos');
  await submit();
  expect(refused()).toHaveLength(1);
  session.open(refused()[0] as Unsent);
  await submit();
  expect(shown()).toMatchObject({ assignment: { id: 'a1' }, missing: ['topic'] });
  pick('topic', 'art');
  await submit();
  expect(server.received).toEqual([{ assignment: 'a1', version: 2, answers: { tone: 'pos', topic: 'art' } }]);
  expect(refused()).toEqual([]);
});

test('saving a refused answer sends it even if nothing was changed', async () => {
  const { server, session, pick, submit, open, refused } = world();
  server.left = ['a1'];
  await open();
  server.refusal = new ApiProblem(422, { code: 'answers_invalid' });
  pick('tone', 'pos');
  await submit();
  server.refusal = undefined;
  session.open(refused()[0] as Unsent);
  await submit();
  expect(server.received).toEqual([{ assignment: 'a1', version: 1, answers: { tone: 'pos' } }]);
});

test('three refused answers do not leave the person without work: the items come back as they were answered', async () => {
  const { server, pick, submit, open, shown, refused } = world();
  server.left = ['a1', 'a2', 'a3'];
  await open();
  server.refusal = new ApiProblem(422, { code: 'answers_invalid' });
  for (let item = 0; item < 3; item++) {
    pick('tone', 'pos');
    await submit();
  }
  expect(refused()).toHaveLength(3);
  expect(shown()?.draft.answers).toEqual({ tone: 'pos' });
});

test('once the project is gone nothing is submitted, and the first answer taken again ends that', async () => {
  const { server, session, outbox, pick, submit, open, shown, refused, settle } = world();
  await open();
  server.refusal = new ApiProblem(409, { code: 'project_deleted' });
  server.nextProblem = new ApiProblem(404, { code: 'project_unknown' });
  pick('tone', 'pos');
  await submit();
  expect(session.view().gone).toBe(true);
  pick('tone', 'neg');
  await submit();
  expect(shown()).toMatchObject({ assignment: { id: 'a2' }, draft: { answers: { tone: 'neg' } } });
  server.refusal = undefined;
  server.nextProblem = undefined;
  outbox.resend(refused()[0]?.saveId ?? '');
  await settle();
  expect(session.view()).toMatchObject({ gone: false, fetchProblem: null });
});

test('an item that was begun before a reload comes back as it was left, and says so until it is touched', async () => {
  const { session, kept, pick, submit, open, shown } = world();
  kept.set('a1', { answers: { tone: 'neg' }, ambiguous: true, comment: 'irony' });
  await open();
  expect(shown()).toMatchObject({ restored: true, draft: { answers: { tone: 'neg' }, comment: 'irony' } });
  pick('tone', 'pos');
  expect(shown()?.restored).toBe(false);
  expect(kept.get('a1')?.answers).toEqual({ tone: 'pos' });
  await submit();
  expect(kept.has('a1')).toBe(false);
  expect(workOf(session.view().state)).toMatchObject({ assignment: { id: 'a2' }, restored: false });
});

test('whoever has worked long enough today finishes what is on screen, and what lies ahead goes back', async () => {
  const { server, session, pick, submit, open, shown } = world();
  await open();
  server.limit = { reason: 'time_limit', limit: { minutesPerDay: 60, startsAgain: '2026-01-02T00:00:00Z' }, ended: [] };
  pick('tone', 'pos');
  await submit();
  expect(shown()).toMatchObject({ assignment: { id: 'a2' } });
  expect(server.givenBack).toEqual(['a3']);
  pick('tone', 'pos');
  await submit();
  expect(server.received.map(({ assignment }) => assignment)).toEqual(['a1', 'a2']);
  expect(session.view().state).toMatchObject({
    kind: 'nothingLeft',
    reason: 'time_limit',
    limit: { minutesPerDay: 60 },
  });
});

test('items that were handed out below the limit are answered, also those ahead', async () => {
  const { server, session, pick, submit, open } = world();
  await open();
  server.limit = { reason: 'item_limit', limit: { items: 3 }, ended: [] };
  for (let item = 0; item < 3; item++) {
    pick('tone', 'pos');
    await submit();
  }
  expect(server.givenBack).toEqual([]);
  expect(server.received.map(({ assignment }) => assignment)).toEqual(['a1', 'a2', 'a3']);
  expect(session.view().state).toMatchObject({ kind: 'nothingLeft', reason: 'item_limit' });
});
