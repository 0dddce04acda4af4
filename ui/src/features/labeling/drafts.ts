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

/** Answers change with every key; the device is written to when the hand rests. */
const REST_MS = 250;
/** Long after any lease: nobody will be given that item again. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export class Drafts implements DraftStore {
  readonly ready: Promise<void>;
  readonly #device: DeviceStore<KeptDraft>;
  readonly #world: { now(): number; later(run: () => void, ms: number): () => void };
  readonly #kept = new Map<string, Draft>();
  /** Changed since they were last written. */
  readonly #unwritten = new Set<string>();
  #cancel: (() => void) | null = null;

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
      else if (!this.#kept.has(assignmentId) && !this.#unwritten.has(assignmentId)) this.#kept.set(assignmentId, draft);
    }
  }

  read(assignmentId: string): Draft | undefined {
    return this.#kept.get(assignmentId);
  }

  write(assignmentId: string, draft: Draft | undefined): void {
    if (draft) this.#kept.set(assignmentId, draft);
    else this.#kept.delete(assignmentId);
    this.#unwritten.add(assignmentId);
    this.#cancel?.();
    this.#cancel = this.#world.later(() => this.flush(), REST_MS);
  }

  /** At once: the page may be about to go. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    for (const assignmentId of this.#unwritten) {
      const draft = this.#kept.get(assignmentId);
      const written = draft
        ? this.#device.put({ assignmentId, draft, savedAtMs: this.#world.now() })
        : this.#device.remove(assignmentId);
      void written.catch(() => undefined);
    }
    this.#unwritten.clear();
  }
}
