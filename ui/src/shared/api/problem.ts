import type { FieldProblem } from './contract';

/** What the server answers when it refuses (RFC 9457), as an exception. `code` is stable, `detail` is for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly where: string | undefined;
  readonly fix: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Values the text names, for saying it in other words. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Seconds to wait before asking again, where the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: ProblemBody, retryAfterSeconds?: number) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? `http_${status}`;
    this.title = body.title ?? `HTTP ${status}`;
    this.detail = body.detail ?? '';
    this.where = body.where ?? undefined;
    this.fix = body.fix ?? undefined;
    this.problems = body.problems ?? [];
    this.parameters = body.parameters ?? {};
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The server could not be reached, or did not answer in time: nothing is known about what happened to the request. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'Unreachable';
  }
}

export interface ProblemBody {
  title?: string;
  detail?: string;
  code?: string;
  where?: string | null;
  fix?: string | null;
  problems?: FieldProblem[] | null;
  parameters?: Record<string, string | number> | null;
}

/** True for a refusal with this code. */
export const hasCode = (error: unknown, ...codes: string[]): error is ApiProblem =>
  error instanceof ApiProblem && codes.includes(error.code);

/** True where trying the same request again later may well succeed: no connection, overload, a restart, a proxy error. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof ApiProblem && (error.status >= 500 || error.status === 408 || error.status === 429));

/** True where the server broke on the request itself: it is there, and the same request may break it again. */
export const isBug = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 500 && ![502, 503, 504].includes(error.status);

export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
