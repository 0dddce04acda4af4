-- Talk: what people say to each other about items and answers -----------------------------------------------------------------

create table thread (
    id            bigint generated always as identity primary key,
    project_id    bigint      not null references project,
    item_id       bigint      not null references item,
    -- the answer it is about; null where it is about the item
    assignment_id uuid unique references assignment,
    -- and whose it is
    answered_by   bigint references member,
    -- whether the note of that answer is its first entry; the note itself stays with the answer
    note          boolean     not null default false,
    -- whether labelers read it: who gave that answer; where it is about the item, all who answered it
    for_labelers  boolean     not null,
    -- those that are not deleted
    comments      integer     not null default 0 check (comments >= 0),
    started_at    timestamptz not null default clock_timestamp(),
    last_at       timestamptz not null default clock_timestamp(),
    resolved_at   timestamptz,
    resolved_by   bigint references member,
    check ((resolved_at is null) = (resolved_by is null)),
    check (assignment_id is null or for_labelers),
    check ((assignment_id is null) = (answered_by is null)),
    check (assignment_id is not null or not note)
);
create index thread_of_item on thread (item_id);
create index thread_open on thread (project_id, item_id) where resolved_at is null and (note or comments > 0);

create table thread_comment (
    id         bigint generated always as identity primary key,
    thread_id  bigint      not null references thread,
    member_id  bigint      not null references member,
    -- the client's own name of it: sent again, it is there once
    save_id    uuid        not null,
    -- as Markdown; @{12} stands for the member of this number
    text       text        not null check (char_length(text) between 1 and 4000),
    mentions   bigint[]    not null default '{}',
    -- written while the item was gold: labelers never read it
    hidden     boolean     not null,
    written_at timestamptz not null default clock_timestamp(),
    edited_at  timestamptz,
    deleted_at timestamptz,
    unique (member_id, save_id)
);
create index thread_comment_of on thread_comment (thread_id, id);

-- What a comment was before it was changed.
create table thread_comment_before (
    comment_id bigint      not null references thread_comment,
    n          integer     not null,
    text       text        not null,
    until      timestamptz not null default clock_timestamp(),
    primary key (comment_id, n)
);

-- Who takes part in a thread: whose answer it is about, who wrote in it, who is named in it.
create table thread_member (
    thread_id    bigint not null references thread,
    member_id    bigint not null references member,
    -- the latest that others wrote there and this member may read; when they were last named
    last_at      timestamptz,
    mentioned_at timestamptz,
    primary key (thread_id, member_id)
);
create index thread_member_news on thread_member (member_id, last_at desc) where last_at is not null;

-- The note of an answer begins a thread, so that it can be replied to and settled; a first save without a note costs nothing. Notes that came
-- with a file begin none: nobody is there who would read the reply. Who takes part already is told of another note.
create function note_begins_thread() returns trigger language plpgsql as $$
begin
    if new.comment is null then
        update thread t set note = false where t.assignment_id = new.assignment_id and t.note;
        return null;
    end if;
    if new.revision > 1 and exists (select 1 from annotation n where n.assignment_id = new.assignment_id
                                    and n.revision = new.revision - 1 and n.comment = new.comment) then
        return null;
    end if;
    insert into thread as t (project_id, item_id, assignment_id, answered_by, note, for_labelers, started_at, last_at)
    select new.project_id, new.item_id, new.assignment_id, new.member_id, true, true, new.saved_at, new.saved_at
    from assignment a where a.id = new.assignment_id and not (a.imported and new.revision = 1)
    on conflict (assignment_id) do update
        set note = true, last_at = excluded.last_at, resolved_at = null, resolved_by = null;
    insert into thread_member (thread_id, member_id)
    select t.id, new.member_id from thread t where t.assignment_id = new.assignment_id
    on conflict do nothing;
    update thread_member p set last_at = greatest(p.last_at, new.saved_at)
    from thread t
    where t.assignment_id = new.assignment_id and p.thread_id = t.id and p.member_id <> new.member_id;
    return null;
end $$;
create trigger note_begins_thread after insert on annotation
    for each row when (new.comment is not null or new.revision > 1) execute function note_begins_thread();

insert into thread (project_id, item_id, assignment_id, answered_by, note, for_labelers, started_at, last_at)
select n.project_id, n.item_id, n.assignment_id, n.member_id, true, true, n.saved_at, n.saved_at
from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision
where n.comment is not null and not (a.imported and n.revision = 1)
order by n.id;
insert into thread_member (thread_id, member_id)
select t.id, t.answered_by from thread t;
