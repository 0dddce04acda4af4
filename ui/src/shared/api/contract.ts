/**
 * The shapes the server sends and takes, under the names the UI uses. They come from the server's OpenAPI document
 * (`npm run api` writes `src/gen/schema.d.ts`); nothing is described here a second time. What is added: words of closed
 * sets that the document knows as strings only, and parts that are always there in answers, though not in requests.
 * Times are ISO-8601 UTC strings; ids of annotations, and of items outside labeling, are
 * numbers below 2^53, all other ids are strings.
 */
import type { components } from '@/gen/schema';

type Schemas = components['schemas'];
/** `T` with some of its properties known better. A property that the document no longer has does not compile. */
type Known<T, Better extends { [P in keyof Better]: P extends keyof T ? unknown : never }> = Omit<T, keyof Better> &
  Better;
/** As the server answers: every default is written out, so these are always there. */
type Present<T, Names extends keyof T> = Omit<T, Names> & { [P in Names]-?: NonNullable<T[P]> };

// People and sessions
export type Role = Schemas['ProjectSummary']['role']; // each includes the rights of those before it
export type AnnotatorKind = 'person' | 'simulated' | 'model';
export type Me = Known<Schemas['Me'], { theme: 'auto' | 'light' | 'dark' }>;
export type SessionInfo = Known<Schemas['SessionInfo'], { account?: Me }>;
/** Where the browser goes to sign in elsewhere. */
export type Departure = Schemas['Departure'];
/** A way into one's own account; `provider` is `password` or an address. */
export type Login = Schemas['Login'];
/** How somebody is getting on; `today` begins at midnight UTC. */
export type MemberFigures = Schemas['MemberFigures'];
/** How much somebody is handed out at most; what is left out is not limited. */
export type MemberLimits = Schemas['MemberLimits'];
/** The limit that is reached: items in all, or minutes a day with when the next day begins. */
export type ReachedLimit = Schemas['Limit'];
export type Member = Known<Schemas['MemberView'], { kind: AnnotatorKind }>;
/** What the server says to a password somebody is about to choose. */
export type PasswordVerdict = Known<Schemas['PasswordVerdict'], { fault?: 'too_short' | 'too_long' | 'too_weak' }>;
/** A person as an owner of the installation sees their account; `seenAt` is to the hour. */
export type AccountInfo = Schemas['AccountView'];
export type AccountPage = Schemas['AccountPage'];
/** What the installation is and holds. */
export type Instance = Schemas['Instance'];
/** One's own address, and another one that waits for its link to be opened. */
export type MyEmail = Schemas['Address'];
/** What a link that confirms an address would do. */
export type EmailConfirmation = Schemas['Confirmation'];
export type ResetInfo = Schemas['ResetPreview'];
/** Its `url` is shown once. */
export type ResetLink = Schemas['ResetLink'];
/** Its `url` is in the response to its making only. */
export type Invitation = Schemas['Invitation'];
export type InvitationInfo = Schemas['InvitationPreview'];
export type TokenScope = 'read' | 'label' | 'manage';
export type TokenInfo = Known<Schemas['ApiToken'], { scopes: TokenScope[] }>;
export type NewToken = Schemas['MadeToken'];

/** A setting of a project that became another; values are as the API has them. */
export type SettingChange = Known<Schemas['SettingChange'], { before?: unknown; after?: unknown }>;
export type SettingChanges = Known<Schemas['SettingChanges'], { changes: SettingChange[] }>;

// Schemas and answers. Documents people write may leave out what has a default, and may be wrong; those the server
// answers with are complete (`SchemaJson.write`).
export type Input = Schemas['InputDocument'];
export type Option = Schemas['OptionDocument'];
/** A closed family: `shared/kinds` has a folder for each, and says what the browser knows of it. */
export type Question = Schemas['QuestionDocument'];
export type QuestionType = Question['type'];
export type QuestionOf<T extends QuestionType> = Extract<Question, { type: T }>;
export type Schema = Schemas['SchemaDocument'];
/** Which of these it is, its question says: no value is read without it. */
export type AnswerValue = Schemas['AnswerValue'];
/** A stretch of an input's text, offsets in UTF-16 units, `end` behind the last. */
export type Span = Schemas['SpanValue'];
/** `choice` names a place in the item, never one on the screen; `shown` says which stood where. */
export type Preference = Schemas['PreferenceValue'];
export type Answers = Schemas['Gold']['answers'];
export type SchemaCheck = Known<Schemas['SchemaCheck'], { schema?: Schema }>;

// Projects
export type ProjectSummary = Schemas['ProjectSummary'];
export type Project = Known<Schemas['Project'], { schema: Schema }>;
export type LabelersSee = Schemas['LabelersSee'];
export type GuidelineVersion = Schemas['Guideline'];

// Items
export type ItemRow = Schemas['ItemRow'];
/** What an item holds in a field: which form it has, its input says (`shared/inputs`). */
export type FieldContent = Schemas['FieldContent'];
export type ItemStatus = ItemRow['status'];
export type ItemConsensus = Schemas['Best'];
export type Outcome = 'submitted' | 'skipped';
export type Annotation = Known<
  Schemas['Annotation'],
  {
    annotator: Known<Schemas['Annotator'], { kind: AnnotatorKind }>;
    kind: Stage;
    outcome: Outcome;
    handled?: Handling[];
  }
>;
export type Adjudication = Schemas['Adjudication'];
/** Items that somebody skipped or marked ambiguous. */
export type DoubtPage = Schemas['DoubtList'];
/** Who is deciding an item at the moment. */
export type Claim = Schemas['Claim'];
// What people say about items
/** Without a name where the reader is not told who it is. */
export type TalkSpeaker = Schemas['Speaker'];
/** Somebody named in a text, where `@{member}` stands for them. */
export type TalkNamed = Schemas['Named'];
export type TalkComment = Schemas['CommentView'];
/** `opening` is the answer it is about; its note is the first thing said. */
export type TalkThread = Known<Schemas['ThreadView'], { opening?: Known<Schemas['Opening'], { outcome: Outcome }> }>;
export type ThreadPage = Known<Schemas['ThreadPage'], { thread: TalkThread }>;
/** Somebody who can be named in a thread. */
export type Reader = Schemas['Reader'];

// The inbox
/** One thing that happened; of what it tells, the one that its kind names is there. */
export type InboxLine = Known<
  Schemas['Line'],
  { kind: 'thread' | 'guideline' | 'decisions' | 'notes' | 'job'; job?: Job }
>;
export type UnreadCount = Schemas['Unread'];
/** What was decided on an item that the person had answered before. */
export type MyDecision = Schemas['MyDecision'];

/** With all revisions of all annotations, newest first. */
export type Handling = Known<Schemas['Handling'], { kind: 'taken_out' | 'sent_back' }>;
export type ItemDetail = Known<Schemas['ItemDetail'], { annotations: Annotation[] }>;
/** Something done to many items at once; `undoneAt` is there once it is taken back. */
export type ItemChange = Schemas['ChangeView'];
export type ItemChangeWanted = Schemas['NewChange'];
/** What came with an import; `takenBack` is the latest change that took it back. */
export type ImportedItems = Schemas['ImportedItems'];
export type ItemCount = Schemas['ItemCount'];
export type ExportWanted = Schemas['NewExport'];
export type ExportColumn = Schemas['ExportColumn'];
export type ItemMetadata = Schemas['ItemMetadata'];
export type MetadataEdit = Schemas['MetadataEdit'];
export type MetadataEdited = Schemas['Edited'];
export type MetadataField = Schemas['MetadataField'];

// Labeling
/** What an item was handed out for. */
export type Stage = 'production' | 'gold' | 'repeat' | 'qualification' | 'pilot' | 'calibration' | 'audit';
/** `stage` is said where it cannot be hidden. */
export type Assignment = Known<Schemas['Assignment'], { stage?: 'qualification' | 'pilot' | 'audit' | 'sent_back' }>;
/**
 * Why there is no next item: none at all, none for this person, none for now; or a limit of this person is reached, in all or for
 * today; or the test was failed, cannot go on, or the pilot is done for this person.
 */
export type NothingLeftReason =
  | 'all_done'
  | 'none_left_for_you'
  | 'archived'
  | 'paused'
  | 'member_paused'
  | 'item_limit'
  | 'time_limit'
  | 'not_qualified'
  | 'test_waits'
  | 'pilot_waits';
/** What comes before a newcomer's first item. */
export type Practice = Schemas['Practice'];
export type PracticeFeedback = Known<
  Schemas['Feedback'],
  { questions: Known<Schemas['Judged'], { verified: AnswerValue }>[] }
>;
export type NextResult = Known<Schemas['NextResult'], { assignment?: Assignment; reason?: NothingLeftReason }>;
export type SaveRequest = Known<Schemas['SaveRequest'], { outcome: Outcome }>;
export type SaveResult = Schemas['SaveResult'];
export type PersonalInvitation = Schemas['PersonalInvitation'];
export type MyAnnotation = Known<Schemas['MyAnnotation'], { outcome: Outcome }>;
/** `openForMe` is an estimate where gold is handed out; 1000 means "or more". */
export type MyStats = Schemas['MyStats'];

/** One problem of a document or file: where it is, what is wrong, how to mend it. */
export type FieldProblem = Schemas['Detail'];

// Jobs, imports, exports
export type Job = Known<
  Schemas['JobView'],
  {
    state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
    unit: 'bytes' | 'rows' | 'steps' | 'items';
    summary: { [figure: string]: number | string };
  }
>;
export type RowProblem = Schemas['RowProblem'];
export type ImportPreview = Schemas['Preview'];

// Files that items show
/** What a view has to know of a file before its bytes are there. */
export type MediaFacts = Schemas['MediaFacts'];
export type MediaFile = Schemas['MediaFile'];
export type MediaPage = Schemas['MediaPage'];
export type MediaUse = Schemas['MediaUse'];
/** `present`: the name pointed at these very bytes already. */
export type Uploaded = Schemas['Uploaded'];

// What a project asks besides ordinary answers
export type Qualification = Known<Schemas['Qualification'], { state: 'running' | 'passed' | 'failed' | 'admitted' }>;
export type Stages = Known<Schemas['StagesView'], { qualifications: Qualification[] }>;
export type StagesChange = Schemas['StagesChange'];
export type Pilot = Schemas['PilotView'];
export type NewPilot = Schemas['NewPilot'];

// Measures
export type Estimate = Schemas['Estimate'];
export type AnnotatorSummary = Known<Schemas['AnnotatorSummary'], { kind: AnnotatorKind }>;
export type Overview = Known<Schemas['Overview'], { annotators: AnnotatorSummary[] }>;
export type NextStepCode = Overview['nextStep']['code'];
export type AnnotatorQuality = Known<Schemas['AnnotatorQuality'], { kind: AnnotatorKind }>;
export type QualityState = 'fresh' | 'stale' | 'computing' | 'empty';
/** What the server answers about a question; figures are there once a first report was made. */
export type QualityView = Known<Schemas['QualityView'], { state: QualityState; annotators?: AnnotatorQuality[] }>;
/** A report that was made: with all its figures. */
export type QualityReport = Present<
  QualityView,
  'agreement' | 'annotators' | 'asOf' | 'consensus' | 'method' | 'overTime' | 'pairs' | 'shares'
>;
