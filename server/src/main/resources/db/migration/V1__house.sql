-- Rooms, bottom up: identity, project, job, item, assignment, annotation, quality, review.
-- A table is written by the room that owns it; every rule a crash or a second server could break is a constraint here.

-- identity -----------------------------------------------------------------------------------------------------------

create table instance_setting (
    name  text primary key,
    value text not null
);

create table account (
    id             uuid primary key,
    kind           text        not null check (kind in ('person', 'simulated', 'model')),
    email          text unique check (email = lower(email)),
    display_name   text        not null,
    password_hash  text,
    instance_owner boolean     not null default false,
    locale         text        not null default 'en',
    theme          text        not null default 'auto',
    created_at     timestamptz not null default now(),
    disabled_at    timestamptz,
    check (kind <> 'person' or (email is not null and password_hash is not null))
);

create table login_session (
    token_hash bytea primary key,
    account_id uuid        not null references account,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on login_session (account_id);
create index on login_session (expires_at);

create table api_token (
    id           uuid primary key,
    account_id   uuid        not null references account,
    name         text        not null,
    token_hash   bytea       not null unique,
    scopes       text[]      not null,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
create index on api_token (account_id);

-- Failed sign-ins per address and per account, in fixed windows: shared by every server on this database.
create table sign_in_failure (
    bucket       text        not null,
    window_start timestamptz not null,
    failures     integer     not null,
    primary key (bucket, window_start)
);

-- project ------------------------------------------------------------------------------------------------------------

create table project (
    id                bigint generated always as identity primary key,
    key               text        not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$'),
    name              text        not null,
    overlap           smallint    not null check (overlap between 1 and 100),
    gold_every        smallint    not null default 10 check (gold_every between 0 and 1000),
    lease_minutes     smallint    not null default 30 check (lease_minutes between 1 and 1440),
    schema_version    integer     not null,
    guideline_version integer     not null,
    created_by        uuid        not null references account,
    created_at        timestamptz not null default now(),
    deleted_at        timestamptz
);

create table project_schema (
    project_id bigint      not null references project,
    version    integer     not null,
    document   jsonb       not null,
    created_by uuid        not null references account,
    created_at timestamptz not null default now(),
    primary key (project_id, version)
);

-- Stable numbers of questions and options: votes stay readable when a schema is reordered or extended.
create table question_code (
    project_id  bigint   not null references project,
    number      smallint not null,
    question_id text     not null,
    primary key (project_id, number),
    unique (project_id, question_id)
);
create table option_code (
    project_id bigint   not null,
    question   smallint not null,
    number     smallint not null check (number between 0 and 62),
    option_id  text     not null,
    primary key (project_id, question, number),
    unique (project_id, question, option_id),
    foreign key (project_id, question) references question_code
);

create table guideline (
    project_id bigint      not null references project,
    version    integer     not null,
    markdown   text        not null,
    note       text,
    created_by uuid        not null references account,
    created_at timestamptz not null default now(),
    primary key (project_id, version)
);

create table member (
    id         bigint generated always as identity primary key,
    project_id bigint      not null references project,
    account_id uuid        not null references account,
    role       text        not null check (role in ('owner', 'manager', 'reviewer', 'labeler')),
    joined_at  timestamptz not null default now(),
    removed_at timestamptz,
    unique (project_id, account_id)
);
create index on member (account_id);

create table invitation (
    id         uuid primary key,
    project_id bigint      not null references project,
    token_hash bytea       not null unique,
    role       text        not null check (role in ('owner', 'manager', 'reviewer', 'labeler')),
    note       text,
    created_by uuid        not null references account,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    uses       integer     not null default 0,
    max_uses   integer     not null check (max_uses between 1 and 10000),
    check (uses <= max_uses)
);
create index on invitation (project_id);

-- job ----------------------------------------------------------------------------------------------------------------

create table job (
    id               uuid primary key,
    kind             text        not null check (kind in ('import', 'export', 'quality')),
    project_id       bigint      not null references project,
    created_by       uuid references account,
    state            text        not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    params           jsonb       not null,
    -- where an interrupted job goes on; written in the transaction whose work it describes
    progress         jsonb       not null default '{}',
    done             bigint      not null default 0,
    total            bigint,
    unit             text        not null default 'rows',
    summary          jsonb       not null default '{}',
    problem_count    bigint      not null default 0,
    error            text,
    result_blob      uuid,
    cancel_requested boolean     not null default false,
    lease_owner      text,
    lease_until      timestamptz,
    attempts         smallint    not null default 0,
    created_at       timestamptz not null default now(),
    started_at       timestamptz,
    finished_at      timestamptz
);
create index job_open on job (created_at) where state in ('queued', 'running');
create index on job (project_id, created_at desc);
create index on job (created_by, created_at desc);

create table job_problem (
    job_id uuid   not null references job,
    n      bigint not null,
    line   bigint not null,
    field  text,
    what   text   not null,
    fix    text   not null,
    primary key (job_id, n)
);

-- Uploads and results as numbered chunks, so that any server on this database can go on with a job.
create table blob (
    id         uuid primary key,
    created_at timestamptz not null default now(),
    size_bytes bigint,
    complete   boolean     not null default false
);
create table blob_chunk (
    blob_id uuid    not null references blob on delete cascade,
    n       integer not null,
    bytes   bytea   not null,
    primary key (blob_id, n)
);
alter table blob_chunk alter column bytes set storage external;

-- item ---------------------------------------------------------------------------------------------------------------

create table item (
    id         bigint generated always as identity primary key,
    project_id bigint      not null references project,
    key        text        not null,
    fields     jsonb       not null,
    metadata   jsonb       not null default '{}',
    words      tsvector    not null default '',
    created_at timestamptz not null default now(),
    unique (project_id, key)
);
create index item_position on item (project_id, id);
create index item_words on item using gin (words);
create index item_metadata on item using gin (metadata jsonb_path_ops);

-- What changes while people label, apart from the wide rows that do not.
-- status: 0 unlabeled, 1 in progress, 2 complete, 3 disputed, 4 adjudicated
create table item_state (
    item_id      bigint   primary key references item,
    project_id   bigint   not null,
    status       smallint not null default 0,
    answers      smallint not null default 0,
    gold         boolean  not null default false,
    disagreement real
) with (fillfactor = 70);
create index item_state_status on item_state (project_id, status, item_id);
create index item_state_disagreement on item_state (project_id, disagreement desc nulls last, item_id);
create index item_state_gold on item_state (project_id, item_id) where gold;

create table gold (
    item_id    bigint      not null references item,
    project_id bigint      not null,
    question   smallint    not null,
    option     smallint,
    number     double precision,
    mask       bigint,
    set_by     uuid        not null references account,
    set_at     timestamptz not null default now(),
    primary key (item_id, question)
);
create index on gold (project_id, question, item_id);

-- The best known answer by question: adjudication, gold or consensus. source: 0 consensus, 1 adjudication, 2 gold
create table item_answer (
    project_id  bigint   not null,
    question    smallint not null,
    item_id     bigint   not null references item,
    source      smallint not null,
    option      smallint,
    number      double precision,
    mask        bigint,
    probability real,
    posterior   real[],
    disagreement real,
    primary key (item_id, question)
) with (fillfactor = 80);
create index item_answer_option on item_answer (project_id, question, option, item_id);

-- assignment ---------------------------------------------------------------------------------------------------------

-- One row per item that is not gold: how many places it has, and how many are taken by live leases and answers.
create table queue (
    item_id    bigint   primary key references item,
    project_id bigint   not null,
    wanted     smallint not null check (wanted between 0 and 100),
    taken      smallint not null default 0 check (taken >= 0)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
create index queue_open on queue (project_id, item_id) where taken < wanted;

create table assignment (
    id           uuid primary key default gen_random_uuid(),
    project_id   bigint      not null,
    item_id      bigint      not null references item,
    member_id    bigint      not null references member,
    kind         text        not null check (kind in ('production', 'gold')),
    state        text        not null check (state in ('leased', 'answered', 'skipped', 'released')),
    revision     integer     not null default 0,
    leased_at    timestamptz not null default now(),
    leased_until timestamptz not null,
    unique (item_id, member_id, kind)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index assignment_expiry on assignment (leased_until) where state = 'leased';

-- Where each labeler's search of the queue goes on, so that it never walks over what they have answered.
create table queue_cursor (
    member_id bigint primary key references member,
    item_id   bigint  not null default 0,
    handed    integer not null default 0,
    -- the leases handed out last; an index on live leases would be full of dead ones between two vacuums
    held      uuid[]  not null default '{}'
) with (fillfactor = 50);

-- The database, not only the code, keeps live leases plus answers within the overlap.
create function assignment_takes_place() returns trigger language plpgsql as $$
declare
    before boolean := tg_op = 'UPDATE' and old.state in ('leased', 'answered');
    after  boolean := new.state in ('leased', 'answered');
begin
    if new.kind <> 'production' or before = after then
        return null;
    end if;
    if after then
        update queue set taken = taken + 1 where item_id = new.item_id and taken < wanted;
        if not found then
            raise exception 'item % has no free place', new.item_id using errcode = 'CU001';
        end if;
    else
        update queue set taken = taken - 1 where item_id = new.item_id;
    end if;
    return null;
end $$;
create trigger assignment_takes_place after insert or update of state on assignment
    for each row execute function assignment_takes_place();

-- annotation ---------------------------------------------------------------------------------------------------------

-- Append-only: a revision is a new row.
create table annotation (
    id                bigint generated always as identity primary key,
    assignment_id     uuid        not null references assignment,
    project_id        bigint      not null,
    item_id           bigint      not null,
    member_id         bigint      not null,
    revision          integer     not null,
    save_id           uuid        not null,
    outcome           text        not null check (outcome in ('submitted', 'skipped')),
    answers           jsonb       not null,
    ambiguous         boolean     not null,
    comment           text,
    skip_reason       text,
    active_ms         integer     not null check (active_ms >= 0),
    schema_version    integer     not null,
    guideline_version integer     not null,
    saved_at          timestamptz not null default now(),
    unique (assignment_id, revision)
);
create index annotation_of_item on annotation (item_id);
create index annotation_of_member on annotation (member_id, id);

create function annotation_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'annotations are never overwritten: save a new revision';
end $$;
create trigger annotation_is_append_only before update on annotation
    for each row execute function annotation_is_append_only();

-- The latest submitted answers as the statistics read them: one ordered stream per question.
create table vote (
    project_id    bigint   not null,
    question      smallint not null,
    item_id       bigint   not null,
    member_id     bigint   not null,
    option        smallint,
    number        double precision,
    mask          bigint,
    annotation_id bigint   not null,
    primary key (project_id, question, item_id, member_id)
);

-- quality ------------------------------------------------------------------------------------------------------------

create table quality_report (
    project_id    bigint      not null references project,
    question      smallint    not null,
    as_of         bigint      not null,
    computed_at   timestamptz not null default now(),
    method        text        not null,
    version       text        not null,
    options       jsonb       not null,
    report        jsonb       not null,
    primary key (project_id, question)
);

-- review -------------------------------------------------------------------------------------------------------------

create table adjudication (
    id                bigint generated always as identity primary key,
    project_id        bigint      not null,
    item_id           bigint      not null references item,
    question          smallint    not null,
    option            smallint,
    number            double precision,
    mask              bigint,
    value             jsonb       not null,
    reason            text        not null check (length(trim(reason)) > 0),
    guideline_version integer     not null,
    decided_by        uuid        not null references account,
    decided_at        timestamptz not null default now(),
    retracted_at      timestamptz
);
create unique index adjudication_in_force on adjudication (item_id, question) where retracted_at is null;
create index on adjudication (project_id, question);
