import {
  type AnswerDocument,
  askedQuestions,
  type Draft,
  EMPTY_DRAFT,
  edited,
  fittingAnswers,
  flagged,
  missingQuestions,
  openAfter,
  redone,
  selectedRegion,
  startDocument,
  undone,
} from '@/shared/answers';
import type {
  ApiProblem,
  Assignment,
  MyAnnotation,
  NothingLeftReason,
  Question,
  ReachedLimit,
  Schema,
} from '@/shared/api';
import type { Operation } from '@/shared/kinds';
import { storable } from '@/shared/kinds/text/storable';

/**
 * What the labeling screen knows, as a value, and how it changes. No React, no fetch, no clock: the session
 * (labelingSession.ts) brings the news and carries out what follows from it.
 */

/** An item with the answers being given to it, and the way back through their steps. */
export interface Work extends AnswerDocument {
  assignment: Pick<Assignment, 'id' | 'item' | 'stage' | 'guidelineVersion'>;
  /** The questions as they are shown: a version that appears meanwhile does not change them under the person's hands. */
  schema: Schema;
  schemaVersion: number;
  /** Required questions that were still open at the last attempt to submit. */
  missing: readonly string[];
  /** The question keys apply to. */
  active: string;
  /** Answers of an earlier visit that were never sent are back, and nothing has been done to them since. */
  restored: boolean;
  /** Who made the draft that was filled in; empty where there was none. */
  draftedBy: string;
  /** The revision this answer is made on; 0 for a first one. */
  revision: number;
  /** Why the item was sent back for another answer; empty where it was not. */
  sentBack: string;
}

/** What was handed out; where it was sent back, with the answer that is asked for once more. */
export type Handed = Assignment & { earlier?: { draft: Draft; revision: number; reason: string } };

/** An item this person has answered or skipped, as they last left it. */
export interface Answered {
  assignmentId: string;
  item: Assignment['item'];
  outcome: 'submitted' | 'skipped';
  draft: Draft;
  skipReason: string;
  guidelineVersion: number;
  /** When it was answered, of one that was opened from elsewhere: the trail has not come as far. */
  foundOf?: string;
  /** Why whoever runs the project has taken it out: it counts no more and is not changed. */
  takenOut?: string;
  /** The revision of this answer that the server has, as far as this screen knows; 0 for none. */
  revision: number;
  /** An answer the server would not take; it stays here until it is mended or discarded. */
  refused?: { saveId: string; problem: Pick<ApiProblem, 'code' | 'title' | 'detail' | 'fix' | 'problems'> };
}

/** What is open below the questions. */
export type Panel = 'none' | 'skip' | 'comment';

interface Common {
  /** The newest questions this screen knows, for whatever comes on screen next. */
  schema: Schema;
  schemaVersion: number;
  /** Leased and waiting, the next first. */
  ahead: readonly Handed[];
  /** Answered before, the latest first. */
  trail: readonly Answered[];
  /** Whether the trail reaches back to this person's first answer. */
  trailComplete: boolean;
  panel: Panel;
  /** Whether the guideline stands beside the item. */
  guidelineOpen: boolean;
}

export type LabelingState = Common &
  (
    | { kind: 'waiting' }
    | { kind: 'working'; work: Work }
    /** Looking at `trail[place]` again. What was on screen before is `parked`. */
    | { kind: 'revising'; place: number; work: Work; parked: Work | null }
    | { kind: 'nothingLeft'; reason: NothingLeftReason; limit?: ReachedLimit }
  );

export type LabelingEvent =
  /** Everything that is filled in goes; each question comes back by undo. */
  | { kind: 'cleared' }
  | { kind: 'assignmentArrived'; assignment: Handed; draft?: Draft }
  | { kind: 'nothingLeft'; reason: NothingLeftReason; limit?: ReachedLimit }
  | { kind: 'leaseLost'; assignmentId: string }
  | { kind: 'schemaChanged'; schema: Schema; version: number }
  /** `advance`: keys and clicks go on to the next open question; arrows inside a group stay there. */
  | { kind: 'edited'; question: string; operation: Operation; advance: boolean }
  /** A region is taken in hand, or put down. */
  | { kind: 'regionSelected'; question: string; region: string | null }
  | { kind: 'ambiguousToggled' }
  | { kind: 'commented'; comment: string }
  | { kind: 'undone' }
  | { kind: 'redone' }
  | { kind: 'questionFocused'; question: string }
  | { kind: 'questionMoved'; by: 1 | -1 }
  | { kind: 'submitted' }
  | { kind: 'skipped'; reason: string }
  | { kind: 'wentBack' }
  | { kind: 'wentForward' }
  | { kind: 'opened'; assignmentId: string }
  | {
      kind: 'trailLoaded';
      annotations: readonly MyAnnotation[];
      complete: boolean;
      guidelineVersion: number;
    }
  /** One of the person's answers, opened from elsewhere. */
  | { kind: 'answerOpened'; annotation: MyAnnotation; guidelineVersion: number }
  | { kind: 'saved'; assignmentId: string; revision: number }
  /** `kept`: the answer as this device has it, for a trail that does not know it. */
  | {
      kind: 'saveRefused';
      assignmentId: string;
      saveId: string;
      problem: NonNullable<Answered['refused']>['problem'];
      kept?: Answered;
      /** The newer answer's revision, if there is one. */
      revision?: number;
    }
  | { kind: 'refusalDiscarded'; assignmentId: string }
  | { kind: 'panelOpened'; panel: Panel }
  | { kind: 'guidelineToggled' }
  /** Escape: the panel first, then the guideline. */
  | { kind: 'closed' };

export const initialState = (schema: Schema, schemaVersion: number): LabelingState => ({
  kind: 'waiting',
  schema,
  schemaVersion,
  ahead: [],
  trail: [],
  trailComplete: false,
  panel: 'none',
  guidelineOpen: false,
});

/** The work on screen, if any. */
export const workOf = (state: LabelingState): Work | null =>
  state.kind === 'working' || state.kind === 'revising' ? state.work : null;

/** Ids of assignments this screen holds a lease of. */
export const held = (state: LabelingState): string[] => [
  ...(state.kind === 'working' ? [state.work.assignment.id] : []),
  ...(state.kind === 'revising' && state.parked ? [state.parked.assignment.id] : []),
  ...state.ahead.map((assignment) => assignment.id),
];

export const canSubmit = (state: LabelingState): boolean => {
  const work = workOf(state);
  return work !== null && missingQuestions(work.schema, work.draft.answers).length === 0;
};

/** Why the answer that is being looked at counts no more, if that is so: there is nothing to change then. */
export const takenOutOnScreen = (state: LabelingState): string | undefined =>
  state.kind === 'revising' ? state.trail[state.place]?.takenOut : undefined;

/** The refused answer that is being looked at, if one is. */
export const refusedOnScreen = (state: LabelingState): Answered['refused'] =>
  state.kind === 'revising' ? state.trail[state.place]?.refused : undefined;

/** Whether the answer on screen may be flagged as ambiguous: one of the asked questions has to allow it. */
export const mayBeAmbiguous = (schema: Schema): boolean =>
  schema.questions.some((question) => question.ambiguous !== false);

export function next(state: LabelingState, event: LabelingEvent): LabelingState {
  switch (event.kind) {
    case 'assignmentArrived': {
      if (held(state).includes(event.assignment.id)) return state;
      if (state.kind === 'waiting' || state.kind === 'nothingLeft')
        return { ...common(state), kind: 'working', work: restored(state, event) };
      if (state.kind === 'revising' && state.parked === null && state.ahead.length === 0)
        return { ...state, parked: restored(state, event) };
      return { ...state, ahead: [...state.ahead, event.assignment] };
    }
    case 'nothingLeft':
      return state.kind === 'waiting' || state.kind === 'nothingLeft'
        ? {
            ...common(state),
            kind: 'nothingLeft',
            reason: event.reason,
            ...(event.limit && { limit: event.limit }),
          }
        : state;
    case 'leaseLost':
      // The item on screen stays: the answer is sent all the same, and the place may still be free.
      return { ...state, ahead: state.ahead.filter((assignment) => assignment.id !== event.assignmentId) };
    case 'schemaChanged':
      return withSchema(state, event.schema, event.version);
    case 'edited': {
      const shown = workOf(state)?.schema;
      const question = shown && questionOf(shown, event.question);
      if (!question) return state;
      return onWork(state, (work) => {
        const after = withoutAnswered({ ...edited(work, question, event.operation), restored: false });
        return {
          ...after,
          active: (event.advance && openAfter(after.schema, after.draft.answers, question.id)) || question.id,
        };
      });
    }
    case 'cleared':
      return onWork(state, (work) =>
        work.schema.questions.reduce((now, question) => edited(now, question, { kind: 'clear' }), {
          ...work,
          restored: false,
        }),
      );
    case 'regionSelected':
      return onWork(state, (work) => ({
        ...selectedRegion(work, event.question, event.region),
        ...(event.region === null ? {} : { active: event.question }),
      }));
    case 'ambiguousToggled':
      return onWork(state, flagged);
    case 'commented':
      // Typing is undone by the text field itself: it makes no steps here.
      return onWork(state, (work) => ({ ...work, draft: { ...work.draft, comment: storable(event.comment) } }));
    case 'undone': {
      const work = workOf(state);
      if (work && work.past.length > 0) return onWork(state, (before) => ({ ...undone(before), missing: [] }));
      // Nothing left to undo here: the last thing done was to submit the item before.
      return state.kind === 'revising' ? state : goTo(state, 0);
    }
    case 'redone':
      return onWork(state, redone);
    case 'questionFocused':
      return onWork(state, (work) => ({ ...work, active: event.question }));
    case 'questionMoved':
      return onWork(state, (work) => {
        const asked = askedQuestions(work.schema, work.draft.answers);
        const place = asked.findIndex((question) => question.id === work.active);
        const target = asked[Math.max(0, Math.min(asked.length - 1, place + event.by))];
        return target ? { ...work, active: target.id } : work;
      });
    case 'submitted':
      return leave(state, 'submitted', '');
    case 'skipped':
      return leave(state, 'skipped', event.reason);
    case 'wentBack':
      return goTo(state, state.kind === 'revising' ? state.place + 1 : 0);
    case 'wentForward':
      if (state.kind !== 'revising') return state;
      return state.place > 0 && state.trail[state.place]?.foundOf === undefined
        ? goTo(state, state.place - 1)
        : resume(state);
    case 'opened': {
      const opened = goTo(
        state,
        state.trail.findIndex((answered) => answered.assignmentId === event.assignmentId),
      );
      // What has to be mended is not left to be found.
      return { ...opened, panel: panelToMend(refusedOnScreen(opened)) };
    }
    case 'trailLoaded': {
      const regular = state.trail.filter((answered) => answered.foundOf === undefined);
      const known = new Set(regular.map((answered) => answered.assignmentId));
      const older = event.annotations.filter((annotation) => !known.has(annotation.assignmentId));
      const trail = [...regular, ...older.map((annotation) => answeredFrom(annotation, event.guidelineVersion))];
      const reached = new Set(trail.map((answered) => answered.assignmentId));
      // What was opened from elsewhere stands behind all others until the trail has come as far.
      const apart = state.trail.filter((one) => one.foundOf !== undefined && !reached.has(one.assignmentId));
      return inPlace({ ...state, trailComplete: event.complete, trail: [...trail, ...apart] });
    }
    case 'answerOpened': {
      const { annotation, guidelineVersion } = event;
      const known = state.trail.some((answered) => answered.assignmentId === annotation.assignmentId);
      const found = { ...answeredFrom(annotation, guidelineVersion), foundOf: annotation.savedAt };
      const trail = known ? state.trail : [...state.trail, found];
      return goTo(
        { ...state, trail },
        trail.findIndex((answered) => answered.assignmentId === annotation.assignmentId),
      );
    }
    case 'saved':
      return {
        ...state,
        trail: state.trail.map((answered) =>
          answered.assignmentId === event.assignmentId ? { ...answered, revision: event.revision } : answered,
        ),
      };
    case 'saveRefused': {
      const { assignmentId, saveId, problem, kept, revision } = event;
      const known = state.trail.some((answered) => answered.assignmentId === assignmentId);
      const trail = !known && kept ? [kept, ...state.trail] : state.trail;
      return {
        ...state,
        trail: trail.map((answered) =>
          answered.assignmentId === assignmentId
            ? {
                ...answered,
                // What the person wrote is shown, not what the server has.
                ...(kept && { draft: kept.draft, outcome: kept.outcome, skipReason: kept.skipReason }),
                revision: revision ?? answered.revision,
                refused: { saveId, problem },
              }
            : answered,
        ),
      };
    }
    case 'refusalDiscarded': {
      const gone = (answered: Answered) => answered.assignmentId === event.assignmentId;
      const settled =
        state.kind === 'revising' && state.work.assignment.id === event.assignmentId ? resume(state) : state;
      return { ...settled, trail: settled.trail.filter((answered) => !gone(answered)) };
    }
    case 'panelOpened':
      return { ...state, panel: state.panel === event.panel ? 'none' : event.panel };
    case 'guidelineToggled':
      return { ...state, guidelineOpen: !state.guidelineOpen };
    case 'closed':
      return state.panel !== 'none' ? { ...state, panel: 'none' } : { ...state, guidelineOpen: false };
    default:
      return unreachable(event);
  }
}

const common = ({
  schema,
  schemaVersion,
  ahead,
  trail,
  trailComplete,
  panel,
  guidelineOpen,
}: LabelingState): Common => ({
  schema,
  schemaVersion,
  ahead,
  trail,
  trailComplete,
  panel,
  guidelineOpen,
});

const questionOf = (schema: Schema, id: string): Question | undefined =>
  schema.questions.find((question) => question.id === id);

/** An item as it first appears, under the newest questions, with what was kept of an earlier attempt and still fits. */
function begin(
  { schema, schemaVersion, trail }: Common,
  assignment: Work['assignment'] & Pick<Handed, 'draft' | 'earlier'>,
  kept?: Draft,
): Work {
  // The server may hand out again what it refused: the person finds the answer as it was given.
  const refused = trail.find((one) => one.refused && one.assignmentId === assignment.id)?.draft;
  const proposed = assignment.draft && { ...EMPTY_DRAFT, answers: assignment.draft.answers as Draft['answers'] };
  const draft = fitting(schema, kept ?? refused ?? assignment.earlier?.draft ?? proposed ?? EMPTY_DRAFT);
  const { id, item, stage, guidelineVersion } = assignment;
  return {
    assignment: { id, item, guidelineVersion, ...(stage && { stage }) },
    schema,
    schemaVersion,
    ...startDocument(draft),
    missing: [],
    // What is filled in is there to be checked from the beginning, not only completed.
    active:
      (proposed || assignment.earlier ? undefined : missingQuestions(schema, draft.answers)[0]?.id) ??
      schema.questions[0]?.id ??
      '',
    restored: false,
    draftedBy: assignment.draft?.source ?? '',
    revision: assignment.earlier?.revision ?? 0,
    sentBack: assignment.earlier?.reason ?? '',
  };
}

const restored = (state: Common, { assignment, draft }: { assignment: Handed; draft?: Draft }): Work => ({
  ...begin(state, assignment, draft),
  restored: draft !== undefined,
});

function fitting(schema: Schema, draft: Draft): Draft {
  const answers = fittingAnswers(schema, draft.answers);
  const comment = storable(draft.comment);
  return answers === draft.answers && comment === draft.comment ? draft : { ...draft, answers, comment };
}

/** The same work under other questions; what was answered and still fits stays answered. */
function rebased(work: Work, schema: Schema, schemaVersion: number): Work {
  const draft = fitting(schema, work.draft);
  const known = questionOf(schema, work.active);
  return {
    ...work,
    schema,
    schemaVersion,
    ...startDocument(draft),
    missing: [],
    active: known?.id ?? missingQuestions(schema, draft.answers)[0]?.id ?? schema.questions[0]?.id ?? '',
  };
}

/** Newer questions are for the items that follow; a refused answer that is being mended has to fit them at once. */
function withSchema(state: LabelingState, schema: Schema, schemaVersion: number): LabelingState {
  if (schemaVersion === state.schemaVersion) return state;
  const changed = { ...state, schema, schemaVersion };
  return refusedOnScreen(state) ? onWork(changed, (work) => rebased(work, schema, schemaVersion)) : changed;
}

/** The panel that holds what the server would not take. */
function panelToMend(refused: Answered['refused']): Panel {
  const places = refused?.problem.problems.map((problem) => problem.where.replace(/^\//, '')) ?? [];
  return places.includes('comment') ? 'comment' : places.includes('skipReason') ? 'skip' : 'none';
}

function onWork(state: LabelingState, change: (work: Work) => Work): LabelingState {
  return state.kind === 'working' || state.kind === 'revising' ? { ...state, work: change(state.work) } : state;
}

/** The answer that is being looked at stays the same one, wherever in the trail it is now. */
function inPlace(state: LabelingState): LabelingState {
  if (state.kind !== 'revising') return state;
  const { id } = state.work.assignment;
  return { ...state, place: state.trail.findIndex((answered) => answered.assignmentId === id) };
}

/** What has been answered since is no longer missing. */
function withoutAnswered(work: Work): Work {
  if (work.missing.length === 0) return work;
  const open = missingQuestions(work.schema, work.draft.answers).map((question) => question.id);
  return { ...work, missing: work.missing.filter((id) => open.includes(id)) };
}

/** The item leaves the screen answered or skipped; the next one, already here, takes its place. */
function leave(state: LabelingState, outcome: Answered['outcome'], skipReason: string): LabelingState {
  if (state.kind !== 'working' && state.kind !== 'revising') return state;
  if (takenOutOnScreen(state) !== undefined) return resume(state as LabelingState & { kind: 'revising' });
  if (outcome === 'submitted') {
    const { asking, missing } = stillMissing(state, state.work);
    if (missing.length > 0) return { ...state, work: { ...asking, missing, active: missing[0] ?? asking.active } };
  }
  const { assignment, draft } = state.work;
  const answered: Answered = {
    assignmentId: assignment.id,
    item: assignment.item,
    outcome,
    draft,
    skipReason,
    guidelineVersion: assignment.guidelineVersion,
    revision: state.kind === 'revising' ? (state.trail[state.place]?.revision ?? 0) : state.work.revision,
  };
  const panel = 'none';
  if (state.kind === 'revising') {
    const foundOf = state.trail[state.place]?.foundOf;
    const now = foundOf === undefined ? answered : { ...answered, foundOf };
    const trail = state.trail.map((one) => (one.assignmentId === assignment.id ? now : one));
    return resume({ ...withoutLease(state, assignment.id), trail, panel });
  }
  return advance({
    ...common(state),
    panel,
    trail: [answered, ...state.trail.filter((one) => one.assignmentId !== assignment.id)],
  });
}

/**
 * What the person has yet to answer, and the work in which to ask for it. Questions that became required since the item
 * came on screen are asked for under the newest schema.
 */
export function stillMissing(state: Common, work: Work): { asking: Work; missing: string[] } {
  const ids = (asking: Work) => missingQuestions(asking.schema, asking.draft.answers).map((question) => question.id);
  const shown = ids(work);
  if (shown.length > 0 || work.schemaVersion === state.schemaVersion) return { asking: work, missing: shown };
  const newest = rebased(work, state.schema, state.schemaVersion);
  return { asking: newest, missing: ids(newest) };
}

/** The server hands out an item again whose answer it refused; mended in the trail, it is not asked a second time. */
function withoutLease(state: LabelingState & { kind: 'revising' }, id: string): LabelingState & { kind: 'revising' } {
  return {
    ...state,
    parked: state.parked?.assignment.id === id ? null : state.parked,
    ahead: state.ahead.filter((assignment) => assignment.id !== id),
  };
}

function advance(after: Common): LabelingState {
  const [first, ...ahead] = after.ahead;
  return first ? { ...after, kind: 'working', ahead, work: begin(after, first) } : { ...after, kind: 'waiting' };
}

/** Back from an earlier answer to the queue. */
function resume(state: LabelingState & { kind: 'revising' }): LabelingState {
  return state.parked ? { ...common(state), kind: 'working', work: state.parked } : advance(common(state));
}

function goTo(state: LabelingState, place: number): LabelingState {
  const answered = state.trail[place];
  if (place < 0 || !answered) return state;
  const parked = state.kind === 'revising' ? state.parked : state.kind === 'working' ? state.work : null;
  const { assignmentId: id, item, guidelineVersion, draft } = answered;
  const work = begin(state, { id, item, guidelineVersion }, draft);
  return {
    ...common(state),
    kind: 'revising',
    place,
    parked,
    // A refused answer begins where something is missing.
    work: answered.refused ? work : { ...work, active: state.schema.questions[0]?.id ?? '' },
  };
}

const answeredFrom = (annotation: MyAnnotation, guidelineVersion: number): Answered => ({
  assignmentId: annotation.assignmentId,
  item: annotation.item,
  outcome: annotation.outcome,
  draft: { answers: annotation.answers, ambiguous: annotation.ambiguous, comment: annotation.comment ?? '' },
  skipReason: annotation.skipReason ?? '',
  guidelineVersion,
  revision: annotation.revision,
  ...(annotation.takenOut ? { takenOut: annotation.takenOut.reason } : {}),
});

function unreachable(event: never): never {
  throw new Error(`unhandled event ${JSON.stringify(event)}`);
}
