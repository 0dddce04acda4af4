import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Invitation, Job, Me, Project, Role, Schema } from '@/shared/api/contract';

/**
 * The real thing: the packaged jar with its embedded database in a temporary folder, and Debian's Chromium. Build the jar
 * first (`mvn package`); CUPEL_JAR and CHROMIUM_PATH override where they are looked for.
 */
const JAR = process.env.CUPEL_JAR ?? join(import.meta.dirname, '..', '..', 'cli', 'target', 'cupel.jar');
const JAVA = java();
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** A Java of release 21 or newer: the one of JAVA_HOME, else the newest in the usual folder, else whatever PATH has. */
function java(): string {
  const usual = '/usr/lib/jvm';
  const homes = [
    process.env.JAVA_HOME ?? '',
    ...(existsSync(usual) ? readdirSync(usual).map((name) => join(usual, name)) : []),
  ];
  const releases = homes.flatMap((home) => {
    const file = join(home, 'release');
    const release = home && existsSync(file) ? Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) : 0;
    return release >= 21 ? [{ home, release }] : [];
  });
  const chosen =
    releases.find((one) => one.home === process.env.JAVA_HOME) ?? releases.sort((a, b) => b.release - a.release)[0];
  return chosen ? join(chosen.home, 'bin', 'java') : 'java';
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Like `pause`, but the tests may end before it does. */
const atMost = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Runs a command of the jar to its end. */
function command(...args: string[]): Promise<string> {
  const child = spawn(JAVA, ['-jar', JAR, ...args], { env: { ...process.env, NO_COLOR: '1' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${args[0]} ended with ${code}:\n${said}`)),
    );
  });
}

/** A running server, whoever started it. */
export interface Host {
  readonly base: string;
}

export class Server implements Host {
  readonly base: string;
  readonly #port: number;
  readonly #data: string;
  #process: ChildProcess | undefined;
  #output = '';
  /** The one-time link printed at the first start. */
  setUpLink = '';

  readonly #settings: Record<string, string>;

  private constructor(
    port: number,
    settings: Record<string, string>,
    data = mkdtempSync(join(tmpdir(), 'cupel-e2e-')),
  ) {
    this.#port = port;
    this.#settings = settings;
    this.#data = data;
    this.base = `http://localhost:${port}`;
  }

  /** @param settings environment variables, such as those that name a mail server */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await freePort(), settings);
    await server.resume();
    // The line of the link may come a moment after the one that ends the wait.
    const printed = () => /https?:\/\/\S+\/setup#\S+\s/.exec(server.#output)?.[0].trim();
    for (let tries = 0; tries < 100 && !printed(); tries++) await pause(100);
    const link = printed();
    if (!link) throw new Error(`no set-up link was printed:\n${server.#output}`);
    server.setUpLink = `${server.base}/setup#${link.split('#')[1]}`;
    return server;
  }

  /** Writes a backup while the server runs, as an operator would. */
  backup(file: string): Promise<string> {
    return command('backup', file, '--data', this.#data);
  }

  /** Starts a server on what a backup holds, in a new folder. */
  static async restored(file: string): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), 'cupel-e2e-'));
    await command('restore', file, '--data', data);
    const server = new Server(await freePort(), {}, data);
    await server.resume();
    return server;
  }

  /** Starts again on the same folder and port, and waits until it answers. */
  async resume(): Promise<void> {
    if (!existsSync(JAR)) throw new Error(`${JAR} is missing: build it with mvn package, or name it in CUPEL_JAR`);
    this.#output = '';
    const child = spawn(JAVA, ['-jar', JAR, 'serve', '--port', String(this.#port), '--data', this.#data], {
      env: { ...process.env, NO_COLOR: '1', ...this.#settings },
    });
    this.#process = child;
    const hear = (chunk: Buffer) => {
      this.#output += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    for (let tries = 0; tries < 1800; tries++) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.#output}`);
      const health = await fetch(`${this.base}/health/ready`).catch(() => undefined);
      if (health?.ok && /Cupel is at/.test(this.#output)) return;
      await pause(100);
    }
    throw new Error(`the server did not answer within three minutes:\n${this.#output}`);
  }

  /** SIGKILL, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, atMost(15_000)]);
      await this.kill();
    }
    this.#endDatabase();
    rmSync(this.#data, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A database that outlived a killed server would outlive the test as well. */
  #endDatabase(): void {
    const file = join(this.#data, 'database', 'postmaster.pid');
    if (!existsSync(file)) return;
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    try {
      if (pid > 1) process.kill(pid, 'SIGINT');
    } catch {
      // It has gone already.
    }
  }
}

/** A person as the API sees them: a token that may do all they may. */
export class Person {
  readonly #server: Host;
  readonly token: string;
  readonly email: string;
  readonly password: string;

  constructor(server: Host, email: string, password: string, token: string) {
    this.#server = server;
    this.token = token;
    this.email = email;
    this.password = password;
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#server.base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(typeof body === 'string'
          ? { 'content-type': 'application/octet-stream' }
          : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  createProject(project: {
    name: string;
    key: string;
    schema: Schema;
    overlap: number;
    guideline?: string;
  }): Promise<Project> {
    return this.call('POST', '/projects', { guideline: '# Guideline\n\nJudge what is *meant*.', ...project });
  }

  async importItems(key: string, items: readonly object[]): Promise<Job> {
    let job = await this.call<Job>(
      'POST',
      `/projects/${key}/imports?format=jsonl`,
      items.map((item) => JSON.stringify(item)).join('\n'),
    );
    while (['queued', 'running'].includes(job.state)) {
      await pause(50);
      job = await this.call<Job>('GET', `/jobs/${job.id}`);
    }
    if (job.state !== 'done') throw new Error(`import ${job.state}: ${job.error}`);
    return job;
  }

  async uploadImage(key: string, name: string, file: Buffer): Promise<void> {
    const response = await fetch(`${this.#server.base}/api/v1/projects/${key}/media?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(file),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  }

  /** Invites somebody and accepts for them. Their visits begin with an item, unless they come as a newcomer. */
  async invite(key: string, role: Role, name: string, newcomer = false): Promise<Person> {
    const invitation = await this.call<Invitation>('POST', `/projects/${key}/invitations`, { role });
    const token = invitation.url?.split('#')[1] ?? '';
    const account = {
      email: `${name.toLowerCase()}@example.org`,
      displayName: name,
      password: `${name} likes long passwords`,
    };
    const person = await signUp(this.#server, `/invitations/${token}/accept`, account);
    if (!newcomer) await person.call('POST', `/projects/${key}/practice/done`, {});
    return person;
  }
}

type Account = { email: string; displayName: string; password: string };

/** Makes an account through the public API and gives it a token of its own. */
async function signUp(server: Host, path: string, account: Account, extra: object = {}): Promise<Person> {
  const jar = new Map<string, string>();
  const call = async (method: string, where: string, body?: unknown) => {
    const response = await fetch(`${server.base}/api/v1${where}`, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-xsrf-token': jar.get('XSRF-TOKEN') ?? '',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  await call('GET', '/session');
  await call('POST', path, { ...account, ...extra });
  await call('GET', '/session');
  const { token } = (await call('POST', '/me/tokens', { name: 'test', scopes: ['read', 'label', 'manage'] })) as {
    token: string;
  };
  return new Person(server, account.email, account.password, token);
}

/** The first account of a fresh server. */
export const setUpOwner = (server: Server): Promise<Person> =>
  signUp(
    server,
    '/setup',
    { email: 'olga@example.org', displayName: 'Olga Owner', password: 'Olga likes long passwords' },
    { token: server.setUpLink.split('#')[1] },
  );

declare module 'vitest' {
  interface ProvidedContext {
    shared: { base: string; email: string; password: string; token: string };
  }
}

/**
 * The server that all stories share which neither need a fresh one nor stop it (started once, by `shared.ts`), and its
 * owner. Every story makes a project and people of its own.
 */
export function sharedServer(): { server: Host; olga: Person } {
  const { base, email, password, token } = inject('shared');
  return { server: { base }, olga: new Person({ base }, email, password, token) };
}

export const sentiment: Schema = {
  inputs: [{ id: 'review', type: 'text', field: 'text' }],
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }] },
  ],
};

/** Conversations with a table of facts to check them against. */
export const talks: Schema = {
  inputs: [
    { id: 'talk', type: 'chat', field: 'talk' },
    { id: 'facts', type: 'table', field: 'facts' },
    { id: 'ticket', type: 'text', field: 'ticket' },
  ],
  questions: [{ id: 'right', type: 'choice', title: 'Is the answer right?', options: [{ id: 'yes' }, { id: 'no' }] }],
};

export const talk = {
  key: 't1',
  talk: [
    { role: 'user', text: 'When is the museum open on Sunday?\nAnd what does it cost?' },
    { role: 'assistant', text: 'It opens at ten and closes at six. A ticket costs 8.50 €.' },
    { role: 'user', text: 'Thank you!' },
  ],
  facts: [
    ['day', 'opens', 'closes', 'price'],
    ['Saturday', 9, 18, 8.5],
    ['Sunday', 10, 17, null],
  ],
  ticket: 1730001234,
};

/** Two pictures to compare. */
export const pictures: Schema = {
  inputs: [
    { id: 'left', type: 'image', field: 'left' },
    { id: 'right', type: 'image', field: 'right' },
  ],
  questions: [{ id: 'better', type: 'preference', title: 'Which is sharper?', left: 'left', right: 'right' }],
};

export const texts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `r${index + 1}`,
    text: `Review number ${index + 1}: it arrived late, but it works.`,
    shop: index % 2 ? 'north' : 'south',
  }));

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What went wrong in the page so far: script errors, and what the Content-Security-Policy stopped. */
  faults: string[];
}

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export async function visit(
  browser: Browser,
  options: { viewport?: { width: number; height: number }; colorScheme?: 'light' | 'dark' } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: WIDE, colorScheme: 'light', locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content[- ]Security[- ]Policy|violates the following/i.test(text)) faults.push(text);
  });
  return { context, page, faults };
}

export async function signIn(page: Page, server: Host, person: Person, path = '/'): Promise<void> {
  await page.goto(`${server.base}/signin${path === '/' ? '' : `?next=${encodeURIComponent(path)}`}`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === path);
}

export type { Browser, Me, Page };
