-- Stages -------------------------------------------------------------------------------------------------------------------
-- What items are handed out for besides ordinary answers: a test that people pass before they label (qualification), a first part of the
-- project that everything else waits for (pilot), items that everybody answers (calibration), and finished items that somebody answers
-- anew without seeing what was said (audit). And what somebody must be good at to be asked (needs).

create table project_stages (
    project_id          bigint primary key references project,
    -- items of gold in the test that a labeler passes first; 0: no test
    qualification_items smallint not null default 0 check (qualification_items between 0 and 200),
    -- which share of them must be right
    qualification_share double precision not null default 0.8 check (qualification_share > 0 and qualification_share <= 1),
    qualification_needed smallint not null default 0 check (qualification_needed between 0 and qualification_items),
    -- items that everybody answers; 0: none
    calibration_items   smallint not null default 0 check (calibration_items between 0 and 200),
    -- which of the choices of such items is in force: who has been through an older one is asked again
    calibration_round   smallint not null default 0,
    -- one in how many finished items is audited; 0: none
    audit_every         smallint not null default 0 check (audit_every between 0 and 1000),
    -- the pilot that runs; 0: none does
    pilot               smallint not null default 0
);

create table pilot (
    project_id bigint   not null references project,
    number     smallint not null check (number > 0),
    items      integer  not null check (items > 0),
    answers    smallint not null check (answers between 2 and 100),
    -- agreement by chance-corrected coefficient below which the project is not opened without a reason
    target     double precision not null check (target between 0 and 1),
    guideline_version integer not null,
    started_at timestamptz not null default clock_timestamp(),
    started_by uuid     not null references account,
    ended_at   timestamptz,
    ended_by   uuid references account,
    -- why it was ended although its target was not met; null where it was
    reason     text check (char_length(reason) between 1 and 2000),
    -- the agreement of each question as it was when the pilot ended
    measured   jsonb,
    primary key (project_id, number),
    check ((ended_at is null) = (ended_by is null))
);

create table pilot_item (
    project_id bigint   not null,
    number     smallint not null,
    item_id    bigint   not null references item,
    primary key (project_id, number, item_id),
    foreign key (project_id, number) references pilot
);
create index pilot_item_of on pilot_item (item_id);

-- How a labeler's tests went; the newest attempt counts.
create table qualification (
    member_id  bigint   not null references member,
    attempt    smallint not null check (attempt > 0),
    -- admitted: by a manager, whatever the test said
    state      text     not null check (state in ('running', 'passed', 'failed', 'admitted')),
    wanted     smallint not null,
    needed     smallint not null,
    answered   smallint not null default 0,
    correct    smallint not null default 0,
    started_at timestamptz not null default clock_timestamp(),
    decided_at timestamptz,
    decided_by uuid references account,
    reason     text check (char_length(reason) between 1 and 2000),
    primary key (member_id, attempt),
    check ((state = 'running') = (decided_at is null)),
    check (state <> 'admitted' or (decided_by is not null and reason is not null))
);

-- The calibration that this member has been through.
alter table queue_cursor add column calibrated smallint not null default 0;

alter table place
    drop constraint place_of_gold_wants_everybody,
    -- Gold and calibration ask everybody once: they want no number of answers, and count none.
    add constraint place_wants_a_number_or_everybody check ((stage in ('gold', 'calibration')) = (wanted is null));
alter table assignment
    drop constraint assignment_again_is_no_opinion,
    add constraint assignment_again_is_no_opinion check ((round > 0) = (kind in ('repeat', 'audit')));

-- Needs: skills that an item asks for. Few sets of them are in use, so a place names its set by a number; 0 needs nothing.
alter table member add column skills text[] not null default '{}';
create table need (
    project_id bigint   not null references project,
    number     smallint not null check (number > 0),
    skills     text[]   not null check (cardinality(skills) > 0),
    primary key (project_id, number),
    unique (project_id, skills)
);
alter table place add column need smallint not null default 0;
drop index place_open;
create index place_open on place (project_id, stage, need, priority) where open;

-- @return the numbers of all needs that somebody with these skills meets; 0, which needs nothing, is always among them
create function needs_met(p_project bigint, p_skills text[]) returns smallint[] language sql stable as $$
    select 0::smallint || coalesce(array_agg(n.number) filter (where n.skills <@ p_skills), '{}')
    from need n where n.project_id = p_project
$$;

-- What an item needs its ordinary place says, whatever else it is asked for.
create function meets(p_item bigint, p_needs smallint[]) returns boolean language sql stable
    return exists (select 1 from place q where q.item_id = p_item and q.stage = 'production' and q.need = any (p_needs));

-- How many items of an attempt at the test have come so far: only what is gold counts, as it does for the score.
create function test_taken(p_member bigint, p_since timestamptz, p_states text[]) returns bigint language sql stable
    return (select count(*) from assignment a join place g on g.item_id = a.item_id and g.stage = 'gold'
            where a.member_id = p_member and a.kind = 'qualification' and a.state = any (p_states) and a.leased_at >= p_since);

-- Where a labeler's test stands: 0 there is nothing to pass, 1 it is to be passed, 2 it was failed.
create function qualification_of(p_items smallint, p_member bigint, p_role text) returns integer language sql stable
    return case when coalesce(p_items, 0) = 0 or p_role <> 'labeler' then 0
                else coalesce((select case q.state when 'running' then 1 when 'failed' then 2 else 0 end
                               from qualification q where q.member_id = p_member order by q.attempt desc limit 1), 1) end;

-- What a member's next item is decided from: items handed out, rates of gold and of repeats, the pilot that runs, the test
-- (qualification_of), whether calibration is still to be done, the rate of audits if they may do them. StagePolicy.Standing reads it.
create function standing(p project, st project_stages, m member, c queue_cursor) returns integer[] language sql stable
    return array[c.handed, p.gold_every, p.repeat_every, coalesce(st.pilot, 0),
                 qualification_of(st.qualification_items, m.id, m.role),
                 case when st.calibration_items > 0 and c.calibrated <> st.calibration_round then 1 else 0 end,
                 case when m.role <> 'labeler' then coalesce(st.audit_every, 0) else 0 end];

drop trigger assignment_takes_place on assignment;
drop trigger assignment_changes_place on assignment;
create or replace function assignment_takes_place() returns trigger language plpgsql as $$
declare
    v_more smallint := case when new.state in ('leased', 'answered') then 1 else -1 end;
begin
    if new.kind = 'audit' then
        update place set taken = taken + v_more where item_id = new.item_id and stage = 'audit';
        return null;
    end if;
    if new.kind in ('gold', 'qualification') then
        -- Held until the commit: whoever takes gold back counts what is there, and must not miss this.
        perform 1 from place p where p.item_id = new.item_id and p.stage = 'gold' for key share;
        if found then
            return null;
        end if;
    end if;
    if new.kind = 'pilot' then -- first, as whoever leases one locks its place first
        update place set taken = taken + v_more where item_id = new.item_id and stage = 'pilot';
    end if;
    -- Who is asked in a pilot, or with everybody else, is another opinion whatever the item wants otherwise.
    update place set taken = taken + v_more
    where item_id = new.item_id and stage = 'production'
      and (v_more < 0 or taken < wanted or new.kind in ('pilot', 'calibration'));
    if not found and v_more > 0 then
        raise exception 'item % has no free place', new.item_id using errcode = 'CU001';
    end if;
    return null;
end $$;
create trigger assignment_takes_place after insert on assignment
    for each row when ((new.round = 0 or new.kind = 'audit') and new.state in ('leased', 'answered') and not new.imported)
    execute function assignment_takes_place();
create trigger assignment_changes_place after update of state on assignment
    for each row when ((new.round = 0 or new.kind = 'audit')
                       and (old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')) and new.imported = old.imported)
    execute function assignment_takes_place();

-- Of gold, of what is decided and of what is excluded nobody wants another opinion, whatever place it has in a pilot or a calibration.
create function wants_opinions(p_item bigint) returns boolean language sql stable
    return exists (select 1 from item_state s where s.item_id = p_item and not s.gold and s.status < 4);

-- Whether the draw hits an item: the same at all times, and nobody outside can foretell it.
create function is_audited(p_item bigint, p_secret bytea, p_every smallint) returns boolean language sql immutable
    return p_every > 0 and mod(hashint8extended(p_item, ('x' || encode(substring(p_secret from 9 for 8), 'hex'))::bit(64)::bigint), p_every) = 0;

create function finished_items_are_audited() returns trigger language plpgsql as $$
begin
    insert into place (item_id, project_id, stage, wanted, priority)
    select new.item_id, new.project_id, 'audit', 1, hashint8extended(new.item_id, 1) & 4611686018427387903
    from project_stages st join project p on p.id = st.project_id
    where st.project_id = new.project_id and is_audited(new.item_id, p.secret, st.audit_every)
    on conflict (item_id, stage) do nothing;
    return null;
end $$;
create trigger finished_items_are_audited after update of status on item_state
    for each row when (new.status = 2 and old.status <> 2 and not new.gold) execute function finished_items_are_audited();

-- What an item was finished with when it was audited: whatever becomes of it later, an error that was found stays one.
create table audited (
    project_id bigint   not null,
    question   smallint not null,
    item_id    bigint   not null,
    member_id  bigint   not null,
    option     smallint,
    number     double precision,
    options    smallint[],
    value      jsonb,
    primary key (project_id, question, item_id, member_id)
);

-- As which kind an assignment that holds no place may be taken up again. Gold that was given back is lost when the ordinary
-- items are: nobody ever takes its place, so it would be told by being free for ever. In a test everybody knows that all is gold.
drop function assignment_kind;
create function assignment_kind(p_item bigint, p_was stage) returns stage language sql stable
    return case when p_was = 'qualification' and exists (select 1 from place g where g.item_id = p_item and g.stage = 'gold') then p_was
                when (select gold_hides(p.project_id) from place p where p.item_id = p_item and p.stage = 'gold') then 'gold'::stage
                when exists (select 1 from place p where p.item_id = p_item and p.stage = p_was and p.open
                                                     and p_was in ('pilot', 'calibration') and wants_opinions(p_item)) then p_was
                else 'production'::stage end;

-- What is left for a member in a test or a pilot; null where neither runs for them.
create function left_of_stage(p_project bigint, p_member bigint) returns bigint language sql stable as $$
    select case qualification_of(st.qualification_items, m.id, m.role)
               when 2 then 0
               when 1 then coalesce(
                   (select greatest(0, q.wanted - test_taken(m.id, q.started_at, '{answered,skipped}'))
                    from qualification q where q.member_id = m.id and q.state = 'running'), st.qualification_items)
               else case when st.pilot > 0
                         then (select count(*) from place p where p.project_id = p_project and p.stage = 'pilot' and wants_opinions(p.item_id)
                                 and meets(p.item_id, needs_met(p_project, m.skills))
                                 and (p.open or exists (select 1 from assignment a where a.item_id = p.item_id and a.member_id = m.id
                                                                                     and a.state = 'leased'))
                                 and not exists (select 1 from assignment a where a.item_id = p.item_id and a.member_id = m.id
                                                                              and a.state in ('answered', 'skipped'))) end
           end
    from project_stages st join member m on m.id = p_member where st.project_id = p_project
$$;

create or replace function work_for(p_project bigint, p_member bigint) returns boolean language sql stable
    return coalesce(left_of_stage(p_project, p_member) > 0,
                    exists (select 1 from place p
                            where p.project_id = p_project and p.stage = 'production' and p.open
                              and p.need = any ((select needs_met(p_project, m.skills) from member m where m.id = p_member)::smallint[]))
                    or exists (select 1 from project_stages st join member m on m.id = p_member
                               where st.project_id = p_project and st.audit_every > 0 and m.role <> 'labeler'
                                 and exists (select 1 from place p where p.project_id = p_project and p.stage = 'audit' and p.open))
                    or exists (select 1 from project_stages st left join queue_cursor c on c.member_id = p_member
                               where st.project_id = p_project and st.calibration_items > 0
                                 and coalesce(c.calibrated, 0) <> st.calibration_round))
        or exists (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                   where c.member_id = p_member and a.state = 'leased');

create or replace function save_annotation(
    p_assignment uuid, p_account uuid, p_save_id uuid, p_outcome text, p_answers jsonb, p_ambiguous boolean,
    p_comment text, p_skip_reason text, p_active_ms integer, p_schema integer, p_guideline integer,
    -- the revision the client has seen, if it says; the newest schema version the answers were checked against
    p_base integer, p_checked integer,
    -- the answers once more as statistics read them, one array element per question
    p_question smallint[], p_option smallint[], p_number double precision[], p_options text[], p_value text[])
    returns table (refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 1 as $$
declare
    a            assignment;
    m            member;
    n            annotation;
    v_id         bigint;
    v_revision   integer;
    v_saved      timestamptz := clock_timestamp();
    v_was        text;
    v_kind       stage;
    v_answers    smallint;
    v_deleted    boolean;
    v_schema     integer;
begin
    select x.* into a from assignment x where x.id = p_assignment for update;
    select x.* into m from member x where x.id = a.member_id and x.account_id = p_account;
    if m.id is null then
        refusal := 'unknown';
        return next;
        return;
    end if;
    if a.revision > 0 then
        select x.* into n from annotation x where x.assignment_id = a.id and x.save_id = p_save_id;
        if found then
            if (n.outcome, n.answers, n.ambiguous, n.comment, n.skip_reason, n.active_ms, n.schema_version, n.guideline_version)
               is distinct from
               (p_outcome, p_answers, p_ambiguous, p_comment, p_skip_reason, p_active_ms, p_schema, p_guideline) then
                refusal := 'save_id_reused';
            end if;
            annotation_id := n.id;
            revision := n.revision;
            saved_at := n.saved_at;
            return next;
            return;
        end if;
    end if;
    select p.deleted_at is not null, p.schema_version into v_deleted, v_schema from project p where p.id = a.project_id;
    refusal := case when v_deleted then 'project_deleted'
                    when m.removed_at is not null then 'member_removed'
                    when p_base <> a.revision then 'newer_answer'
                    when p_checked <> v_schema then 'schema_moved' end;
    if refusal is not null then
        revision := a.revision;
        return next;
        return;
    end if;
    v_was := a.state;
    v_kind := a.kind;
    if v_was in ('released', 'skipped') and a.round = 0 then
        -- It holds no place, and the item may have become gold, or an ordinary one, since it was handed out.
        v_kind := assignment_kind(a.item_id, a.kind);
        if v_kind = 'production' and p_outcome = 'submitted' then
            perform 1 from place p where p.item_id = a.item_id and p.stage = 'production' and p.open for update;
            if not found then
                refusal := 'lease_lost';
                return next;
                return;
            end if;
        end if;
    end if;
    if v_kind in ('gold', 'qualification') and p_outcome = 'submitted'
       and not exists (select 1 from annotation x where x.assignment_id = a.id and x.outcome = 'submitted') then
        insert into gold_attempt (member_id, item_id, question, project_id, option, number, options, value)
        select a.member_id, a.item_id, u.q, a.project_id, u.o, u.n, u.s::smallint[], u.v::jsonb
        from unnest(p_question, p_option, p_number, p_options, p_value) as u(q, o, n, s, v);
    end if;

    v_revision := a.revision + 1;
    update assignment x
    set kind = v_kind, state = case when p_outcome = 'submitted' then 'answered' else 'skipped' end, revision = v_revision
    where x.id = a.id;
    insert into annotation as x (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous,
                            comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
    values (a.id, a.project_id, a.item_id, a.member_id, v_revision, p_save_id, p_outcome, p_answers, p_ambiguous,
            p_comment, p_skip_reason, p_active_ms, p_schema, p_guideline, v_saved)
    returning x.id into v_id;

    if v_was = 'answered' and a.round = 0 then
        delete from vote v
        where v.project_id = a.project_id and v.item_id = a.item_id and v.member_id = a.member_id
          and v.question in (select c.number from question_code c where c.project_id = a.project_id);
    end if;
    if v_kind = 'audit' and p_outcome = 'submitted' then
        insert into audited (project_id, question, item_id, member_id, option, number, options, value)
        select b.project_id, b.question, b.item_id, a.member_id, b.option, b.number, b.options, b.value
        from item_answer b where b.item_id = a.item_id
        on conflict (project_id, question, item_id, member_id) do nothing;
    end if;
    if a.round > 0 then
        delete from vote_again v
        where v.project_id = a.project_id and v.item_id = a.item_id and v.member_id = a.member_id and v.round = a.round
          and v.question in (select c.number from question_code c where c.project_id = a.project_id);
        if p_outcome = 'submitted' then
            insert into vote_again (project_id, question, item_id, member_id, round, option, number, options, value, annotation_id)
            select a.project_id, u.q, a.item_id, a.member_id, a.round, u.o, u.n, u.s::smallint[], u.v::jsonb, v_id
            from unnest(p_question, p_option, p_number, p_options, p_value) as u(q, o, n, s, v);
        end if;
        return query select null::text, v_id, v_revision, v_saved;
        return;
    end if;
    if p_outcome = 'submitted' then
        insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
        select a.project_id, u.q, a.item_id, a.member_id, u.o, u.n, u.s::smallint[], u.v::jsonb, v_id
        from unnest(p_question, p_option, p_number, p_options, p_value) as u(q, o, n, s, v);
    end if;

    v_answers := (case when p_outcome = 'submitted' then 1 else 0 end) - (case when v_was = 'answered' then 1 else 0 end);
    if v_answers <> 0 then
        -- Held before what it wants is looked at: who changes that settles the item, and one of the two sees the other.
        perform 1 from item_state s where s.item_id = a.item_id for update;
        update item_state s
        set answers = s.answers + v_answers,
            status = status_with(a.item_id, s.status, s.gold, s.answers + v_answers, coalesce(
                (select p.wanted from place p where p.item_id = a.item_id and p.stage = 'production'), 1))
        where s.item_id = a.item_id;
    end if;
    return query select null::text, v_id, v_revision, v_saved;
end $$;

create or replace function keep_lease(p_assignment uuid, p_account uuid)
    returns table (refusal text, leased_until timestamptz) language plpgsql rows 1 as $$
declare
    a         assignment;
    m         member;
    v_minutes smallint;
    v_deleted boolean;
    v_held    uuid[];
    v_kind    stage;
begin
    select x.* into a from assignment x where x.id = p_assignment;
    select x.* into m from member x where x.id = a.member_id and x.account_id = p_account;
    if m.id is null then
        refusal := 'unknown';
        return next;
        return;
    end if;
    select p.lease_minutes, p.deleted_at is not null into v_minutes, v_deleted from project p where p.id = a.project_id;
    if m.removed_at is not null or v_deleted then
        refusal := case when v_deleted then 'project_deleted' else 'member_removed' end;
        return next;
        return;
    end if;
    -- The same order of locks as lease_next: the person first.
    insert into queue_cursor (member_id) values (m.id) on conflict (member_id) do nothing;
    select q.held into v_held from queue_cursor q where q.member_id = m.id for update;
    -- In a statement of its own: what was leased while this one waited must be seen.
    v_held := array(select l.id from assignment l where l.id = any (v_held) and l.state = 'leased' order by l.leased_at);
    select x.* into a from assignment x where x.id = p_assignment for update;
    leased_until := clock_timestamp() + make_interval(mins => v_minutes);
    if a.state = 'leased' then
        update assignment x set leased_until = keep_lease.leased_until where x.id = a.id;
        return next;
        return;
    end if;
    v_kind := case when a.round > 0 then a.kind else assignment_kind(a.item_id, a.kind) end;
    if a.state = 'released' and v_kind = 'production' then
        perform 1 from place p where p.item_id = a.item_id and p.stage = 'production' and p.open for update;
    end if;
    if a.state <> 'released' or (v_kind = 'production' and not found) then
        refusal := 'lease_lost';
    elsif cardinality(v_held) >= 3 then
        refusal := 'too_many_leases';
    end if;
    if refusal is not null then
        leased_until := null;
        return next;
        return;
    end if;
    update assignment x set kind = v_kind, state = 'leased', leased_until = keep_lease.leased_until where x.id = a.id;
    update queue_cursor c set held = v_held || a.id where c.member_id = m.id;
    return next;
end $$;

create or replace function bring_annotations(
    -- the schema version by which the answers were read
    p_project bigint, p_schema integer,
    p_item bigint[], p_member bigint[], p_round smallint[], p_outcome text[], p_answers text[], p_ambiguous boolean[], p_comment text[],
    p_skip_reason text[], p_active_ms integer[], p_guideline integer[], p_saved_at timestamptz[],
    -- the answers once more as statistics read them: for each annotation a list of {question, option, number, options, value}
    p_votes text[])
    returns table (added integer, unchanged integer, kept integer) language plpgsql rows 1 as $$
declare
    v_items bigint[] := array(select distinct x.item from unnest(p_item) x (item) order by x.item);
    v_now   timestamptz := clock_timestamp();
begin
    perform annotations_are_written();
    perform 1 from project p where p.id = p_project for share;
    perform 1 from item i where i.id = any (v_items) order by i.id for no key update;
    loop
        begin
            perform 1 from place p where p.item_id = any (v_items) and p.stage = 'gold' order by p.item_id for update;
            perform 1 from place p where p.item_id = any (v_items) and p.stage = 'production' order by p.item_id for update;
            -- Handed out and not answered. Who saves or leases one of them may wait for a place: then the places are let go.
            perform 1
            from unnest(p_item, p_member, p_round) as r (item, member, round)
                join assignment a on a.item_id = r.item and a.member_id = r.member and a.round = r.round
            where a.revision = 0
            order by a.id for update of a nowait;
            exit;
        exception when lock_not_available then
            perform pg_sleep(0.01);
        end;
    end loop;
    perform 1 from item_state s where s.item_id = any (v_items) order by s.item_id for update;

    with given as materialized (
        select r.*, a.id as assignment, coalesce(a.revision, 0) as revision
        from unnest(p_item, p_member, p_round, p_outcome, p_answers, p_ambiguous, p_comment, p_skip_reason, p_active_ms, p_guideline,
                    p_saved_at, p_votes) with ordinality
                 as r (item, member, round, outcome, answers, ambiguous, comment, skip_reason, active_ms, guideline, saved_at, votes, n)
            left join assignment a on a.item_id = r.item and a.member_id = r.member and a.round = r.round
    ), there as materialized (
        select (x.outcome, x.answers, x.ambiguous, x.comment, x.skip_reason)
               is not distinct from (g.outcome, g.answers::jsonb, g.ambiguous, g.comment, g.skip_reason) as same
        from given g join annotation x on x.assignment_id = g.assignment and x.revision = g.revision
        where g.revision > 0
    ), fresh as materialized (
        select o.*, nextval('annotation_id_seq') as annotation_id, coalesce(o.assignment, gen_random_uuid()) as id,
               least(coalesce(o.saved_at, v_now), v_now) as saved,
               case when o.outcome = 'submitted' then 'answered' else 'skipped' end as state,
               -- who is asked later without having been asked before did not repeat themselves: that was an audit
               case when o.round > 0 and (exists (select 1 from given f where f.item = o.item and f.member = o.member and f.round = 0)
                        or exists (select 1 from assignment a where a.item_id = o.item and a.member_id = o.member and a.round = 0))
                    then 'repeat'::stage
                    when o.round > 0 then 'audit'::stage
                    when exists (select 1 from place g where g.item_id = o.item and g.stage = 'gold') then 'gold'::stage
                    else 'production'::stage end as kind
        from (select g.* from given g where g.revision = 0 order by g.n) o
    ), assigned as (
        insert into assignment (id, project_id, item_id, member_id, round, kind, state, revision, imported, leased_at, leased_until)
        select f.id, p_project, f.item, f.member, f.round, f.kind, f.state, 1, true, f.saved, f.saved
        from fresh f where f.assignment is null
    ), taken_up as (
        update assignment a set kind = f.kind, state = f.state, revision = 1, imported = true
        from fresh f where a.id = f.assignment
    ), appended as (
        insert into annotation (id, assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous,
                                comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
        overriding system value
        select f.annotation_id, f.id, p_project, f.item, f.member, 1, gen_random_uuid(), f.outcome, f.answers::jsonb, f.ambiguous,
               f.comment, f.skip_reason, f.active_ms, p_schema, f.guideline, f.saved
        from fresh f order by f.annotation_id
    ), said as materialized (
        select f.item, f.member, f.round, f.kind, f.annotation_id, v.*
        from fresh f cross join lateral jsonb_to_recordset(f.votes::jsonb)
                 as v (question smallint, option smallint, number float8, options smallint[], value jsonb)
        where f.outcome = 'submitted'
    ), voted as (
        insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
        select p_project, s.question, s.item, s.member, s.option, s.number, s.options, s.value, s.annotation_id
        from said s where s.round = 0
    ), voted_again as (
        insert into vote_again (project_id, question, item_id, member_id, round, option, number, options, value, annotation_id)
        select p_project, s.question, s.item, s.member, s.round, s.option, s.number, s.options, s.value, s.annotation_id
        from said s where s.round > 0
    ), attempted as (
        insert into gold_attempt (member_id, item_id, question, project_id, option, number, options, value)
        select s.member, s.item, s.question, p_project, s.option, s.number, s.options, s.value from said s where s.kind = 'gold'
    )
    select (select count(*) from fresh), (select count(*) from there t where t.same), (select count(*) from there t where not t.same)
    into added, unchanged, kept;

    if added > 0 then
        -- Counted anew, not counted on: whoever takes or gives back a place of these waits for them now.
        update place p set taken = h.held
        from (select a.item_id, count(*) filter (where a.state in ('leased', 'answered'))::smallint as held
              from assignment a where a.item_id = any (v_items) and a.round = 0 group by a.item_id) h
        where p.item_id = h.item_id and p.stage = 'production' and p.taken <> h.held
          and not exists (select 1 from place g where g.item_id = p.item_id and g.stage = 'gold');
        update item_state s set answers = h.answers
        from (select a.item_id, count(*) filter (where a.state = 'answered')::smallint as answers
              from assignment a where a.item_id = any (v_items) and a.round = 0 group by a.item_id) h
        where s.item_id = h.item_id and s.answers <> h.answers;
        -- Figures of people that were taken before they had these answers are taken again.
        update member_figures f set taken_at = '-infinity' where f.member_id = any (p_member);
        perform settle_places(p_project, v_items);
        perform settle_items(v_items);
    end if;
    return next;
end $$;

create function shown_stage(p_kind stage) returns text language sql immutable
    return case when p_kind in ('qualification', 'pilot', 'audit') then p_kind::text end;

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted' | 'project_paused' | 'turn_moved'. Which stages are
-- searched, in which order, the caller decides from the member's standing; where it is another one by now, nothing is handed out and it is
-- told. Texts come along where they are small; how long they are is known without reading them.
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[],
                           p_standing integer[], p_stages stage[], p_hide_gold boolean)
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer,
                   -- what the next decision rests on
                   standing integer[], secret text,
                   -- told where it cannot be hidden: qualification, pilot, audit
                   stage text,
                   -- what is filled in; null for nothing, whether there is no draft or it is withheld
                   draft_source text, draft_answers jsonb)
    language plpgsql rows 1 as $$
declare
    p            project;
    m            member;
    st           project_stages;
    c            queue_cursor;
    v_needs      smallint[];
    v_test       timestamptz;
    v_cursor     bigint;
    v_place      bigint;
    v_item       bigint;
    v_stage      stage;
    v_kind       stage;
    v_held       uuid[];
    v_lease      uuid;
    v_round      integer;
    v_seed       bigint;
    v_shows      boolean;
    v_looked     bigint;
    v_draft      draft;
    v_shown      boolean;
    v_again      bigint;
begin
    select x.* into p from project x where x.id = p_project;
    if p.deleted_at is not null or p.paused_at is not null then
        refusal := case when p.deleted_at is not null then 'project_deleted' else 'project_paused' end;
        return next;
        return;
    end if;
    v_shows := cardinality(p.shows_metadata) > 0;
    select x.* into m from member x where x.id = p_member;
    select x.* into st from project_stages x where x.project_id = p_project;

    -- Serialises the requests of one person; different people never wait here.
    loop
        select x.* into c from queue_cursor x where x.member_id = p_member for update;
        exit when found;
        insert into queue_cursor (member_id) values (p_member) on conflict (member_id) do nothing;
    end loop;
    v_cursor := c.reached;
    v_held := c.held;
    standing := standing(p, st, m, c);

    if cardinality(v_held) > 0 then
        v_held := array(select a.id from assignment a where a.id = any (v_held) and a.state = 'leased' order by a.leased_at);
    end if;
    if cardinality(v_held) > 0 then
        return query
            select null::text, a.id, item_code(p.secret, p_member, i.id), a.leased_until, i.bytes <= 65536,
                   case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
                   case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
                   p.schema_version, p.guideline_version, standing, null::text, shown_stage(a.kind), d.source, d.answers
            from assignment a join item i on i.id = a.item_id left join draft d on d.id = a.draft_id and a.draft_shown
            where a.id = any (v_held) and a.project_id = p_project
              and a.leased_until > clock_timestamp() and a.id <> all (p_holding)
            order by a.leased_at, a.id limit 1;
        if found then
            return;
        end if;
        if cardinality(v_held) >= 3 then
            refusal := 'too_many_leases';
            return next;
            return;
        end if;
    end if;

    if standing is distinct from p_standing then
        refusal := 'turn_moved';
        secret := encode(p.secret, 'hex');
        return next;
        return;
    end if;

    v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
    v_needs := needs_met(p_project, m.skills);
    foreach v_stage in array p_stages loop
        v_kind := v_stage;
        if v_stage = 'gold' then
            if not p_hide_gold or gold_hides(p_project) then
                -- What was given back comes last, as it does in the queue: coming back at once would tell it apart. The place is
                -- held until the commit, so that gold that is taken back knows of this lease.
                select o.item_id into v_item
                from place o left join assignment a on a.item_id = o.item_id and a.member_id = p_member and a.round = 0
                where o.project_id = p_project and o.stage = 'gold' and o.open
                  -- what was given back in a test is known to be gold
                  and (a.id is null or (a.state = 'released' and a.kind <> 'qualification')) and meets(o.item_id, v_needs)
                order by a.id is not null, hashint8extended(o.item_id # p_member, v_seed) limit 1
                for key share of o skip locked;
            end if;
        elsif v_stage = 'qualification' then
            insert into qualification (member_id, attempt, state, wanted, needed)
            select p_member, 1, 'running', st.qualification_items, st.qualification_needed
            where not exists (select 1 from qualification q where q.member_id = p_member)
            on conflict (member_id, attempt) do nothing;
            select q.started_at into v_test from qualification q
            where q.member_id = p_member and q.state = 'running'
              and q.wanted > test_taken(p_member, q.started_at, '{leased,answered,skipped}');
            if v_test is not null then
                select o.item_id into v_item
                from place o left join assignment a on a.item_id = o.item_id and a.member_id = p_member and a.round = 0
                where o.project_id = p_project and o.stage = 'gold' and o.open and (a.id is null or a.state = 'released')
                  and meets(o.item_id, v_needs)
                -- what was given back comes again first: nobody chooses what they are tested on
                order by (a.kind = 'qualification' and a.leased_at >= v_test) is true desc, a.id is not null, hashint8extended(o.item_id # p_member, v_seed) limit 1
                for key share of o skip locked;
            end if;
        elsif v_stage = 'calibration' then
            -- Its ordinary place is taken along with the lease: it is locked here, where nobody waits for anybody.
            select o.item_id into v_item from place o join place q on q.item_id = o.item_id and q.stage = 'production'
            where o.project_id = p_project and o.stage = 'calibration' and o.open and wants_opinions(o.item_id) and q.need = any (v_needs)
              and not exists (select 1 from assignment a
                              where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
            order by hashint8extended(o.item_id # p_member, v_seed) limit 1
            for update of q skip locked;
            if v_item is null and not exists (
                    select 1 from place o
                    where o.project_id = p_project and o.stage = 'calibration' and o.open and wants_opinions(o.item_id)
                      and meets(o.item_id, v_needs)
                      and not exists (select 1 from assignment a
                                      where a.item_id = o.item_id and a.member_id = p_member and a.state in ('answered', 'skipped'))) then
                update queue_cursor x set calibrated = st.calibration_round where x.member_id = p_member;
                standing := standing(p, st, m, (select x from queue_cursor x where x.member_id = p_member));
            end if;
        elsif v_stage = 'pilot' then
            for v_round in 0..1 loop
                exit when v_round = 1 and release_expired(p_project) = 0;
                select o.item_id into v_item from place o join place q on q.item_id = o.item_id and q.stage = 'production'
                where o.project_id = p_project and o.stage = 'pilot' and o.open and wants_opinions(o.item_id) and q.need = any (v_needs)
                  and not exists (select 1 from assignment a
                                  where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
                order by o.priority limit 1
                for update of o, q skip locked;
                exit when v_item is not null;
            end loop;
        elsif v_stage = 'audit' then
            select o.item_id into v_item from place o
            where o.project_id = p_project and o.stage = 'audit' and o.open and meets(o.item_id, v_needs)
              and exists (select 1 from item_state s where s.item_id = o.item_id and not s.gold and s.status = 2)
              and not exists (select 1 from assignment a
                              where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
            order by o.priority limit 1
            for update of o skip locked;
        elsif v_stage = 'repeat' then
            -- A few at a time, in the order in which they were answered: those passed over never come back into question.
            select min(n.id) filter (where n.due), max(n.id) filter (where n.old) into v_again, v_looked
            from (
                select n.id, n.old,
                       n.old and mod(hashint8extended(n.item_id # p_member, v_seed), p.repeat_every) = 0
                           and exists (select 1 from assignment a join item i on i.id = a.item_id
                                       where a.id = n.assignment_id and a.round = 0 and a.state = 'answered'
                                         and a.kind in ('production', 'pilot', 'calibration') and i.excluded_at is null
                                         and not exists (select 1 from gold g where g.item_id = i.id)) as due
                from (select n.id, n.item_id, n.assignment_id,
                             n.saved_at <= clock_timestamp() - make_interval(hours => p.repeat_after_hours) as old
                      from annotation n
                      where n.member_id = p_member and n.id > c.looked_at
                      order by n.id limit 200) n
            ) n;
            update queue_cursor x set looked_at = coalesce(v_again, v_looked) where x.member_id = p_member
                and coalesce(v_again, v_looked) is not null;
            if v_again is not null then
                select n.item_id into v_item from annotation n where n.id = v_again;
                insert into assignment as a (project_id, item_id, member_id, kind, round, state, leased_at, leased_until)
                values (p_project, v_item, p_member, 'repeat', 1, 'leased', clock_timestamp(),
                        clock_timestamp() + make_interval(mins => p.lease_minutes))
                on conflict on constraint assignment_of_a_round do nothing
                returning a.id, a.leased_until into v_lease, leased_until;
                if v_lease is null then
                    v_item := null; -- an answer that was revised comes by twice
                end if;
            end if;
        else
            v_round := 0;
            while v_item is null and v_round < 3 loop
                -- First ahead of the cursor, then from the start, then once more after taking back abandoned leases.
                if v_round = 2 and release_expired(p_project) = 0 then
                    exit;
                end if;
                if cardinality(v_needs) = 1 then
                    select o.item_id, o.priority into v_item, v_place from place o
                    where o.project_id = p_project and o.stage = 'production' and o.open and o.need = 0
                      and o.priority > case when v_round = 0 then v_cursor else -1 end
                      and not exists (select 1 from assignment a
                                      where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
                    order by o.priority limit 1
                    for update of o skip locked;
                else
                    -- What only few can do comes first to those who can, and has no cursor.
                    select x.item_id, case when n.need = 0 then x.priority end into v_item, v_place
                    from unnest(v_needs) as n (need)
                        cross join lateral (
                            select o.item_id, o.priority from place o
                            where o.project_id = p_project and o.stage = 'production' and o.open and o.need = n.need
                              and o.priority > case when v_round = 0 and n.need = 0 then v_cursor else -1 end
                              and not exists (select 1 from assignment a
                                              where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
                            order by o.priority limit 1
                            for update of o skip locked) x
                    order by n.need = 0, x.priority limit 1;
                end if;
                v_round := v_round + 1;
                if v_item is null and v_round = 1 and v_cursor = -1 then
                    v_round := 2;
                end if;
            end loop;
        end if;
        exit when v_item is not null;
    end loop;

    if v_item is null then
        refusal := 'none_left';
        return next;
        return;
    end if;

    if v_lease is null then
        -- A test and an audit ask what people say by themselves.
        if v_kind not in ('qualification', 'audit') then
            select d.* into v_draft from draft d where d.item_id = v_item and d.retired_at is null;
        end if;
        if v_draft.id is not null then
            -- Always the same for one item and person: who gives it back and gets it again learns nothing.
            v_shown := p.drafts_withheld_every = 0
                or mod(hashint8extended(v_item # p_member, v_seed # 1), p.drafts_withheld_every) <> 0;
        end if;
        insert into assignment as a (project_id, item_id, member_id, kind, round, state, leased_at, leased_until, draft_id, draft_shown)
        values (p_project, v_item, p_member, v_kind, case when v_kind = 'audit' then 1 else 0 end, 'leased', clock_timestamp(),
                clock_timestamp() + make_interval(mins => p.lease_minutes), v_draft.id, v_shown)
        on conflict on constraint assignment_of_a_round do update
            set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until,
                draft_id = excluded.draft_id, draft_shown = excluded.draft_shown
            -- a late answer may have arrived since the item was chosen: then it is no longer to be handed out
            where a.state = 'released'
        returning a.id, a.leased_until into v_lease, leased_until;
    end if;
    if v_lease is null then
        return query select * from lease_next(p_project, p_member, p_holding, p_standing, p_stages, p_hide_gold);
        return;
    end if;
    standing[1] := standing[1] + 1;
    update queue_cursor x
    set handed = standing[1], held = v_held || v_lease, reached = coalesce(v_place, x.reached)
    where x.member_id = p_member;
    return query
        select null::text, v_lease, item_code(p.secret, p_member, i.id), leased_until, i.bytes <= 65536,
               case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
               case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
               p.schema_version, p.guideline_version, standing, null::text, shown_stage(v_kind),
               case when v_shown then v_draft.source end, case when v_shown then v_draft.answers end
        from item i where i.id = v_item;
end $$;

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function bring_annotations set enable_seqscan = off;
alter function bring_annotations set enable_mergejoin = off;
alter function bring_annotations set enable_hashjoin = off;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;
alter function save_annotation set enable_seqscan = off;
alter function keep_lease set enable_seqscan = off;
