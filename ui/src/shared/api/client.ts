import { ApiProblem, type ProblemBody, Unreachable } from './problem';
import { readAnswer } from './read';

const BASE = '/api/v1';
const DEFAULT_TIMEOUT_MS = 20_000;

type QueryValue = string | number | boolean | undefined | readonly string[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  /** Sent as JSON, except a Blob, which is sent as it is. */
  body?: unknown;
  signal?: AbortSignal;
  /** Give up after this long, in milliseconds. Uploads need more than the 20 s default. */
  timeoutMs?: number;
  /** Let the request outlive the page (a save while the tab closes). Bodies over 64 KB are refused by browsers. */
  keepalive?: boolean;
}

/** Builds `/api/v1/projects/reviews/items?status=disputed`; undefined values and empty lists are left out. */
export function address(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

const csrfToken = (): string | undefined => {
  const match = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : undefined;
};

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  let body: BodyInit | undefined;
  if (options.body instanceof Blob) {
    body = options.body;
    headers.set('content-type', options.body.type || 'application/octet-stream');
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers.set('content-type', 'application/json');
  }
  if (method !== 'GET') {
    const token = csrfToken();
    if (token) headers.set('x-xsrf-token', token);
  }
  const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    return await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      keepalive: options.keepalive ?? false,
      signal,
      ...(body === undefined ? {} : { body }),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Unreachable(cause);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  let body: ProblemBody = {};
  try {
    const parsed: unknown = await response.json();
    if (parsed !== null && typeof parsed === 'object') body = parsed as ProblemBody;
  } catch {
    // A proxy's HTML page or an empty body: the status has to do.
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiProblem(response.status, body, Number.isFinite(retryAfter) ? retryAfter : undefined);
}

/**
 * One request to the server.
 *
 * @param path below /api/v1, already encoded: `/projects/${encodeURIComponent(key)}`
 * @throws ApiProblem if the server refuses, Unreachable if it cannot be asked
 */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  if (method !== 'GET' && csrfToken() === undefined) await send('GET', '/session', {});
  const used = csrfToken();
  let response = await send(method, path, options);
  if (response.status === 403 && method !== 'GET') {
    // Signing in renews the CSRF token; a tab that slept through that holds the old one.
    const problem = await problemOf(response);
    await send('GET', '/session', {});
    if (problem.code === 'role_too_low' || csrfToken() === used) throw problem;
    response = await send(method, path, options);
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : readAnswer(text)) as T;
}

/**
 * Posts a file and tells how much of it has left, which `fetch` does not.
 *
 * @param onSent the share of the file that was sent, 0 to 1
 * @throws ApiProblem, Unreachable as `request` does
 */
export async function sendFile<T>(
  path: string,
  file: Blob,
  {
    query,
    onSent,
    signal,
  }: { query: Record<string, QueryValue>; onSent: (share: number) => void; signal: AbortSignal },
): Promise<T> {
  if (csrfToken() === undefined) await send('GET', '/session', {});
  const used = csrfToken();
  let response = await post(address(path, query), file, onSent, signal);
  if (response.status === 403) {
    const problem = await problemOf(response);
    await send('GET', '/session', {});
    if (problem.code === 'role_too_low' || csrfToken() === used) throw problem;
    response = await post(address(path, query), file, onSent, signal);
  }
  if (!response.ok) throw await problemOf(response);
  return readAnswer(await response.text()) as T;
}

const post = (url: string, file: Blob, onSent: (share: number) => void, signal: AbortSignal): Promise<Response> =>
  new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', url);
    sending.setRequestHeader('accept', 'application/json, application/problem+json');
    // The raw bytes: a browser's guess of the type says nothing the server trusts.
    sending.setRequestHeader('content-type', 'application/octet-stream');
    sending.setRequestHeader('x-xsrf-token', csrfToken() ?? '');
    sending.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    sending.onload = () => resolve(new Response(sending.responseText, { status: sending.status }));
    sending.onerror = () => reject(new Unreachable(new Error('the connection broke')));
    sending.onabort = () => reject(new DOMException('called off', 'AbortError'));
    signal.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(file);
  });

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, { ...options, body }),
  delete: <T = void>(path: string, options?: RequestOptions) => request<T>('DELETE', path, options),
};

/** `/projects/KEY` plus what follows, encoded. */
export const projectPath = (key: string, rest = ''): string => `/projects/${encodeURIComponent(key)}${rest}`;
