import {
  ApiProblem,
  type Assignment,
  isBug,
  isSignedOut,
  isTransient,
  type SaveRequest,
  type SaveResult,
} from '@/shared/api';

/**
 * Answers on their way to the server. Each is written to this device before anything else happens to it, and stays until
 * the server has acknowledged it: a lost connection, a restart or a reload lose nothing, and a repeated send does no harm,
 * because the server knows the save by its id.
 */
export interface Unsent {
  saveId: string;
  accountId: string;
  projectKey: string;
  /** Its name when the answer was given. Absent from entries of earlier versions. */
  projectName?: string;
  assignmentId: string;
  /** How the person knows the item. */
  itemKey: string;
  /** What was answered, to be shown again if the answer is refused. Absent from entries of earlier versions. */
  item?: Assignment['item'];
  request: SaveRequest;
  createdAtMs: number;
  /** How often the server broke on this very answer. */
  failures?: number;
  /** Set once the server has said no; such an answer waits for the person, not for the network. */
  refusal?: Refusal;
}
export type Refusal = Pick<ApiProblem, 'code' | 'title' | 'detail' | 'fix' | 'problems'> &
  // Absent from refusals kept on the device by earlier versions.
  Partial<Pick<ApiProblem, 'parameters'>>;

export interface OutboxStorage {
  all(): Promise<Unsent[]>;
  put(unsent: Unsent): Promise<void>;
  remove(saveId: string): Promise<void>;
}

export interface OutboxStatus {
  /** sending: on the way now. waiting: tried in vain, will be tried again. signedOut: will be sent after signing in. */
  phase: 'idle' | 'sending' | 'waiting' | 'signedOut';
  /** Not acknowledged yet, oldest first. */
  pending: readonly Unsent[];
  /** Refused by the server, oldest first. */
  refused: readonly Unsent[];
  /** When the next attempt is due (only while waiting). */
  retryAtMs: number | null;
  savedAtMs: number | null;
}

export type OutboxEvent = { kind: 'saved'; unsent: Unsent; result: SaveResult } | { kind: 'refused'; unsent: Unsent };

export interface OutboxWorld {
  send(unsent: Unsent): Promise<SaveResult>;
  now(): number;
  /** Returns a function that calls the timer off. */
  later(run: () => void, ms: number): () => void;
  /** In [0, 1): spreads out the attempts of many clients after an outage. */
  chance(): number;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** After so many times an answer on which the server breaks is set aside, so that the others are not held up. */
const MOST_FAILURES = 3;

/** How long to wait before attempt `attempts + 1`: doubling from half a second to 15 s, with up to a quarter of chance. */
export const backoffMs = (attempts: number, chance: number): number =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1)) * (1 + chance / 4);

export class Outbox {
  readonly #storage: OutboxStorage;
  readonly #world: OutboxWorld;
  readonly #accountId: string;
  #entries: readonly Unsent[] = [];
  #phase: OutboxStatus['phase'] = 'idle';
  #failures = 0;
  #retryAtMs: number | null = null;
  #cancelRetry: (() => void) | null = null;
  #savedAtMs: number | null = null;
  #sending = false;
  #loaded = false;
  #status: OutboxStatus = { phase: 'idle', pending: [], refused: [], retryAtMs: null, savedAtMs: null };
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(event: OutboxEvent) => void>();
  /** Resolves once what an earlier visit left behind has been read. */
  readonly ready: Promise<void>;

  constructor(accountId: string, storage: OutboxStorage, world: OutboxWorld) {
    this.#accountId = accountId;
    this.#storage = storage;
    this.#world = world;
    this.ready = this.#load();
  }

  async #load(): Promise<void> {
    const kept = await this.#storage.all().catch(() => []);
    const fresh = new Set(this.#entries.map((entry) => entry.saveId));
    this.#entries = [
      ...kept.filter((one) => one.accountId === this.#accountId && !fresh.has(one.saveId)),
      ...this.#entries,
    ].sort((a, b) => a.createdAtMs - b.createdAtMs);
    this.#loaded = true;
    this.#publish();
    void this.#drain();
  }

  /** Learns what other tabs have had refused, or settled, since this one began. */
  async reread(): Promise<void> {
    await this.ready;
    const kept = await this.#storage.all().catch(() => undefined);
    if (!kept) return;
    const here = new Set(this.#entries.map((entry) => entry.saveId));
    const there = new Set(kept.map((entry) => entry.saveId));
    this.#entries = [
      ...this.#entries.filter((entry) => !entry.refusal || there.has(entry.saveId)),
      ...kept.filter((one) => one.accountId === this.#accountId && one.refusal && !here.has(one.saveId)),
    ].sort((a, b) => a.createdAtMs - b.createdAtMs);
    this.#publish();
  }

  /** Takes an answer and starts sending it. Resolves when it is safe on this device. */
  async add(unsent: Unsent): Promise<void> {
    // A newer answer to the same item replaces a refused one: the person has mended it.
    const replaced = this.#entries.filter((entry) => entry.assignmentId === unsent.assignmentId && entry.refusal);
    this.#entries = [...this.#entries.filter((entry) => !replaced.includes(entry)), unsent];
    this.#publish();
    const stored = this.#storage.put(unsent).catch(() => undefined);
    for (const old of replaced) void this.#storage.remove(old.saveId).catch(() => undefined);
    if (this.#phase !== 'waiting') void this.#drain();
    await stored;
  }

  /** Gives up on a refused answer. */
  async discard(saveId: string): Promise<void> {
    this.#entries = this.#entries.filter((entry) => entry.saveId !== saveId);
    this.#publish();
    await this.#storage.remove(saveId).catch(() => undefined);
  }

  /** The network came back, the person signed in or asked for it: try at once. */
  retryNow(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#retryAtMs = null;
    void this.#drain();
  }

  /** Sends a refused answer again as it is (somebody else's lease may have run out since). */
  resend(saveId: string): void {
    this.#entries = this.#entries.map((entry) => {
      if (entry.saveId !== saveId) return entry;
      const { refusal, failures: _, ...rest } = entry;
      const seen = refusal?.code === 'newer_answer' ? Number(refusal.parameters?.revision) : Number.NaN;
      // The person knows of the newer answer and puts this one on top of it.
      const again = Number.isNaN(seen) ? rest : { ...rest, request: { ...rest.request, baseRevision: seen } };
      void this.#storage.put(again).catch(() => undefined);
      return again;
    });
    this.retryNow();
  }

  status = (): OutboxStatus => this.#status;
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
  listen(listener: (event: OutboxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #publish(): void {
    this.#status = {
      phase: this.#phase,
      pending: this.#entries.filter((entry) => !entry.refusal),
      refused: this.#entries.filter((entry) => entry.refusal),
      retryAtMs: this.#retryAtMs,
      savedAtMs: this.#savedAtMs,
    };
    for (const watcher of this.#watchers) watcher();
  }

  /** Sends one after the other, oldest first, so that revisions arrive in the order they were made. */
  async #drain(): Promise<void> {
    // Before the device has been read nobody knows what there is to send: "idle" would be a guess.
    if (this.#sending || !this.#loaded) return;
    this.#sending = true;
    try {
      for (let entry = this.#first(); entry; entry = this.#first()) {
        // While attempts fail the person reads "will retry", not a flicker between two states.
        if (this.#failures === 0) this.#phase = 'sending';
        this.#publish();
        let result: SaveResult;
        try {
          result = await this.#world.send(entry);
        } catch (error) {
          if (this.#stopsAt(entry, error)) return;
          continue;
        }
        this.#failures = 0;
        this.#savedAtMs = this.#world.now();
        const saved = entry;
        this.#entries = this.#entries
          .filter((one) => one.saveId !== saved.saveId)
          .map((one) => this.#basedOn(saved, one, result.revision));
        void this.#storage.remove(saved.saveId).catch(() => undefined);
        this.#publish();
        for (const listener of this.#listeners) listener({ kind: 'saved', unsent: saved, result });
      }
      this.#phase = 'idle';
      this.#publish();
    } finally {
      this.#sending = false;
    }
  }

  /** What was answered after this one, on this device, was answered on top of it. */
  #basedOn(saved: Unsent, later: Unsent, revision: number): Unsent {
    if (later.assignmentId !== saved.assignmentId || later.refusal || later.request.baseRevision == null) return later;
    const based = { ...later, request: { ...later.request, baseRevision: revision } };
    void this.#storage.put(based).catch(() => undefined);
    return based;
  }

  #first(): Unsent | undefined {
    return this.#entries.find((entry) => !entry.refusal);
  }

  /** True if sending has to pause; false if this answer was refused and the next one may go. */
  #stopsAt(entry: Unsent, error: unknown): boolean {
    if (isSignedOut(error)) {
      this.#phase = 'signedOut';
      this.#publish();
      return true;
    }
    const failures = (entry.failures ?? 0) + (isBug(error) ? 1 : 0);
    if ((isTransient(error) && failures < MOST_FAILURES) || !(error instanceof ApiProblem)) {
      if (isBug(error)) this.#replace({ ...entry, failures });
      this.#failures++;
      const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      const waitMs = Math.max(asked, backoffMs(this.#failures, this.#world.chance()));
      this.#phase = 'waiting';
      this.#retryAtMs = this.#world.now() + waitMs;
      this.#cancelRetry?.();
      this.#cancelRetry = this.#world.later(() => {
        this.#cancelRetry = null;
        this.#retryAtMs = null;
        void this.#drain();
      }, waitMs);
      this.#publish();
      return true;
    }
    this.#failures = 0;
    const place = this.#entries.indexOf(entry);
    if (this.#entries.some((one, at) => at > place && one.assignmentId === entry.assignmentId && !one.refusal)) {
      // A newer answer of the same person to the same item waits behind it: that one counts.
      void this.discard(entry.saveId);
      return false;
    }
    const { code, title, detail, fix, problems, parameters } = error;
    const refused: Unsent = { ...entry, refusal: { code, title, detail, fix, problems, parameters } };
    this.#replace(refused);
    this.#publish();
    for (const listener of this.#listeners) listener({ kind: 'refused', unsent: refused });
    return false;
  }

  #replace(entry: Unsent): void {
    this.#entries = this.#entries.map((one) => (one.saveId === entry.saveId ? entry : one));
    void this.#storage.put(entry).catch(() => undefined);
  }
}
