import { describe, expect, test } from 'vitest';
import type { Assignment, MyAnnotation, Schema } from '@/shared/api';
import { canSubmit, held, initialState, type LabelingEvent, type LabelingState, next, workOf } from './labelingStore';

const schema: Schema = {
  inputs: [{ id: 'review', type: 'text', field: 'text' }],
  questions: [
    { id: 'tone', type: 'choice', options: [{ id: 'pos' }, { id: 'neg' }] },
    { id: 'why', type: 'choices', options: [{ id: 'price' }, { id: 'delay' }], when: { tone: ['neg'] } },
    { id: 'sure', type: 'rating', required: false },
  ],
};
const assignment = (id: string): Assignment => ({
  id,
  item: { id: `i-${id}`, key: id, fields: { text: `text of ${id}` }, metadata: {} },
  leasedUntil: '2026-01-01T00:30:00Z',
  schemaVersion: 1,
  guidelineVersion: 1,
});
const run = (state: LabelingState, ...events: LabelingEvent[]) => events.reduce(next, state);
const arrived = (id: string): LabelingEvent => ({ kind: 'assignmentArrived', assignment: assignment(id) });
const pick = (question: string, value: string | number): LabelingEvent => ({
  kind: 'edited',
  question,
  ...(question === 'why'
    ? { operation: { kind: 'toggle', option: String(value) }, advance: false }
    : { operation: { kind: 'set', value }, advance: true }),
});
const submitted: LabelingEvent = { kind: 'submitted' };
const start = (...ids: string[]) => run(initialState(schema, 1), ...ids.map(arrived));
const onScreen = (state: LabelingState) => workOf(state)?.assignment.id;
const answers = (state: LabelingState) => workOf(state)?.draft.answers;

describe('a draft', () => {
  const drafted = (id: string, answers: Record<string, unknown>): LabelingEvent => ({
    kind: 'assignmentArrived',
    assignment: { ...assignment(id), draft: { source: 'model 3', answers: answers as never } },
  });
  test('is filled in, with its source, and can be submitted as it is', () => {
    const state = run(initialState(schema, 1), drafted('a1', { tone: 'neg', why: ['price'] }));
    expect(answers(state)).toEqual({ tone: 'neg', why: ['price'] });
    expect(workOf(state)?.draftedBy).toBe('model 3');
    expect(workOf(state)?.active, 'checked from the beginning').toBe('tone');
    expect(canSubmit(state)).toBe(true);
    expect(run(state, submitted).trail[0]?.draft.answers).toEqual({ tone: 'neg', why: ['price'] });
  });
  test('of an item that waited is there when the item comes', () => {
    const state = run(start('a1'), drafted('a2', { tone: 'neg' }), pick('tone', 'pos'), submitted);
    expect([onScreen(state), answers(state)]).toEqual(['a2', { tone: 'neg' }]);
  });
  test('that no longer fits the questions is left out where it does not', () => {
    const state = run(initialState(schema, 1), drafted('a1', { tone: 'angry', sure: 4, gone: 'x' }));
    expect(answers(state)).toEqual({ sure: 4 });
  });
  test('gives way to what the person has done already', () => {
    const mine = { answers: { tone: 'pos' }, ambiguous: false, comment: '' };
    const event = { ...drafted('a1', { tone: 'neg' }), draft: mine } as LabelingEvent;
    expect(answers(run(initialState(schema, 1), event))).toEqual({ tone: 'pos' });
  });
  test('can be cleared as a whole and brought back question by question', () => {
    const state = run(initialState(schema, 1), drafted('a1', { tone: 'pos', sure: 4 }), { kind: 'cleared' });
    expect(answers(state)).toEqual({});
    expect(answers(run(state, { kind: 'undone' }))).toEqual({ sure: 4 });
    expect(answers(run(state, { kind: 'undone' }, { kind: 'undone' }))).toEqual({ tone: 'pos', sure: 4 });
  });
});

describe('the queue', () => {
  test('the first item to arrive is shown, later ones wait', () => {
    const state = start('a1', 'a2', 'a3');
    expect(onScreen(state)).toBe('a1');
    expect(held(state)).toEqual(['a1', 'a2', 'a3']);
  });
  test('the same assignment arriving twice is held once', () =>
    expect(held(start('a1', 'a2', 'a1', 'a2'))).toEqual(['a1', 'a2']));
  test('submitting shows the next item at once, without any answers', () => {
    const state = run(start('a1', 'a2'), pick('tone', 'pos'), submitted);
    expect(onScreen(state)).toBe('a2');
    expect(answers(state)).toEqual({});
  });
  test('with nothing ahead, submitting waits', () =>
    expect(run(start('a1'), pick('tone', 'pos'), submitted).kind).toBe('waiting'));
  test('news that nothing is left does not take the item on screen away', () => {
    expect(run(start('a1'), { kind: 'nothingLeft', reason: 'all_done' }).kind).toBe('working');
    expect(run(start('a1'), pick('tone', 'pos'), submitted, { kind: 'nothingLeft', reason: 'all_done' }).kind).toBe(
      'nothingLeft',
    );
  });
  test('a lost lease of a waiting item drops it, of the item on screen does not', () => {
    const state = run(
      start('a1', 'a2'),
      { kind: 'leaseLost', assignmentId: 'a2' },
      { kind: 'leaseLost', assignmentId: 'a1' },
    );
    expect(held(state)).toEqual(['a1']);
  });
});

describe('answering', () => {
  test('an item cannot be submitted while a required question is open; the question becomes active', () => {
    const state = run(start('a1', 'a2'), pick('tone', 'neg'), { kind: 'questionFocused', question: 'sure' }, submitted);
    expect(onScreen(state)).toBe('a1');
    expect(workOf(state)).toMatchObject({ missing: ['why'], active: 'why' });
    expect(canSubmit(state)).toBe(false);
    expect(workOf(run(state, pick('why', 'delay')))?.missing).toEqual([]);
  });
  test('after a choice the keys go on to the next open question, in a set they stay', () => {
    const chosen = run(start('a1'), pick('tone', 'neg'));
    expect(workOf(chosen)?.active).toBe('why');
    expect(workOf(run(chosen, pick('why', 'price')))?.active).toBe('why');
    expect(workOf(run(start('a1'), pick('tone', 'pos')))?.active).toBe('sure');
    expect(workOf(run(start('a1'), { ...pick('tone', 'neg'), advance: false } as LabelingEvent))?.active).toBe('tone');
  });
  test('undo and redo walk through the edits; a new edit forgets what was undone', () => {
    const edited = run(start('a1'), pick('tone', 'pos'), pick('tone', 'neg'), { kind: 'ambiguousToggled' });
    const back = run(edited, { kind: 'undone' }, { kind: 'undone' });
    expect(answers(back)).toEqual({ tone: 'pos' });
    expect(workOf(run(back, { kind: 'redone' }, { kind: 'redone' }))?.draft).toEqual(workOf(edited)?.draft);
    expect(run(back, pick('sure', 3), { kind: 'redone' })).toEqual(run(back, pick('sure', 3)));
  });
  test('undo does not take a typed comment away', () => {
    const state = run(start('a1'), pick('tone', 'pos'), { kind: 'commented', comment: 'irony?' }, { kind: 'undone' });
    expect(workOf(state)?.draft).toEqual({ answers: {}, ambiguous: false, comment: 'irony?' });
  });
});

describe('going back', () => {
  const after = run(
    start('a1', 'a2', 'a3'),
    pick('tone', 'pos'),
    submitted,
    { kind: 'skipped', reason: 'empty' },
    pick('tone', 'neg'),
  );
  test('undo at the start of an item returns to the one just submitted, with its answers', () => {
    const state = run(start('a1', 'a2'), pick('tone', 'pos'), submitted, { kind: 'undone' });
    expect(onScreen(state)).toBe('a1');
    expect(answers(state)).toEqual({ tone: 'pos' });
    expect(state.kind).toBe('revising');
  });
  test('earlier answers come latest first; the work in progress is parked and comes back', () => {
    const once = run(after, { kind: 'wentBack' });
    expect([onScreen(once), onScreen(run(once, { kind: 'wentBack' }))]).toEqual(['a2', 'a1']);
    const home = run(once, { kind: 'wentBack' }, { kind: 'wentForward' }, { kind: 'wentForward' });
    expect(onScreen(home)).toBe('a3');
    expect(answers(home)).toEqual({ tone: 'neg' });
  });
  test('saving a revision returns to the queue and keeps its place in the trail', () => {
    const state = run(
      after,
      { kind: 'wentBack' },
      { kind: 'wentBack' },
      pick('tone', 'neg'),
      pick('why', 'price'),
      submitted,
    );
    expect(onScreen(state)).toBe('a3');
    expect(state.trail.map((one) => [one.assignmentId, one.draft.answers.tone])).toEqual([
      ['a2', undefined],
      ['a1', 'neg'],
    ]);
  });
  test('a skipped item can be answered after all', () => {
    const state = run(after, { kind: 'wentBack' }, pick('tone', 'pos'), submitted);
    expect(state.trail[0]).toMatchObject({ assignmentId: 'a2', outcome: 'submitted', skipReason: '' });
  });
  test('there is no going back beyond the first answer, nor forward beyond the queue', () => {
    const oldest = run(after, { kind: 'wentBack' }, { kind: 'wentBack' });
    expect(next(oldest, { kind: 'wentBack' })).toBe(oldest);
    expect(next(after, { kind: 'wentForward' })).toBe(after);
  });
  test('items leased while revising wait; if nothing was parked they are what one returns to', () => {
    const revising = run(start('a1'), pick('tone', 'pos'), submitted, { kind: 'wentBack' });
    const state = run(revising, arrived('a2'), arrived('a3'));
    expect(onScreen(state)).toBe('a1');
    expect(held(state)).toEqual(['a2', 'a3']);
    expect(onScreen(run(state, { kind: 'wentForward' }))).toBe('a2');
  });
  test('answers from the server join the trail behind those of this visit, none twice', () => {
    const mine = (id: string): MyAnnotation => ({
      annotationId: 1,
      assignmentId: id,
      item: assignment(id).item,
      outcome: 'submitted',
      answers: { tone: 'pos' },
      ambiguous: false,
      revision: 1,
      savedAt: '2026-01-01T00:00:00Z',
    });
    const state = run(after, {
      kind: 'trailLoaded',
      annotations: [mine('a1'), mine('a0')],
      complete: true,
      guidelineVersion: 1,
    });
    expect(state.trail.map((one) => one.assignmentId)).toEqual(['a2', 'a1', 'a0']);
  });
});

test('a refused answer stays in the trail with its reason, can be opened, and is settled by a new answer', () => {
  const problem = { code: 'answers_invalid', title: 'No', detail: 'tone is gone', fix: 'choose again', problems: [] };
  const state = run(start('a1', 'a2'), pick('tone', 'pos'), submitted, {
    kind: 'saveRefused',
    assignmentId: 'a1',
    saveId: 's1',
    problem,
  });
  expect(state.trail[0]?.refused?.problem.detail).toBe('tone is gone');
  const opened = run(state, { kind: 'opened', assignmentId: 'a1' });
  expect(answers(opened)).toEqual({ tone: 'pos' });
  expect(run(opened, pick('tone', 'neg'), pick('why', 'price'), submitted).trail[0]?.refused).toBeUndefined();
  expect(run(opened, { kind: 'refusalDiscarded', assignmentId: 'a1' })).toMatchObject({ kind: 'working', trail: [] });
});

test('a panel opens and closes by the same key; Escape closes it before the guideline; skipping and submitting close it, but not the guideline', () => {
  const open = run(start('a1', 'a2'), { kind: 'panelOpened', panel: 'skip' });
  expect(open.panel).toBe('skip');
  expect(run(open, { kind: 'panelOpened', panel: 'skip' }).panel).toBe('none');
  expect(run(open, { kind: 'skipped', reason: '' }).panel).toBe('none');
  const both = run(open, { kind: 'guidelineToggled' });
  expect(run(both, { kind: 'skipped', reason: '' })).toMatchObject({ panel: 'none', guidelineOpen: true });
  expect(run(both, { kind: 'closed' })).toMatchObject({ panel: 'none', guidelineOpen: true });
  expect(run(both, { kind: 'closed' }, { kind: 'closed' })).toMatchObject({ panel: 'none', guidelineOpen: false });
});

describe('revisions', () => {
  test('an answer that was saved knows its revision', () => {
    const state = run(start('a1', 'a2'), pick('tone', 'pos'), submitted, {
      kind: 'saved',
      assignmentId: 'a1',
      revision: 1,
    });
    expect(state.trail[0]?.revision).toBe(1);
  });
  test('a refused answer that this screen does not know can be opened as it was written', () => {
    const problem = { code: 'bug', title: '', detail: '', fix: undefined, problems: [] };
    const kept = {
      assignmentId: 'old',
      item: assignment('a9').item,
      outcome: 'submitted' as const,
      draft: { answers: { tone: 'neg' }, ambiguous: false, comment: 'mine' },
      skipReason: '',
      guidelineVersion: 1,
      revision: 0,
    };
    const state = run(
      start('a1'),
      { kind: 'saveRefused', assignmentId: 'old', saveId: 's', problem, kept, revision: 4 },
      { kind: 'opened', assignmentId: 'old' },
    );
    expect(workOf(state)?.draft.comment).toBe('mine');
    expect(state.trail[0]?.revision).toBe(4);
  });
});

describe('questions that change while the screen is open', () => {
  const asked: Schema = {
    ...schema,
    questions: [...schema.questions, { id: 'topic', type: 'choice', options: [{ id: 'sport' }, { id: 'art' }] }],
  };
  const changed = (to: Schema = asked): LabelingEvent => ({ kind: 'schemaChanged', schema: to, version: 2 });
  const refused: LabelingEvent = {
    kind: 'saveRefused',
    assignmentId: 'a1',
    saveId: 's1',
    problem: { code: 'answers_outdated', title: '', detail: '', fix: undefined, problems: [] },
  };

  test('the item on screen keeps the questions it came with; an item fetched earlier is shown with the new ones', () => {
    const state = run(start('a1', 'a2'), pick('tone', 'pos'), changed());
    expect(workOf(state)).toMatchObject({ schemaVersion: 1, schema: { questions: schema.questions } });
    const fetched = run(start('a1', 'a2'), changed(), pick('tone', 'pos'), pick('topic', 'art'), submitted);
    // A required question that is new is asked for before the answer leaves.
    expect(workOf(fetched)).toMatchObject({ assignment: { id: 'a1' }, schemaVersion: 2, missing: ['topic'] });
    const answered = run(fetched, pick('topic', 'art'), submitted);
    expect(workOf(answered)).toMatchObject({ assignment: { id: 'a2' }, schemaVersion: 2 });
  });
  test('an answer that needs nothing new leaves under the questions that were shown', () => {
    const optional = {
      ...schema,
      questions: [...schema.questions, { ...asked.questions[3], required: false }],
    } as Schema;
    const state = run(start('a1', 'a2'), changed(optional), pick('tone', 'pos'));
    expect(workOf(state)?.schemaVersion).toBe(1);
    expect(onScreen(next(state, submitted))).toBe('a2');
  });
  test('a refused answer is opened under the newest questions, without answers to those that are gone', () => {
    const without = { ...asked, questions: asked.questions.slice(0, 1).concat(asked.questions.slice(3)) };
    const state = run(
      start('a1', 'a2'),
      pick('tone', 'neg'),
      pick('why', 'price'),
      submitted,
      refused,
      changed(without),
      { kind: 'opened', assignmentId: 'a1' },
    );
    expect(answers(state)).toEqual({ tone: 'neg' });
    expect(workOf(state)).toMatchObject({ schemaVersion: 2, active: 'topic' });
  });
  test('a refused answer that is open already gets the newest questions as soon as they are known', () => {
    const state = run(
      start('a1', 'a2'),
      pick('tone', 'pos'),
      submitted,
      refused,
      { kind: 'opened', assignmentId: 'a1' },
      changed(),
    );
    expect(workOf(state)?.schemaVersion).toBe(2);
    expect(workOf(next(state, submitted))?.missing).toEqual(['topic']);
  });
  test('an item handed out again after its answer was refused is asked once, and with the answer that was given', () => {
    const again = run(start('a1'), pick('tone', 'pos'), submitted, refused, arrived('a1'));
    expect(answers(again)).toEqual({ tone: 'pos' });
    const mended = run(
      again,
      { kind: 'opened', assignmentId: 'a1' },
      pick('tone', 'neg'),
      pick('why', 'price'),
      submitted,
    );
    expect(mended).toMatchObject({ kind: 'waiting', ahead: [] });
    expect(mended.trail.map((one) => one.assignmentId)).toEqual(['a1']);
  });
});

test('what nobody sees and no database stores never gets into a comment', () => {
  const state = run(start('a1'), { kind: 'commented', comment: 'so\u0000 so \ud83d' });
  expect(workOf(state)?.draft.comment).toBe('so so ');
  expect(workOf(run(state, { kind: 'commented', comment: '\ud83d\ude00' }))?.draft.comment).toBe('\ud83d\ude00');
});

test('an answer refused for its comment is opened with the comment', () => {
  const problems = [{ where: '/comment', what: 'character 3 is NUL', fix: 'remove the character' }];
  const state = run(
    start('a1', 'a2'),
    pick('tone', 'pos'),
    submitted,
    {
      kind: 'saveRefused',
      assignmentId: 'a1',
      saveId: 's1',
      problem: { code: 'text_unstorable', title: '', detail: '', fix: undefined, problems },
    },
    { kind: 'opened', assignmentId: 'a1' },
  );
  expect(state.panel).toBe('comment');
});
