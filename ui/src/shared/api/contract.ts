/**
 * The shapes the server sends and takes, as the HTTP contract of /api/v1 names them.
 * Times are ISO-8601 UTC strings; ids of items and annotations are numbers below 2^53, all other ids are strings.
 */
export type Role = 'owner' | 'manager' | 'reviewer' | 'labeler'; // each includes the rights of those after it
export type AnnotatorKind = 'person' | 'simulated' | 'model';
export interface Me {
  id: string;
  email: string;
  displayName: string;
  instanceOwner: boolean;
  locale: string;
  theme: 'auto' | 'light' | 'dark';
}
export interface SessionInfo {
  account?: Me;
  setUpNeeded: boolean;
  version: string;
  demo: boolean;
}
// schema document (as design.md section 5; only text/markdown inputs and choice/choices/rating questions in this version)
export interface Input {
  id: string;
  type: 'text' | 'markdown';
  field: string;
}
export interface Question {
  id: string;
  type: 'choice' | 'choices' | 'rating';
  title?: string;
  help?: string;
  required?: boolean /*default true*/;
  options?: Option[]; // choice, choices. In YAML/JSON a bare string is accepted; the API always returns objects
  min?: number;
  max?: number;
  step?: number;
  minLabel?: string;
  maxLabel?: string; // rating: integers min..max by step, default 1..5 by 1
  ambiguous?: boolean /*default true*/;
  hotkeys?: 'auto' | 'none';
  when?: { [questionId: string]: string[] };
}
export interface Option {
  id: string;
  title?: string;
  color?: string;
  hotkey?: string;
  help?: string;
}
export interface Schema {
  inputs: Input[];
  questions: Question[];
}
export type AnswerValue = string /*choice: option id*/ | string[] /*choices*/ | number /*rating*/;
export type Answers = { [questionId: string]: AnswerValue };

export interface ProjectSummary {
  key: string;
  name: string;
  role: Role;
  items: number;
  complete: number;
  answersByMe: number;
  openForMe: boolean;
  disputed: number;
  deletedAt?: string;
}
export interface Project {
  key: string;
  name: string;
  role: Role;
  memberId: number;
  overlap: number;
  goldEvery: number;
  leaseMinutes: number;
  schema: Schema;
  schemaVersion: number;
  guideline: { version: number; markdown: string };
  createdAt: string;
}
export interface GuidelineVersion {
  version: number;
  markdown: string;
  note?: string;
  author: string;
  createdAt: string;
}
export interface Member {
  memberId: number;
  accountId: string;
  displayName: string;
  email?: string;
  kind: AnnotatorKind;
  role: Role;
  joinedAt: string;
  removedAt?: string;
  answers: number;
}
export interface Invitation {
  id: string;
  role: Role;
  note?: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  uses: number;
  maxUses: number;
  url?: string /* only in the creating response */;
}

export type ItemStatus = 'unlabeled' | 'in_progress' | 'complete' | 'disputed' | 'adjudicated';
export interface ItemConsensus {
  value: AnswerValue;
  probability?: number;
  source: 'consensus' | 'adjudication' | 'gold';
}
export interface ItemRow {
  id: number;
  key: string;
  fields: { [f: string]: string };
  metadata: { [f: string]: string };
  status: ItemStatus;
  gold: boolean;
  answers: number;
  overlap: number;
  disagreement?: number /* 0 none .. 1 maximal, of the first question */;
  consensus: { [questionId: string]: ItemConsensus };
  createdAt: string;
}
export interface Annotation {
  annotationId: number;
  assignmentId: string;
  annotator: { memberId: number; name: string; kind: AnnotatorKind };
  kind: 'production' | 'gold' | 'adjudication';
  outcome: 'submitted' | 'skipped';
  answers: Answers;
  ambiguous: boolean;
  comment?: string;
  skipReason?: string;
  activeMs: number;
  revision: number;
  current: boolean;
  schemaVersion: number;
  guidelineVersion: number;
  savedAt: string;
}
export interface Adjudication {
  id: number;
  question: string;
  value: AnswerValue;
  reason: string;
  by: string;
  at: string;
  guidelineVersion: number;
  retractedAt?: string;
}
export interface ItemDetail extends ItemRow {
  annotations: Annotation[] /* all revisions, newest first */;
  adjudications: Adjudication[];
  goldAnswers?: Answers;
  posterior: { [q: string]: { [option: string]: number } };
}

export interface Assignment {
  id: string;
  item: { id: number; key: string; fields: { [f: string]: string }; metadata: { [f: string]: string } };
  leasedUntil: string;
  schemaVersion: number;
  guidelineVersion: number;
}
export interface NextResult {
  assignment?: Assignment;
  reason?: 'all_done' | 'none_left_for_you';
}
export interface SaveRequest {
  saveId: string /* client-made UUID: the idempotency key */;
  outcome: 'submitted' | 'skipped';
  answers: Answers;
  ambiguous?: boolean;
  comment?: string;
  skipReason?: string;
  activeMs: number;
  schemaVersion: number;
  guidelineVersion: number;
}
export interface SaveResult {
  annotationId: number;
  revision: number;
  savedAt: string;
}
export interface MyAnnotation {
  assignmentId: string;
  item: Assignment['item'];
  outcome: 'submitted' | 'skipped';
  answers: Answers;
  ambiguous: boolean;
  comment?: string;
  skipReason?: string;
  revision: number;
  savedAt: string;
}
export interface MyStats {
  answeredToday: number;
  answeredTotal: number;
  openForMe: number /* exact up to 1000, then 1000 means 'more' */;
  gold: { answered: number; correct: number; low?: number; high?: number };
}

export interface Job {
  id: string;
  kind: 'import' | 'export' | 'quality';
  projectKey: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total?: number;
  unit: 'bytes' | 'rows' | 'steps';
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  createdBy: string;
  summary: {
    [k: string]: number | string;
  } /* import: added, updated, unchanged, rejected; export: rows, bytes, format, fileName */;
  problemCount: number;
  error?: string;
  resultUrl?: string;
}
export interface RowProblem {
  line: number;
  column?: string;
  what: string;
  fix: string;
}
export interface Estimate {
  value?: number;
  low?: number;
  high?: number;
  n: number;
  undefinedBecause?: string;
}
/** One problem of a document or file: where it is, what is wrong, how to mend it. */
export interface FieldProblem {
  where: string;
  what: string;
  fix: string;
}
export interface SchemaCheck {
  schema?: Schema;
  problems: FieldProblem[];
}
export interface InvitationInfo {
  projectName: string;
  role: Role;
  invitedBy: string;
  expiresAt: string;
}
export type TokenScope = 'read' | 'label' | 'manage';
export interface TokenInfo {
  id: string;
  name: string;
  scopes: TokenScope[];
  createdAt: string;
  lastUsedAt?: string;
  expiresAt?: string;
}
export interface NewToken {
  id: string;
  token: string;
}
export interface ImportPreview {
  format: string;
  columns: { name: string; role: 'key' | 'field' | 'gold' | 'metadata'; examples: string[] }[];
  missingFields: string[];
  suggestedKey?: string;
}
export interface MetadataField {
  name: string;
  values: { value: string; count: number }[];
}

export interface AnnotatorSummary {
  memberId: number;
  name: string;
  kind: AnnotatorKind;
  answers: number;
  medianActiveMs: number;
  goldAccuracy: Estimate;
}
export type NextStepCode =
  | 'import_items'
  | 'invite_labelers'
  | 'start_labeling'
  | 'review_disputes'
  | 'export'
  | 'add_gold'
  | 'wait';
export interface Overview {
  items: number;
  complete: number;
  inProgress: number;
  unlabeled: number;
  goldItems: number;
  answers: number;
  overlap: number;
  answersPerDay: { day: string; answers: number }[];
  labelShares: { question: string; options: { option: string; answers: number; share: Estimate }[] }[];
  annotators: AnnotatorSummary[];
  agreement?: { question: string; alpha: Estimate; interpretation: string };
  disputed: number;
  pace: { answersPerDay?: number; doneOn?: string };
  nextStep: { code: NextStepCode; count?: number; question?: string };
}
export interface QualityReport {
  question: string;
  state: 'fresh' | 'stale' | 'computing' | 'empty';
  jobId?: string;
  asOf?: { annotationId: number; at: string };
  method: string;
  methodVersion: string;
  options: { [name: string]: unknown };
  seed: number;
  agreement: {
    alpha: Estimate;
    percent: Estimate;
    ac1: Estimate;
    interpretation: string;
    notes: string[];
    perClass: { option: string; alpha: Estimate }[];
  };
  pairs: { a: number; b: number; n: number; percent: Estimate; kappa: Estimate }[];
  consensus: {
    items: number;
    rounds: number;
    converged: boolean;
    above95: number;
    classPrior: { [option: string]: number };
  };
  annotators: (AnnotatorSummary & {
    agreementWithConsensus: Estimate;
    confusion?: { labels: string[]; rows: number[][]; counts: number[][] };
    flags: { code: string; evidence: string }[];
  })[];
  shares: { option: string; share: Estimate }[];
  overTime: { day: string; percent: Estimate }[];
}
