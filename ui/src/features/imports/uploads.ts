import { hasCode, isTransient, type Uploaded } from '@/shared/api';

/** Uploads of files, three at a time: no React and no request, so that it is tested without a browser or a server. */
export type UploadState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'done'; readonly outcome: Uploaded['state'] }
  /** The server said no, and says it again; `taken`: another file has the name, and could be replaced. */
  | { readonly kind: 'refused'; readonly error: unknown; readonly taken: boolean }
  /** It did not come to that: sending again may help. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly file: Blob;
  readonly replace: boolean;
  readonly state: UploadState;
}

export interface Found {
  readonly name: string;
  readonly file: Blob;
}

export interface Tally {
  readonly all: number;
  readonly done: number;
  readonly refused: number;
  readonly failed: number;
  readonly busy: boolean;
}

export type Send = (
  file: Blob,
  options: { name: string; replace: boolean; onSent: (share: number) => void; signal: AbortSignal },
) => Promise<Uploaded>;

const AT_ONCE = 3;
/** How much more of a file has to be sent before that is told. */
const STEP = 0.04;

/** What systems leave in folders for themselves. */
export const isLeftover = (name: string): boolean => /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(name);

export const tallyOf = (uploads: readonly Upload[]): Tally => {
  const count = (kind: UploadState['kind']) => uploads.filter(({ state }) => state.kind === kind).length;
  return {
    all: uploads.length,
    done: count('done'),
    refused: count('refused'),
    failed: count('failed'),
    busy: count('waiting') + count('sending') > 0,
  };
};

const ORDER: Record<UploadState['kind'], number> = { sending: 0, refused: 1, failed: 2, done: 3, waiting: 4 };

/** What to look at first: what moves, then what did not go well, then the latest that did. */
export const worthShowing = (uploads: readonly Upload[], most: number): readonly Upload[] =>
  [...uploads]
    .sort((a, b) => ORDER[a.state.kind] - ORDER[b.state.kind] || (a.state.kind === 'done' ? b.id - a.id : a.id - b.id))
    .slice(0, most);

export class Uploads {
  #uploads: readonly Upload[] = [];
  #count = 0;
  #running = 0;
  readonly #send: Send;
  readonly #onIdle: () => void;
  readonly #stop = new AbortController();
  readonly #watchers = new Set<() => void>();

  /** @param onIdle called whenever nothing is left to send */
  constructor(send: Send, onIdle: () => void) {
    this.#send = send;
    this.#onIdle = onIdle;
  }

  view = (): readonly Upload[] => this.#uploads;
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  add(files: readonly Found[]): void {
    const fresh = files
      .filter(({ name }) => !isLeftover(name))
      .map(
        ({ name, file }): Upload => ({
          id: this.#count++,
          name,
          file,
          replace: false,
          state: { kind: 'waiting' },
        }),
      );
    this.#put([...this.#uploads, ...fresh]);
    this.#go();
  }

  /** Sends again what did not arrive. */
  retry(): void {
    this.#again(({ state }) => state.kind === 'failed', false);
  }

  /** Lets names point at these files instead of those they point at: one, or all that are taken. */
  replace(id?: number): void {
    this.#again((one) => one.state.kind === 'refused' && one.state.taken && (id === undefined || one.id === id), true);
  }

  /** Forgets what is over. */
  clear(): void {
    this.#put(this.#uploads.filter(({ state }) => state.kind === 'waiting' || state.kind === 'sending'));
  }

  /** Ends what is on its way. */
  stop(): void {
    this.#stop.abort();
  }

  #again(which: (upload: Upload) => boolean, replace: boolean): void {
    this.#put(
      this.#uploads.map((one) =>
        which(one) ? { ...one, replace: one.replace || replace, state: { kind: 'waiting' } } : one,
      ),
    );
    this.#go();
  }

  #put(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const watcher of this.#watchers) watcher();
  }

  #become(id: number, state: UploadState): void {
    this.#put(this.#uploads.map((one) => (one.id === id ? { ...one, state } : one)));
  }

  #go(): void {
    while (this.#running < AT_ONCE && !this.#stop.signal.aborted) {
      const next = this.#uploads.find(({ state }) => state.kind === 'waiting');
      if (!next) break;
      this.#running++;
      this.#become(next.id, { kind: 'sending', share: 0 });
      void this.#carry(next).finally(() => {
        this.#running--;
        this.#go();
        if (this.#running === 0) this.#onIdle();
      });
    }
  }

  async #carry({ id, file, name, replace }: Upload): Promise<void> {
    let told = 0;
    try {
      const { state } = await this.#send(file, {
        name,
        replace,
        onSent: (share) => {
          // Not for every packet: a page with thousands of files would do nothing else.
          if (share - told < STEP) return;
          told = share;
          this.#become(id, { kind: 'sending', share });
        },
        signal: this.#stop.signal,
      });
      this.#become(id, { kind: 'done', outcome: state });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#become(
        id,
        isTransient(error)
          ? { kind: 'failed', error }
          : { kind: 'refused', error, taken: hasCode(error, 'media_name_taken') },
      );
    }
  }
}
