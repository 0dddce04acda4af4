import type { Draft } from '@/shared/answers';
import type { DeviceStore } from './deviceStore';

/** Answers to an item that are not submitted yet, as they lie on the device. */
export interface KeptDraft {
  assignmentId: string;
  draft: Draft;
  savedAtMs: number;
}

/** Where answers that were not submitted yet survive a reload. */
export interface DraftStore {
  /** Resolves once what an earlier visit left behind can be read. */
  readonly ready: Promise<void>;
  read(assignmentId: string): Draft | undefined;
  write(assignmentId: string, draft: Draft | undefined): void;
}

/** Answers may change with every key: the first change of an item is written at once, those that follow when the hand rests. */
const REST_MS = 250;
/** Long after any lease: nobody will be given that item again. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export class Drafts implements DraftStore {
  readonly ready: Promise<void>;
  readonly #device: DeviceStore<KeptDraft>;
  readonly #world: { now(): number; later(run: () => void, ms: number): () => void };
  readonly #kept = new Map<string, Draft>();
  /** Changed since this page was opened: what the device has of them is older. */
  readonly #touched = new Set<string>();
  /** Changed since they were last written. */
  readonly #unwritten = new Set<string>();
  /** Written a moment ago: what calls off the next writing. */
  readonly #resting = new Map<string, () => void>();

  constructor(
    device: DeviceStore<KeptDraft>,
    world: { now(): number; later(run: () => void, ms: number): () => void },
  ) {
    this.#device = device;
    this.#world = world;
    this.ready = this.#load();
  }

  async #load(): Promise<void> {
    // A browser that keeps nothing costs the draft only on a reload.
    for (const { assignmentId, draft, savedAtMs } of await this.#device.all().catch(() => [])) {
      if (this.#world.now() - savedAtMs > KEPT_MS) void this.#device.remove(assignmentId).catch(() => undefined);
      else if (!this.#touched.has(assignmentId)) this.#kept.set(assignmentId, draft);
    }
  }

  read(assignmentId: string): Draft | undefined {
    return this.#kept.get(assignmentId);
  }

  write(assignmentId: string, draft: Draft | undefined): void {
    if (draft) this.#kept.set(assignmentId, draft);
    else this.#kept.delete(assignmentId);
    this.#touched.add(assignmentId);
    this.#unwritten.add(assignmentId);
    const callOff = this.#resting.get(assignmentId);
    if (callOff) callOff();
    else this.#send(assignmentId);
    this.#resting.set(
      assignmentId,
      this.#world.later(() => {
        this.#resting.delete(assignmentId);
        this.#send(assignmentId);
      }, REST_MS),
    );
  }

  /** At once: the page may be about to go. */
  flush(): void {
    for (const callOff of this.#resting.values()) callOff();
    this.#resting.clear();
    for (const assignmentId of [...this.#unwritten]) this.#send(assignmentId);
  }

  #send(assignmentId: string): void {
    if (!this.#unwritten.delete(assignmentId)) return;
    const draft = this.#kept.get(assignmentId);
    const written = draft
      ? this.#device.put({ assignmentId, draft, savedAtMs: this.#world.now() })
      : this.#device.remove(assignmentId);
    void written.catch(() => undefined);
  }
}
