-- A person's answers taken out, or asked for once more --------------------------------------------------------------------------
-- Answers are never deleted. What is taken out stays in the log and counts nowhere, until it is brought back.

alter table assignment drop constraint assignment_state_check,
    add constraint assignment_state_check check (state in ('leased', 'answered', 'skipped', 'released', 'taken_out'));

-- Who took answers of a member out, when and why; one row for however many.
create table taken_out (
    -- the change that did it, by its number
    id         bigint      primary key,
    project_id bigint      not null references project,
    member_id  bigint      not null references member,
    reason     text        not null check (char_length(reason) between 1 and 500),
    taken_by   uuid        not null references account,
    taken_at   timestamptz not null default clock_timestamp(),
    -- those that are still out
    answers    integer     not null default 0 check (answers >= 0)
);
create index taken_out_of_project on taken_out (project_id);

create table taken_out_answer (
    assignment_id uuid        not null references assignment,
    taken_out_id  bigint      not null,
    item_id       bigint      not null,
    was           text        not null check (was in ('answered', 'skipped')),
    back_at       timestamptz,
    back_by       uuid references account,
    primary key (item_id, assignment_id, taken_out_id),
    check ((back_at is null) = (back_by is null))
);
create unique index taken_out_answer_in_force on taken_out_answer (assignment_id) where back_at is null;

-- Their votes, as they were in vote (round 0) and vote_again.
create table taken_out_vote (
    project_id    bigint   not null,
    question      smallint not null,
    item_id       bigint   not null,
    member_id     bigint   not null,
    round         smallint not null,
    option        smallint,
    number        double precision,
    options       smallint[],
    value         jsonb,
    annotation_id bigint   not null,
    primary key (member_id, item_id, round, question)
);

-- Answers that are asked for once more of whoever gave them. They count until they are answered again.
create table sent_back (
    id            bigint generated always as identity primary key,
    change_id     bigint      not null,
    assignment_id uuid        not null references assignment,
    project_id    bigint      not null,
    member_id     bigint      not null,
    item_id       bigint      not null,
    reason        text        not null check (char_length(reason) between 1 and 500),
    sent_by       uuid        not null references account,
    sent_at       timestamptz not null default clock_timestamp(),
    -- answered again, or called off by somebody
    ended_at      timestamptz,
    ended_by      uuid references account,
    check (ended_by is null or ended_at is not null)
);
create unique index sent_back_open on sent_back (assignment_id) where ended_at is null;
create index sent_back_of_member on sent_back (member_id, id) where ended_at is null;
create index sent_back_of_item on sent_back (item_id);
create index sent_back_of_change on sent_back (change_id) where ended_at is null;

-- What a report rests on besides annotations: gold, which items are excluded, and whose answers are taken out.
create or replace function standing_of(p_project bigint, p_question smallint) returns text language sql stable
    return concat_ws(' ',
        (select concat_ws(',', count(*), extract(epoch from max(g.set_at))) from gold g where g.project_id = p_project and g.question = p_question),
        (select concat_ws(',', count(*), extract(epoch from max(i.excluded_at))) from item i where i.project_id = p_project and i.excluded_at is not null),
        (select string_agg(t.id || ':' || t.answers, ',' order by t.id) from taken_out t where t.project_id = p_project and t.answers > 0));

-- Whoever takes answers out counts anew what their items have: one statement instead of one for each answer.
drop trigger assignment_changes_place on assignment;
create trigger assignment_changes_place after update of state on assignment
    for each row when ((new.round = 0 or new.kind = 'audit')
                       and (old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')) and new.imported = old.imported
                       and old.state <> 'taken_out' and new.state <> 'taken_out')
    execute function assignment_takes_place();

-- Locks in the order of everybody else: the project, items, places of gold, places, assignments, states. Who saves one of the
-- assignments may wait for a place: then the places are let go.
create function hold_answers(p_project bigint, p_items bigint[], p_assignments uuid[]) returns void language plpgsql as $$
begin
    perform 1 from project p where p.id = p_project for share;
    perform 1 from item i where i.id = any (p_items) order by i.id for no key update;
    loop
        begin
            perform 1 from place p where p.item_id = any (p_items) order by p.stage desc, p.item_id for update;
            perform 1 from assignment a where a.id = any (p_assignments) order by a.id for update nowait;
            exit;
        exception when lock_not_available then
            perform pg_sleep(0.01);
        end;
    end loop;
    perform 1 from item_state s where s.item_id = any (p_items) order by s.item_id for update;
end $$;

-- Counts what items have after answers went or came back without the trigger, and says what follows.
create function count_answers(p_items bigint[]) returns void language plpgsql as $$
begin
    update place p set taken = h.held
    from (select q.item_id, q.stage,
                 (select count(*) from assignment a
                  where a.item_id = q.item_id and a.state in ('leased', 'answered')
                    and case q.stage when 'production' then a.round = 0
                                     when 'audit' then a.kind = 'audit' and not a.imported
                                     else a.kind = q.stage end)::smallint as held
          from place q
          where q.item_id = any (p_items) and q.stage in ('production', 'pilot', 'audit')) h
    where p.item_id = h.item_id and p.stage = h.stage and p.taken <> h.held
      and (p.stage <> 'production' or not exists (select 1 from place g where g.item_id = p.item_id and g.stage = 'gold'));
    update item_state s set answers = h.answers
    from (select i.id as item_id, (select count(*) from assignment a
                                   where a.item_id = i.id and a.round = 0 and a.state = 'answered')::smallint as answers
          from unnest(p_items) as i (id)) h
    where s.item_id = h.item_id and s.answers <> h.answers;
    perform settle_items(p_items);
end $$;

-- What a member said about these items counts nowhere any more; their tests stay, which measure the person.
-- @return the items of which something was taken out
create function take_answers_out(p_project bigint, p_id bigint, p_member bigint, p_items bigint[]) returns setof bigint language plpgsql as $$
declare
    v_answers uuid[];
    v_items   bigint[];
begin
    select coalesce(array_agg(a.id), '{}') into v_answers from assignment a
    where a.project_id = p_project and a.member_id = p_member and a.item_id = any (p_items);
    perform hold_answers(p_project, p_items, v_answers);
    -- In a statement of its own: what was saved while this one waited is seen.
    select coalesce(array_agg(a.id), '{}'), coalesce(array_agg(distinct a.item_id), '{}') into v_answers, v_items from assignment a
    where a.id = any (v_answers) and a.state in ('answered', 'skipped') and a.kind <> 'qualification';
    if v_items = '{}' then
        return;
    end if;
    insert into taken_out_answer (assignment_id, taken_out_id, item_id, was)
    select a.id, p_id, a.item_id, a.state from assignment a where a.id = any (v_answers);
    with mine as materialized (
        select a.item_id, a.round from assignment a where a.id = any (v_answers)
    ), questions as materialized (
        select c.number from question_code c where c.project_id = p_project
    ), gone as (
        delete from vote v using mine m, questions q
        where m.round = 0 and v.project_id = p_project and v.question = q.number and v.item_id = m.item_id and v.member_id = p_member
        returning v.question, v.item_id, 0::smallint as round, v.option, v.number, v.options, v.value, v.annotation_id
    ), gone_again as (
        delete from vote_again v using mine m, questions q
        where m.round > 0 and v.project_id = p_project and v.question = q.number and v.item_id = m.item_id and v.member_id = p_member
          and v.round = m.round
        returning v.question, v.item_id, v.round, v.option, v.number, v.options, v.value, v.annotation_id
    )
    insert into taken_out_vote (project_id, question, item_id, member_id, round, option, number, options, value, annotation_id)
    select p_project, g.question, g.item_id, p_member, g.round, g.option, g.number, g.options, g.value, g.annotation_id
    from (select * from gone union all select * from gone_again) g;
    update assignment a set state = 'taken_out' where a.id = any (v_answers);
    update taken_out t set answers = t.answers + cardinality(v_answers) where t.id = p_id;
    update member_figures f set taken_at = '-infinity' where f.member_id = p_member;
    perform count_answers(v_items);
    return query select unnest(v_items);
end $$;

-- @return the items on which the member's answers count again
create function bring_answers_back(p_project bigint, p_id bigint, p_items bigint[], p_by uuid) returns setof bigint language plpgsql as $$
declare
    v_answers uuid[];
    v_items   bigint[];
    v_member  bigint;
begin
    select t.member_id into v_member from taken_out t where t.id = p_id and t.project_id = p_project;
    select coalesce(array_agg(o.assignment_id), '{}') into v_answers
    from taken_out_answer o where o.item_id = any (p_items) and o.taken_out_id = p_id and o.back_at is null;
    perform hold_answers(p_project, p_items, v_answers);
    with back as (
        update taken_out_answer o set back_at = clock_timestamp(), back_by = p_by
        where o.assignment_id = any (v_answers) and o.taken_out_id = p_id and o.back_at is null
        returning o.assignment_id, o.item_id, o.was
    ), counts as (
        update assignment a set state = b.was from back b where a.id = b.assignment_id returning a.id, a.item_id, a.round
    )
    select coalesce(array_agg(c.id), '{}'), coalesce(array_agg(distinct c.item_id), '{}') into v_answers, v_items from counts c;
    if v_items = '{}' then
        return;
    end if;
    with mine as materialized (
        select a.item_id, a.round from assignment a where a.id = any (v_answers)
    ), kept as (
        delete from taken_out_vote v using mine m
        where v.member_id = v_member and v.item_id = m.item_id and v.round = m.round
        returning v.question, v.item_id, v.round, v.option, v.number, v.options, v.value, v.annotation_id
    ), again as (
        insert into vote_again (project_id, question, item_id, member_id, round, option, number, options, value, annotation_id)
        select p_project, k.question, k.item_id, v_member, k.round, k.option, k.number, k.options, k.value, k.annotation_id
        from kept k where k.round > 0
    )
    insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
    select p_project, k.question, k.item_id, v_member, k.option, k.number, k.options, k.value, k.annotation_id
    from kept k where k.round = 0;
    update taken_out t set answers = t.answers - cardinality(v_answers) where t.id = p_id;
    update member_figures f set taken_at = '-infinity' where f.member_id = v_member;
    perform count_answers(v_items);
    return query select unnest(v_items);
end $$;
alter function take_answers_out set enable_seqscan = off;
alter function take_answers_out set enable_mergejoin = off;
alter function take_answers_out set enable_hashjoin = off;
alter function bring_answers_back set enable_seqscan = off;
alter function bring_answers_back set enable_mergejoin = off;
alter function bring_answers_back set enable_hashjoin = off;
alter function count_answers set enable_seqscan = off;
alter function count_answers set enable_mergejoin = off;
alter function count_answers set enable_hashjoin = off;
alter function hold_answers set enable_seqscan = off;

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
                    when a.state = 'taken_out' then 'answer_taken_out'
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

    if a.revision > 0 then
        update sent_back b set ended_at = v_saved where b.assignment_id = a.id and b.ended_at is null;
    end if;
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
                   where c.member_id = p_member and a.state = 'leased' and not in_bin(a.item_id))
        or exists (select 1 from sent_back b join item i on i.id = b.item_id
                   where b.member_id = p_member and b.ended_at is null and i.excluded_at is null and not in_bin(i.id));

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
    if a.state in ('answered', 'skipped') and exists (select 1 from sent_back b where b.assignment_id = a.id and b.ended_at is null) then
        return next; -- it holds its place as it is
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

create or replace function lease_next(p_project bigint, p_member bigint, p_holding uuid[],
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

    -- What was sent back comes before anything else. It is no lease: its answer holds the place already.
    select b.assignment_id into v_lease
    from sent_back b join assignment a on a.id = b.assignment_id and a.state in ('answered', 'skipped')
        join item i on i.id = b.item_id and i.excluded_at is null
    where b.member_id = p_member and b.ended_at is null and b.assignment_id <> all (p_holding)
    order by b.id limit 1;
    if v_lease is not null then
        return query
            select null::text, a.id, item_code(p.secret, p_member, i.id), clock_timestamp() + make_interval(mins => p.lease_minutes),
                   i.bytes <= 65536, case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
                   case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
                   p.schema_version, p.guideline_version, standing, null::text, 'sent_back', null::text, null::jsonb
            from assignment a join item i on i.id = a.item_id where a.id = v_lease;
        return;
    end if;

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
    end if;

    if cardinality(v_held) >= 3 then
        refusal := 'too_many_leases';
        return next;
        return;
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

alter function save_annotation set enable_seqscan = off;
alter function keep_lease set enable_seqscan = off;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;

-- The bin (V48) holds for these as well -------------------------------------------------------------------------------------------

create or replace function standing_of(p_project bigint, p_question smallint) returns text language sql stable
    return concat_ws(' ',
        (select concat_ws(',', count(*), extract(epoch from max(g.set_at))) from gold g where g.project_id = p_project and g.question = p_question),
        (select concat_ws(',', count(*), extract(epoch from max(i.excluded_at))) from item i where i.project_id = p_project and i.excluded_at is not null),
        (select concat_ws(',', nullif(count(*), 0), extract(epoch from max(b.binned_at))) from item_bin b where b.project_id = p_project),
        (select string_agg(t.id || ':' || t.answers, ',' order by t.id) from taken_out t where t.project_id = p_project and t.answers > 0));

create or replace function pg_temp.amend(p_function text, p_old text, p_new text, p_times integer) returns void language plpgsql as $$
declare
    v_text text := pg_get_functiondef(p_function::regproc);
begin
    if (length(v_text) - length(replace(v_text, p_old, ''))) / length(p_old) <> p_times then
        raise exception '% is not % times in %', p_old, p_times, p_function;
    end if;
    execute replace(v_text, p_old, p_new);
end $$;
select pg_temp.amend('lease_next', 'a.id = any (v_held) and a.state = ''leased'' order by',
                     'a.id = any (v_held) and a.state = ''leased'' and not in_bin(a.item_id) order by', 1);
select pg_temp.amend('lease_next', 'i.excluded_at is null', 'i.excluded_at is null and not in_bin(i.id)', 2);
select pg_temp.amend('keep_lease', 'l.id = any (v_held) and l.state = ''leased'' order by',
                     'l.id = any (v_held) and l.state = ''leased'' and not in_bin(l.item_id) order by', 1);
select pg_temp.amend('keep_lease', '    if a.state = ''leased'' then', '    if in_bin(a.item_id) then
        refusal := ''item_in_bin'';
        leased_until := null;
        return next;
        return;
    end if;
    if a.state = ''leased'' then', 1);
select pg_temp.amend('save_annotation', 'refusal := ''lease_lost'';',
                     'refusal := case when in_bin(a.item_id) then ''item_in_bin'' else ''lease_lost'' end;', 1);
