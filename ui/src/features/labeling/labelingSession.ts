import { answersToSend, type Draft, EMPTY_DRAFT } from '@/shared/answers';
import {
  type Assignment,
  hasCode,
  isSignedOut,
  isTransient,
  type MyStats,
  type Project,
  type SaveRequest,
  type Schema,
} from '@/shared/api';
import { lineOf } from '@/shared/inputs';
import { storable } from '@/shared/kinds/text/storable';
import { type ActiveTime, input, startTime, tick, visibility } from './activeTime';
import type { DraftStore } from './drafts';
import type { LabelingApi } from './labelingApi';
import {
  type Answered,
  type Handed,
  held,
  initialState,
  type LabelingEvent,
  type LabelingState,
  next,
  stillMissing,
  workOf,
} from './labelingStore';
import { backoffMs, type Outbox, type Refusal, type Unsent } from './outbox';
import { GONE } from './refusal';

/** A person may hold three leases: one on screen and two ahead, so that answering goes on while the server is away. */
const MOST_LEASES = 3;
const KEEP_CHECK_MS = 30_000;
const LOOK_AGAIN_MS = 20_000;
/** Refusals after which the questions on screen are not those in force. */
const OUTDATED = ['answers_invalid', 'answers_outdated', 'schema_version_unknown'];

export interface SessionWorld {
  api: LabelingApi;
  outbox: Outbox;
  drafts: DraftStore;
  now(): number;
  newId(): string;
  /** Returns a function that calls the timer off. */
  later(run: () => void, ms: number): () => void;
}

export interface SessionView {
  state: LabelingState;
  stats: MyStats | null;
  /** Why no next item can be fetched right now, if so. */
  fetchProblem: unknown;
  /** The project was deleted or this person removed, as far as is known: nothing can be sent until that is undone. */
  gone: boolean;
}

/**
 * Carries out what the store's changes call for: keeps the queue filled, hands answers to the outbox, keeps leases alive,
 * measures active time, remembers drafts. One per visit of the labeling screen.
 */
export class LabelingSession {
  readonly #world: SessionWorld;
  readonly #accountId: string;
  readonly #projectKey: string;
  #project: Project;
  #state: LabelingState;
  #stats: MyStats | null = null;
  #fetchProblem: unknown = null;
  #gone = false;
  /** Refused answers hold all leases: their items are handed out again, with the answers as they were given. */
  #refusedComeBack = false;
  #view: SessionView;
  readonly #watchers = new Set<() => void>();
  #fetching = false;
  #failures = 0;
  #exhausted = false;
  #loadingTrail = false;
  #oldestAnnotation: number | undefined;
  #time: ActiveTime;
  readonly #leasedUntil = new Map<string, number>();
  #lastInputMs: number;
  #stopped = false;
  /** The item that is asked for first: whoever comes from its page wants this one. */
  #wanted: number | undefined;
  readonly #cleanUp: (() => void)[] = [];
  #cancelLook: (() => void) | null = null;
  #cancelStats: (() => void) | null = null;

  /** @param wanted the number of the item that is to come first, if it may */
  constructor(accountId: string, project: Project, world: SessionWorld, wanted?: number) {
    this.#wanted = wanted;
    this.#accountId = accountId;
    this.#projectKey = project.key;
    this.#project = project;
    this.#world = world;
    this.#state = initialState(project.schema, project.schemaVersion);
    this.#view = { state: this.#state, stats: null, fetchProblem: null, gone: false };
    this.#time = startTime(world.now());
    this.#lastInputMs = world.now();
  }

  start(): void {
    const { outbox } = this.#world;
    this.#cleanUp.push(
      outbox.listen((event) => {
        if (event.unsent.projectKey !== this.#projectKey) return;
        if (event.kind === 'saved') {
          const { assignmentId } = event.unsent;
          this.dispatchQuietly({ kind: 'saved', assignmentId, revision: event.result.revision });
          this.#scheduleStats();
          if (this.#fetchProblem !== null || this.#gone) {
            // The server takes answers again: what it refused before is asked anew.
            this.#gone = false;
            this.#fetchProblem = null;
            this.#failures = 0;
            this.#exhausted = false;
          }
          this.#lookNow();
        } else if (event.unsent.refusal) {
          if (GONE.includes(event.unsent.refusal.code)) this.#gone = true;
          this.#showRefused(event.unsent, event.unsent.refusal);
          if (OUTDATED.includes(event.unsent.refusal.code)) void this.#loadProject();
          this.#fill();
        }
      }),
      outbox.watch(() => {
        // Signed in again, or the server is back: what could not be fetched can be now.
        if (outbox.status().phase !== 'waiting' && this.#fetchProblem !== null) this.#fill();
      }),
    );
    this.#keepLeases();
    void Promise.all([outbox.ready, this.#world.drafts.ready]).then(() => {
      this.#fill();
      this.#loadStats();
      this.loadTrail();
    });
  }

  /** Leaves the screen: items not looked at yet go back to the queue, for others. */
  stop(): void {
    this.#stopped = true;
    for (const undo of this.#cleanUp) undo();
    this.#cancelLook?.();
    this.#cancelStats?.();
    for (const assignment of this.#state.ahead) void this.#world.api.giveBack(assignment.id).catch(() => undefined);
  }

  #giveBackAhead(): void {
    for (const { id } of this.#state.ahead) {
      void this.#world.api.giveBack(id).catch(() => undefined);
      this.dispatchQuietly({ kind: 'leaseLost', assignmentId: id });
    }
  }

  view = (): SessionView => this.#view;
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  dispatch(event: LabelingEvent): void {
    const before = workOf(this.#state);
    this.#state = next(this.#state, event);
    const after = workOf(this.#state);
    if (after?.assignment.id !== before?.assignment.id) {
      this.#time = startTime(this.#world.now(), this.#time.visible);
      const untouched =
        after &&
        (after.draft === EMPTY_DRAFT ||
          (after.sentBack !== '' && after.past.length === 0) ||
          (after.draftedBy !== '' && after.past.length === 0));
      if (this.#state.kind === 'working' && untouched) {
        const kept = this.#world.drafts.read(after.assignment.id);
        if (kept) this.#state = { ...this.#state, work: { ...after, draft: kept, restored: true } };
      }
    } else if (this.#state.kind === 'working' && after && before && after.draft !== before.draft) {
      this.#world.drafts.write(after.assignment.id, after.draft);
    }
    this.#publish();
    if (event.kind === 'wentBack' || event.kind === 'undone') this.#loadMoreTrail();
    if (event.kind !== 'trailLoaded') this.#fill();
  }

  submit(): void {
    this.#leave({ kind: 'submitted' });
  }

  skip(reason: string): void {
    this.#leave({ kind: 'skipped', reason });
  }

  #leave(event: { kind: 'submitted' } | { kind: 'skipped'; reason: string }): void {
    const before = this.#state;
    const work = workOf(before);
    if (!work || this.#gone) return;
    const activeMs = Math.round(tick(this.#time, this.#world.now()).activeMs);
    if (event.kind === 'submitted' && stillMissing(before, work).missing.length > 0) {
      this.dispatch(event); // an answer is missing: the screen says which
      return;
    }
    const reviewed = before.kind === 'revising' ? before.trail[before.place] : undefined;
    if (reviewed?.takenOut !== undefined) {
      this.dispatch(event); // there is nothing to change
      return;
    }
    if (!reviewed || changed(reviewed, work.draft, event)) {
      const skipped = event.kind === 'skipped';
      const comment = work.draft.comment.trim();
      const request: SaveRequest = {
        saveId: this.#world.newId(),
        outcome: skipped ? 'skipped' : 'submitted',
        answers: skipped ? {} : answersToSend(work.schema, work.draft.answers),
        ambiguous: !skipped && work.draft.ambiguous,
        ...(comment ? { comment } : {}),
        ...(skipped && event.reason ? { skipReason: storable(event.reason) } : {}),
        activeMs,
        // The questions that were shown are those that were answered.
        schemaVersion: work.schemaVersion,
        // A revision is made under what is in force now; a first answer under what its item came with.
        guidelineVersion: reviewed ? this.#project.guideline.version : work.assignment.guidelineVersion,
        // An answer given elsewhere meanwhile is not replaced without a word.
        baseRevision: reviewed?.revision ?? work.revision,
      };
      void this.#world.outbox.add({
        saveId: request.saveId,
        accountId: this.#accountId,
        projectKey: this.#projectKey,
        projectName: this.#project.name,
        assignmentId: work.assignment.id,
        itemKey: nameOf(work.schema, work.assignment.item),
        item: work.assignment.item,
        request,
        createdAtMs: this.#world.now(),
      });
      if (!reviewed && !skipped && this.#stats)
        this.#stats = {
          ...this.#stats,
          answeredToday: this.#stats.answeredToday + (work.revision === 0 ? 1 : 0),
          answeredTotal: this.#stats.answeredTotal + (work.revision === 0 ? 1 : 0),
          openForMe: this.#stats.openForMe >= 1000 ? 1000 : Math.max(0, this.#stats.openForMe - 1),
        };
    }
    this.#leasedUntil.delete(work.assignment.id);
    this.#world.drafts.write(work.assignment.id, undefined);
    this.dispatch(event);
    this.#lookNow();
  }

  get projectKey(): string {
    return this.#projectKey;
  }

  /** Whether a refused answer can be opened here. */
  holds(unsent: Unsent): boolean {
    return this.#state.trail.some((answered) => answered.assignmentId === unsent.assignmentId);
  }

  /** Shows one of the person's answers, wherever among them it is. */
  async openAnswer(assignmentId: string): Promise<void> {
    await this.#world.outbox.ready;
    try {
      const annotation = await this.#world.api.answer(assignmentId);
      // What waits to be sent, or was refused, is newer than what the server has.
      const here = this.#state.trail.some((one) => one.assignmentId === assignmentId);
      this.dispatch(
        here
          ? { kind: 'opened', assignmentId }
          : { kind: 'answerOpened', annotation, guidelineVersion: this.#project.guideline.version },
      );
    } catch (error) {
      if (this.#stopped) return;
      this.#fetchProblem = error;
      this.#publish();
    }
  }

  /** Shows a refused answer, under the questions as they are now. */
  open(unsent: Unsent): void {
    this.dispatch({ kind: 'opened', assignmentId: unsent.assignmentId });
    if (OUTDATED.includes(unsent.refusal?.code ?? '')) void this.#loadProject();
  }

  /** Gives up on a refused answer; what the server has of this item, if anything, is shown again. */
  discard(unsent: Unsent): void {
    void this.#world.outbox.discard(unsent.saveId);
    if (unsent.projectKey !== this.#projectKey) return;
    this.dispatch({ kind: 'refusalDiscarded', assignmentId: unsent.assignmentId });
    this.#world.api.mine(undefined).then(
      (page) =>
        this.dispatchQuietly({
          kind: 'trailLoaded',
          annotations: page.annotations.filter((one) => one.assignmentId === unsent.assignmentId),
          complete: this.#state.trailComplete,
          guidelineVersion: this.#project.guideline.version,
        }),
      () => undefined,
    );
  }

  /** A key, a touch, a movement: somebody is there. */
  noticeInput(): void {
    this.#lastInputMs = this.#world.now();
    this.#time = input(this.#time, this.#lastInputMs);
  }

  noticeVisibility(visible: boolean): void {
    this.#time = visibility(this.#time, visible, this.#world.now());
  }

  /** Milliseconds of active work on the item on screen. */
  activeMs(): number {
    return tick(this.#time, this.#world.now()).activeMs;
  }

  /** The person asked to look again, or signed in. */
  retry(): void {
    this.#failures = 0;
    this.#exhausted = false;
    this.#gone = false;
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#publish();
    this.#world.outbox.retryNow();
    this.#fill();
    if (!this.#stats) this.#loadStats();
  }

  #publish(): void {
    const gone = this.#gone;
    this.#view = { state: this.#state, stats: this.#stats, fetchProblem: this.#fetchProblem, gone };
    for (const watcher of this.#watchers) watcher();
  }

  /** Fetches until three leases are held, counting those whose answers are still on the way. */
  #fill(): void {
    if (this.#fetching || this.#stopped || this.#exhausted || this.#cancelLook) return;
    const { pending, refused } = this.#world.outbox.status();
    const ids = (entries: readonly Unsent[]) => entries.map((entry) => entry.assignmentId);
    const holding = [...new Set([...held(this.#state), ...ids(pending)])];
    if (holding.length >= MOST_LEASES) return;
    // An item whose answer was refused is mended from the list of refused answers, not asked again as if it were new.
    const refusedHere = refused.filter((entry) => entry.projectKey === this.#projectKey);
    const known = this.#refusedComeBack ? holding : [...new Set([...holding, ...ids(refusedHere)])];
    this.#fetching = true;
    void this.#fetchNext(known, refusedHere.length > 0).finally(() => {
      this.#fetching = false;
      this.#fill();
    });
  }

  /** The item that is wanted first; where it may not be had any more, the queue goes on as for everybody. */
  async #next(holding: readonly string[]) {
    const wanted = this.#wanted;
    if (wanted === undefined) return this.#world.api.next(holding);
    try {
      const result = await this.#world.api.next(holding, wanted);
      this.#wanted = undefined;
      return result;
    } catch (error) {
      if (isTransient(error) || isSignedOut(error)) throw error;
      this.#wanted = undefined;
      return this.#world.api.next(holding);
    }
  }

  async #fetchNext(holding: readonly string[], refusals: boolean): Promise<void> {
    try {
      const result = await this.#next(holding);
      this.#failures = 0;
      this.#fetchProblem = null;
      this.#gone = false;
      if (!refusals) this.#refusedComeBack = false;
      // What was deleted meanwhile is not shown any more; an item on screen stays, and its answer is kept with it.
      for (const assignmentId of result.ended ?? []) this.dispatchQuietly({ kind: 'leaseLost', assignmentId });
      if (this.#stopped) {
        if (result.assignment) void this.#world.api.giveBack(result.assignment.id).catch(() => undefined);
      } else if (result.assignment) {
        await this.#arrive(result.assignment);
      } else {
        const { reason = 'none_left_for_you', limit } = result;
        // Who has worked long enough today finishes what is on screen; what lies ahead is for others.
        if (reason === 'time_limit') this.#giveBackAhead();
        this.dispatchQuietly({ kind: 'nothingLeft', reason, ...(limit && { limit }) });
        this.#lookAgainIn(LOOK_AGAIN_MS);
      }
    } catch (error) {
      if (hasCode(error, 'too_many_leases') && refusals && !this.#refusedComeBack) {
        this.#refusedComeBack = true;
        return;
      }
      this.#fetchProblem = hasCode(error, 'too_many_leases') ? null : error;
      if (hasCode(error, ...GONE)) this.#gone = true;
      this.#failures++;
      this.#publish();
      if (isSignedOut(error)) this.#exhausted = true;
      else if (isTransient(error) || hasCode(error, 'too_many_leases')) this.#lookAgainIn(backoffMs(this.#failures, 0));
      else this.#exhausted = true;
    }
  }

  dispatchQuietly(event: LabelingEvent): void {
    this.#state = next(this.#state, event);
    this.#publish();
  }

  async #loadProject(): Promise<void> {
    this.#project = await this.#world.api.project().catch(() => this.#project);
    const { schema, schemaVersion: version } = this.#project;
    this.dispatchQuietly({ kind: 'schemaChanged', schema, version });
  }

  /** A refused answer can be opened and sent again, also after a reload. */
  #showRefused(unsent: Unsent, refusal: Refusal): void {
    const { assignmentId, saveId, item, request } = unsent;
    const newer = Number(refusal.parameters?.revision);
    this.dispatchQuietly({
      kind: 'saveRefused',
      assignmentId,
      saveId,
      problem: refusal,
      ...(Number.isNaN(newer) ? {} : { revision: newer }),
      ...(item && {
        kept: {
          assignmentId,
          item,
          outcome: request.outcome,
          draft: {
            answers: request.answers as Draft['answers'],
            ambiguous: request.ambiguous ?? false,
            comment: request.comment ?? '',
          },
          skipReason: request.skipReason ?? '',
          guidelineVersion: request.guidelineVersion,
          revision: request.baseRevision ?? 0,
        },
      }),
    });
  }

  /** What was answered before, to be answered again. */
  async #withEarlier(assignment: Assignment): Promise<Handed> {
    const { outcome, answers, ambiguous, comment, revision, sentBack } = await this.#world.api.answer(assignment.id);
    return {
      ...assignment,
      earlier: {
        draft: outcome === 'submitted' ? { answers, ambiguous, comment: comment ?? '' } : EMPTY_DRAFT,
        revision,
        reason: sentBack?.reason ?? '',
      },
    };
  }

  async #arrive(assignment: Assignment): Promise<void> {
    if (
      assignment.schemaVersion !== this.#project.schemaVersion ||
      assignment.guidelineVersion !== this.#project.guideline.version
    ) {
      // The schema or guideline moved on while the screen was open.
      await this.#loadProject();
    }
    const handed = assignment.stage === 'sent_back' ? await this.#withEarlier(assignment) : assignment;
    this.#leasedUntil.set(assignment.id, Date.parse(assignment.leasedUntil));
    const draft = this.#world.drafts.read(assignment.id);
    const fresh = workOf(this.#state) === null;
    this.dispatchQuietly({ kind: 'assignmentArrived', assignment: handed, ...(draft ? { draft } : {}) });
    if (fresh) {
      this.#time = startTime(this.#world.now(), this.#time.visible);
      this.#publish();
    }
  }

  #lookAgainIn(ms: number): void {
    this.#cancelLook?.();
    this.#cancelLook = this.#world.later(() => {
      this.#cancelLook = null;
      this.#fill();
    }, ms);
  }

  /** With nothing on screen somebody waits: for an item, or for the word that there is none. */
  #lookNow(): void {
    if (workOf(this.#state) === null) {
      this.#cancelLook?.();
      this.#cancelLook = null;
    }
    this.#fill();
  }

  /** While somebody is working, leases past half of their time are renewed. */
  #keepLeases(): void {
    const cancel = this.#world.later(() => {
      const now = this.#world.now();
      const halfMs = (this.#project.leaseMinutes * 60_000) / 2;
      if (now - this.#lastInputMs < Math.max(halfMs, 120_000))
        for (const id of held(this.#state)) {
          const until = this.#leasedUntil.get(id);
          if (until === undefined || until - now > halfMs) continue;
          this.#world.api.keep(id).then(
            (kept) => this.#leasedUntil.set(id, Date.parse(kept.leasedUntil)),
            (error) => {
              if (!isTransient(error) && !isSignedOut(error)) this.dispatch({ kind: 'leaseLost', assignmentId: id });
            },
          );
        }
      if (!this.#stopped) this.#keepLeases();
    }, KEEP_CHECK_MS);
    this.#cleanUp.push(cancel);
  }

  #scheduleStats(): void {
    if (this.#cancelStats) return;
    this.#cancelStats = this.#world.later(() => {
      this.#cancelStats = null;
      this.#loadStats();
    }, 2000);
  }

  #loadStats(): void {
    this.#world.api.stats().then(
      (stats) => {
        const unsent = this.#world.outbox
          .status()
          .pending.filter((entry) => entry.projectKey === this.#projectKey).length;
        this.#stats = {
          ...stats,
          answeredToday: stats.answeredToday + unsent,
          answeredTotal: stats.answeredTotal + unsent,
        };
        this.#publish();
      },
      () => undefined,
    );
  }

  /** Fetches the latest, or the next older, page of this person's answers. */
  loadTrail(): void {
    if (this.#loadingTrail || this.#state.trailComplete) return;
    this.#loadingTrail = true;
    this.#world.api
      .mine(this.#oldestAnnotation)
      .then(
        (page) => {
          const oldest = page.next ?? undefined;
          this.#oldestAnnotation = oldest === undefined ? undefined : Number(oldest);
          this.dispatchQuietly({
            kind: 'trailLoaded',
            annotations: page.annotations,
            complete: oldest === undefined,
            guidelineVersion: this.#project.guideline.version,
          });
          for (const unsent of this.#world.outbox.status().refused)
            if (unsent.refusal && unsent.projectKey === this.#projectKey) this.#showRefused(unsent, unsent.refusal);
        },
        () => undefined,
      )
      .finally(() => {
        this.#loadingTrail = false;
      });
  }

  #loadMoreTrail(): void {
    if (this.#state.kind === 'revising' && this.#state.place >= this.#state.trail.length - 3) this.loadTrail();
  }
}

/** How a person knows an item: by its key, where the project shows keys, or by how its content begins. */
export function nameOf(schema: Schema, item: Assignment['item']): string {
  const text = item.key ?? (lineOf(schema, item.fields).trim() || item.id);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const changed = (
  before: Answered,
  draft: Draft,
  event: { kind: 'submitted' } | { kind: 'skipped'; reason: string },
): boolean =>
  before.refused !== undefined ||
  before.outcome !== (event.kind === 'skipped' ? 'skipped' : 'submitted') ||
  (event.kind === 'skipped' && event.reason !== before.skipReason) ||
  JSON.stringify(before.draft) !== JSON.stringify(draft);
