-- The inbox: what concerns somebody, told from what is there already -------------------------------------------------------------

-- Whether labelers are told what was decided on items they have answered. It tells the right answer, so nothing by default.
alter table project add column decision_feedback boolean not null default false;

-- How many decisions there were on items that a member had answered, on a day (UTC), and when the last: one row for however many.
create table decisions_told (
    member_id bigint      not null references member,
    day       date        not null,
    decisions integer     not null check (decisions > 0),
    last_at   timestamptz not null,
    primary key (member_id, day)
);

insert into decisions_told (member_id, day, decisions, last_at)
select a.member_id, (j.decided_at at time zone 'UTC')::date, count(distinct (j.item_id, j.decided_at)), max(j.decided_at)
from adjudication j
    join assignment a on a.item_id = j.item_id and a.round = 0 and a.state = 'answered'
    join member m on m.id = a.member_id
    join account c on c.id = m.account_id and c.kind = 'person' and not c.imported
where m.account_id <> j.decided_by
  and exists (select 1 from annotation n where n.assignment_id = a.id and n.outcome = 'submitted' and n.saved_at < j.decided_at)
group by 1, 2;

create index adjudication_by_time on adjudication (project_id, decided_at);
create index adjudication_of_item on adjudication (item_id);
create index thread_notes on thread (project_id, started_at) include (answered_by) where note;
create index job_finished on job (created_by, finished_at) where state in ('done', 'failed');

-- Up to when somebody has read all, and up to when single lines: what happened later is unread.
create table inbox_read (
    account_id uuid        primary key references account,
    through    timestamptz not null
);
create table inbox_line_read (
    account_id uuid        not null references account,
    line       text        not null check (char_length(line) <= 200),
    through    timestamptz not null,
    primary key (account_id, line)
);
-- Nobody begins with years of news.
insert into inbox_read (account_id, through) select id, now() from account;

-- What people skip or mark ambiguous, gone through like disputes ----------------------------------------------------------------

create index annotation_in_doubt on annotation (project_id, item_id) where outcome = 'skipped' or ambiguous;

-- Up to which of an item's annotations somebody has looked at its skips and marks without deciding; what comes later is open again.
create table doubt_settled (
    item_id       bigint      primary key references item,
    project_id    bigint      not null,
    through       bigint      not null,
    -- what through was before, to take this back; 0 for nothing
    before        bigint      not null,
    -- how many answers the item wants since, for somebody else to be asked, and wanted before; null where that was not changed
    wanted        smallint,
    wanted_before smallint,
    settled_by    uuid        not null references account,
    settled_at    timestamptz not null default clock_timestamp(),
    check (wanted is not null or wanted_before is null)
);
