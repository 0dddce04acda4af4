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

-- What a report rests on besides annotations: gold, which items are excluded or in the bin, and whose answers are taken out.
create or replace function standing_of(p_project bigint, p_question smallint) returns text language sql stable
    return concat_ws(' ',
        (select concat_ws(',', count(*), extract(epoch from max(g.set_at))) from gold g where g.project_id = p_project and g.question = p_question),
        (select concat_ws(',', count(*), extract(epoch from max(i.excluded_at))) from item i where i.project_id = p_project and i.excluded_at is not null),
        (select concat_ws(',', nullif(count(*), 0), extract(epoch from max(b.binned_at))) from item_bin b where b.project_id = p_project),
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

-- What was taken out cannot be changed, and what is answered again is sent back no longer.
select amend_function('save_annotation', '                    when p_base <> a.revision then',
                      '                    when a.state = ''taken_out'' then ''answer_taken_out''
                    when p_base <> a.revision then', 1);
select amend_function('save_annotation', '    if v_was = ''answered'' and a.round = 0 then
        delete from vote v', '    if a.revision > 0 then
        update sent_back b set ended_at = v_saved where b.assignment_id = a.id and b.ended_at is null;
    end if;
    if v_was = ''answered'' and a.round = 0 then
        delete from vote v', 1);
select amend_function('keep_lease', '    v_kind := case when a.round > 0',
                      '    if a.state in (''answered'', ''skipped'') and exists (select 1 from sent_back b where b.assignment_id = a.id and b.ended_at is null) then
        return next; -- it holds its place as it is
        return;
    end if;
    v_kind := case when a.round > 0', 1);
-- What was sent back comes before anything else. It is no lease: its answer holds the place already.
select amend_function('lease_next', '    standing := standing(p, st, m, c);', '    standing := standing(p, st, m, c);

    select b.assignment_id into v_lease
    from sent_back b join assignment a on a.id = b.assignment_id and a.state in (''answered'', ''skipped'')
        join item i on i.id = b.item_id and i.excluded_at is null and not in_bin(i.id)
    where b.member_id = p_member and b.ended_at is null and b.assignment_id <> all (p_holding)
    order by b.id limit 1;
    if v_lease is not null then
        return query
            select null::text, a.id, item_code(p.secret, p_member, i.id), clock_timestamp() + make_interval(mins => p.lease_minutes),
                   i.bytes <= 65536, case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
                   case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else ''{}'' end,
                   p.schema_version, p.guideline_version, standing, null::text, ''sent_back'', null::text, null::jsonb
            from assignment a join item i on i.id = a.item_id where a.id = v_lease;
        return;
    end if;', 1);
