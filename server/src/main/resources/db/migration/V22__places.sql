-- Places -------------------------------------------------------------------------------------------------------------
-- A place is room for answers to an item at a stage. There was one row for an item, in which three rooms set the number of wanted
-- answers to 0 for three reasons: where two of them held, taking one back opened the item. Now the reasons are written down, and
-- settle_places alone says what follows. (Answers to gold counted for nothing once it was an ordinary item again, so that it got
-- more of them than were wanted.)

drop function work_for;
drop function assignment_kind;
drop function gold_turn;
create type stage as enum ('production', 'gold');

alter table queue rename to place;
alter table place rename constraint queue_pkey to place_pkey;
alter table place rename column place to priority;
alter table place drop column open; -- and with it the index
alter table place
    add column stage stage not null default 'production',
    -- decisions answer everything that is asked, so that further answers would change nothing
    add column decided boolean not null default false,
    alter column wanted drop not null,
    -- Gold asks everybody once: it wants no number of answers, and counts none.
    add constraint place_of_gold_wants_everybody check ((stage = 'gold') = (wanted is null)),
    add column open boolean not null generated always as (wanted is null or taken < wanted) stored,
    drop constraint place_pkey,
    add constraint place_pkey primary key (item_id, stage);
create index place_open on place (project_id, stage, priority) where open;
alter table queue_cursor rename column place to reached;

drop trigger assignment_takes_place on assignment;
drop trigger assignment_changes_place on assignment;
alter table assignment drop constraint assignment_kind_check;
alter table assignment alter column kind type stage using kind::stage;

-- Set aside: nobody is asked about it, and it takes no part in figures and exports. Its answers are kept.
alter table item add column excluded_at timestamptz, add column excluded_by uuid references account, add column excluded_reason text;
create index item_excluded on item (project_id, excluded_at) where excluded_at is not null;
alter table item_state drop constraint if exists item_state_status_check;
alter table item_state add constraint item_state_status_check check (status between 0 and 5);

-- What a report rests on besides annotations: gold, and which items are excluded.
create function standing_of(p_project bigint, p_question smallint) returns text language sql stable
    return concat_ws(' ',
        (select concat_ws(',', count(*), extract(epoch from max(g.set_at))) from gold g where g.project_id = p_project and g.question = p_question),
        (select concat_ws(',', count(*), extract(epoch from max(i.excluded_at))) from item i where i.project_id = p_project and i.excluded_at is not null));
alter table quality_report drop column gold_answers, drop column gold_set_at, add column standing text not null default '';

-- A lease or an answer holds a place of its item, whatever it was handed out as, unless the item is gold.
create or replace function assignment_takes_place() returns trigger language plpgsql as $$
begin
    if new.kind = 'gold' then
        -- Held until the commit: whoever takes gold back counts what is there, and must not miss this.
        perform 1 from place p where p.item_id = new.item_id and p.stage = 'gold' for key share;
        if found then
            return null;
        end if;
    end if;
    if new.state in ('leased', 'answered') then
        update place set taken = taken + 1 where item_id = new.item_id and stage = 'production' and taken < wanted;
        if not found then
            raise exception 'item % has no free place', new.item_id using errcode = 'CU001';
        end if;
    else
        update place set taken = taken - 1 where item_id = new.item_id and stage = 'production';
    end if;
    return null;
end $$;
create trigger assignment_takes_place after insert on assignment
    for each row when (new.state in ('leased', 'answered')) execute function assignment_takes_place();
create trigger assignment_changes_place after update of state on assignment
    for each row when ((old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')))
    execute function assignment_takes_place();

-- The room of places hears of new items by itself; the room of items knows nothing of places.
create function items_get_places() returns trigger language plpgsql as $$
begin
    insert into place (item_id, project_id, wanted, priority)
    select n.item_id, p.id, p.overlap, place_of(n.item_id, p.gold_every)
    from new_items n join (select id, overlap, gold_every from project
                           where id in (select project_id from new_items) for share) p on p.id = n.project_id;
    return null;
end $$;
create trigger items_get_places after insert on item_state
    referencing new table as new_items for each statement execute function items_get_places();

-- What follows from their causes for the places of items: gold, exclusion, decisions, the project's overlap. The caller has written
-- the cause. Locks in the order of everybody else: the project, items, places of gold, places, and the states come later.
create function settle_places(p_project bigint, p_items bigint[]) returns void language plpgsql as $$
declare
    v_ordinary bigint[];
begin
    perform 1 from project p where p.id = p_project for share;
    -- Two causes of one item that change at once: the later one waits here, and what follows sees both.
    perform 1 from item i where i.id = any (p_items) order by i.id for no key update;

    -- Who takes a lease on gold, or gives one back, holds its place shared until the commit, so all of them can be counted below.
    with gone as materialized (
        select p.item_id from place p join item i on i.id = p.item_id
        where p.item_id = any (p_items) and p.stage = 'gold'
          and (i.excluded_at is not null or not exists (select 1 from gold g where g.item_id = p.item_id))
        order by p.item_id for update of p
    ), deleted as (
        delete from place p using gone where p.item_id = gone.item_id and p.stage = 'gold' returning p.item_id
    )
    select coalesce(array_agg(d.item_id), '{}') into v_ordinary from deleted d;
    perform 1 from place p where p.item_id = any (p_items) and p.stage = 'production' order by p.item_id for update;
    -- What follows sees all that was committed before; whoever waits for a place now adds to what is counted here.
    with due as materialized (
        select p.item_id,
               case when p.decided or i.excluded_at is not null or exists (select 1 from gold g where g.item_id = p.item_id)
                    then 0 else j.overlap end as wanted
        from place p join item i on i.id = p.item_id join project j on j.id = p.project_id
        where p.item_id = any (p_items) and p.stage = 'production'
    )
    update place p
    set wanted = d.wanted,
        taken = case when p.item_id = any (v_ordinary)
                     then (select count(*) from assignment a where a.item_id = p.item_id and a.state in ('leased', 'answered'))
                     else p.taken end
    from due d
    where p.item_id = d.item_id and p.stage = 'production'
      and (p.wanted <> d.wanted or p.item_id = any (v_ordinary));

    insert into place (item_id, project_id, stage, wanted, priority)
    select i.id, i.project_id, 'gold', null, 0
    from item i
    where i.id = any (p_items) and i.excluded_at is null and exists (select 1 from gold g where g.item_id = i.id)
      and not exists (select 1 from place p where p.item_id = i.id and p.stage = 'gold')
    order by i.id
    on conflict (item_id, stage) do nothing;
end $$;
alter function settle_places set enable_seqscan = off;
alter function settle_places set enable_mergejoin = off;
alter function settle_places set enable_hashjoin = off;

-- One status ---------------------------------------------------------------------------------------------------------
-- Saves counted on from the status that was there, so that a dispute stayed one when an answer was taken back, and an item that got
-- its last answer was complete until the next report although a question was open. Now whoever counts asks the same function.

drop function settled_status;
-- 0 unlabeled, 1 in progress, 2 complete, 3 disputed, 4 adjudicated, 5 excluded
create function settled_status(p_excluded boolean, p_gold boolean, p_answers integer, p_wanted integer, p_open boolean, p_decided boolean)
    returns smallint language sql immutable parallel safe as $$
    select (case when p_excluded then 5
                 when not p_gold and p_answers >= p_wanted and p_open then 3
                 when p_decided then 4
                 when p_answers <= 0 then 0
                 when p_answers < p_wanted then 1
                 else 2 end)::smallint
$$;

-- The status of an item that gets an answer more or less: looks at its questions only where they matter.
create function status_with(p_item bigint, p_was smallint, p_gold boolean, p_answers integer, p_wanted integer)
    returns smallint language sql stable as $$
    select case when p_was < 3 and p_answers < p_wanted then least(greatest(p_answers, 0), 1)::smallint
                else settled_status(
                    p_was = 5, p_gold, p_answers, p_wanted,
                    exists (select 1 from item_answer a where a.item_id = p_item and a.disputed and a.source = 0),
                    exists (select 1 from item_answer a where a.item_id = p_item and a.source = 1)) end
$$;

create or replace function settle_items(p_items bigint[]) returns void language plpgsql as $$
begin
    perform 1 from item_state s where s.item_id = any (p_items) order by s.item_id for update;

    update item_state s set gold = not s.gold
    where s.item_id = any (p_items) and s.gold <> exists (select 1 from gold g where g.item_id = s.item_id);

    with best as materialized (
        select g.project_id, g.item_id, g.question, 2::smallint as source, g.option, g.number, g.options, g.value
        from gold g where g.item_id = any (p_items)
        union all
        select j.project_id, j.item_id, j.question, 1::smallint, j.option, j.number, j.options, j.value
        from adjudication j join item_state s on s.item_id = j.item_id
        where j.item_id = any (p_items) and j.retracted_at is null and not s.gold
    ), consensus_again as (
        update item_answer a
        set source = 0, option = a.consensus_option, number = a.consensus_number, options = a.consensus_options,
            value = a.consensus_value,
            probability = a.consensus_probability
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is not null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    ), nothing_known as (
        delete from item_answer a
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    )
    insert into item_answer as a (project_id, question, item_id, source, option, number, options, value)
    select b.project_id, b.question, b.item_id, b.source, b.option, b.number, b.options, b.value from best b
    order by b.item_id, b.question
    on conflict (item_id, question) do update
        set source = excluded.source, option = excluded.option, number = excluded.number, options = excluded.options,
            value = excluded.value, probability = null
        where (a.source, a.option, a.number, a.options, a.value) is distinct from
              (excluded.source, excluded.option, excluded.number, excluded.options, excluded.value);

    update item_state s set status = n.status
    from (
        select t.item_id,
               settled_status(
                   i.excluded_at is not null, t.gold, t.answers::integer,
                   coalesce((select p.wanted from place p where p.item_id = t.item_id and p.stage = 'production'), 1)::integer,
                   exists (select 1 from item_answer a where a.item_id = t.item_id and a.disputed and a.source = 0),
                   exists (select 1 from item_answer a where a.item_id = t.item_id and a.source = 1)) as status
        from item_state t join item i on i.id = t.item_id where t.item_id = any (p_items)
    ) n
    where s.item_id = n.item_id and s.status <> n.status;
end $$;

-- Saving -------------------------------------------------------------------------------------------------------------

-- To be called before an annotation gets its number: readers of the log wait until the transaction has ended (AnnotationFeed).
create function annotations_are_written() returns void language sql volatile
    as $$ select pg_advisory_xact_lock_shared(1129597269) $$;

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
    if v_was in ('released', 'skipped') then
        -- It holds no place, and the item may have become gold, or an ordinary one, since it was handed out.
        v_kind := assignment_kind(a.item_id);
        if v_kind = 'production' and p_outcome = 'submitted' then
            perform 1 from place p where p.item_id = a.item_id and p.stage = 'production' and p.open for update;
            if not found then
                refusal := 'lease_lost';
                return next;
                return;
            end if;
        end if;
    end if;
    if v_kind = 'gold' and p_outcome = 'submitted'
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

    if v_was = 'answered' then
        delete from vote v
        where v.project_id = a.project_id and v.item_id = a.item_id and v.member_id = a.member_id
          and v.question in (select c.number from question_code c where c.project_id = a.project_id);
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

create or replace function save_annotations(
    p_assignment uuid[], p_account uuid[], p_save_id uuid[], p_outcome text[], p_answers text[], p_ambiguous boolean[],
    p_comment text[], p_skip_reason text[], p_active_ms integer[], p_schema integer[], p_guideline integer[],
    p_base integer[], p_checked integer[],
    -- the answers once more as statistics read them, one array element per question, and of which save it is
    p_save integer[], p_question smallint[], p_option smallint[], p_number double precision[], p_options text[], p_value text[])
    returns table (n integer, refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 50 as $$
declare
    v_done     integer[] := '{}';
    v_question smallint[];
    v_option   smallint[];
    v_number   double precision[];
    v_options  text[];
    v_value    text[];
begin
    perform annotations_are_written();
    -- Whoever changes how many answers a project wants waits for the saves of the moment, and they for it.
    perform 1 from project p
    where p.id in (select a.project_id from assignment a where a.id = any (p_assignment)) order by p.id for share;
    if cardinality(p_assignment) > 1 then -- one alone is written faster by itself
        perform 1 from assignment a where a.id = any (p_assignment) order by a.id for update;
        -- In one order for everybody: two batches of two servers must not wait for each other. Held before what items want is
        -- looked at: who changes that settles them, and one of the two sees the other.
        perform 1 from item_state s
        where s.item_id in (select a.item_id
                            from unnest(p_assignment, p_outcome) as r (assignment, outcome) join assignment a on a.id = r.assignment
                            where r.outcome = 'submitted' and a.state = 'leased' and a.revision = 0 and a.kind = 'production')
        order by s.item_id for update;
        for n, annotation_id, saved_at in
            with asked as materialized (
                select r.*, r.o::integer as n, count(*) over (partition by r.assignment) as times
                from unnest(p_assignment, p_account, p_base, p_checked, p_outcome) with ordinality
                     as r (assignment, account, base, checked, outcome, o)
            ), locked as materialized (
                select a.id, a.project_id, a.item_id, a.member_id, a.kind, a.state, a.revision
                from assignment a where a.id = any (p_assignment)
            ), usual as materialized (
                select r.n, r.outcome, a.id, a.project_id, a.item_id, a.member_id, clock_timestamp() as saved_at,
                       nextval('annotation_id_seq') as annotation_id
                from asked r
                    join locked a on a.id = r.assignment
                    join member m on m.id = a.member_id and m.account_id = r.account and m.removed_at is null
                    join project p on p.id = a.project_id and p.deleted_at is null and p.schema_version = r.checked
                where r.times = 1 and a.state = 'leased' and a.revision = 0 and a.kind = 'production' and coalesce(r.base, 0) = 0
            ), answered as (
                update assignment x
                set state = case when u.outcome = 'submitted' then 'answered' else 'skipped' end, revision = 1
                from usual u where x.id = u.id
            ), appended as (
                insert into annotation (id, assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers,
                                        ambiguous, comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
                overriding system value
                select u.annotation_id, u.id, u.project_id, u.item_id, u.member_id, 1, p_save_id[u.n], u.outcome,
                       p_answers[u.n]::jsonb, p_ambiguous[u.n], p_comment[u.n], p_skip_reason[u.n], p_active_ms[u.n],
                       p_schema[u.n], p_guideline[u.n], u.saved_at
                from usual u
            ), voted as (
                insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
                select u.project_id, v.question, u.item_id, u.member_id, v.option, v.number, v.options::smallint[],
                       v.value::jsonb, u.annotation_id
                from unnest(p_save, p_question, p_option, p_number, p_options, p_value)
                         as v (save, question, option, number, options, value)
                    join usual u on u.n = v.save
                where u.outcome = 'submitted'
            ), counts as materialized (
                select u.item_id, count(*)::smallint as more from usual u where u.outcome = 'submitted' group by u.item_id
            ), states as materialized (
                select s.item_id, c.more, p.wanted
                from counts c join item_state s on s.item_id = c.item_id
                    left join place p on p.item_id = c.item_id and p.stage = 'production'
            ), counted as (
                update item_state s
                set answers = s.answers + t.more,
                    status = status_with(s.item_id, s.status, s.gold, s.answers + t.more, coalesce(t.wanted, 1))
                from states t where s.item_id = t.item_id
            )
            select u.n, u.annotation_id, u.saved_at from usual u
        loop
            v_done := v_done || n;
            revision := 1;
            return next;
        end loop;
    end if;

    for n in select g from generate_series(1, cardinality(p_assignment)) g where g <> all (v_done) order by g loop
        select array_agg(v.question), array_agg(v.option), array_agg(v.number), array_agg(v.options), array_agg(v.value)
        into v_question, v_option, v_number, v_options, v_value
        from unnest(p_save, p_question, p_option, p_number, p_options, p_value)
                 as v (save, question, option, number, options, value)
        where v.save = n;
        select s.refusal, s.annotation_id, s.revision, s.saved_at into refusal, annotation_id, revision, saved_at
        from save_annotation(
            p_assignment[n], p_account[n], p_save_id[n], p_outcome[n], p_answers[n]::jsonb, p_ambiguous[n], p_comment[n],
            p_skip_reason[n], p_active_ms[n], p_schema[n], p_guideline[n], p_base[n], p_checked[n],
            v_question, v_option, v_number, v_options, v_value) s;
        return next;
    end loop;
end $$;

-- Leasing ------------------------------------------------------------------------------------------------------------

create function work_for(p_project bigint, p_member bigint) returns boolean language sql stable
    return exists (select 1 from place p where p.project_id = p_project and p.stage = 'production' and p.open)
        or exists (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                   where c.member_id = p_member and a.state = 'leased');

-- Whether gold may be handed out: once the ordinary items are out, what still came would be gold; where gold is all there is,
-- there is nothing to hide.
create function gold_hides(p_project bigint) returns boolean language sql stable
    return exists (select 1 from place p where p.project_id = p_project and p.stage = 'production' and p.open)
        or not exists (select 1 from item_state s where s.project_id = p_project and not s.gold and s.status <> 5);

-- As which kind an assignment that holds no place may be taken up again. Gold that was given back is lost when the ordinary
-- items are: nobody ever takes its place, so it would be told by being free for ever.
create function assignment_kind(p_item bigint) returns stage language sql stable
    return case when (select gold_hides(p.project_id) from place p where p.item_id = p_item and p.stage = 'gold')
                then 'gold'::stage else 'production'::stage end;

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
    select array(select l.id from assignment l where l.id = any (c.held) and l.state = 'leased' order by l.leased_at)
    into v_held from (select q.held from queue_cursor q where q.member_id = m.id for update) c;
    select x.* into a from assignment x where x.id = p_assignment for update;
    leased_until := clock_timestamp() + make_interval(mins => v_minutes);
    if a.state = 'leased' then
        update assignment x set leased_until = keep_lease.leased_until where x.id = a.id;
        return next;
        return;
    end if;
    v_kind := assignment_kind(a.item_id);
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

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted' | 'turn_moved'. Which stages are
-- searched, in which order, the caller decides from the turn of the member and the rate of gold; where these are others by now,
-- nothing is handed out and they are told. Texts come along where they are small; how long they are is known without reading them.
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[],
                           p_turn integer, p_gold_every integer, p_stages stage[], p_hide_gold boolean)
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer,
                   -- what the next decision rests on
                   turn integer, gold_every integer, secret text)
    language plpgsql rows 1 as $$
declare
    p            project;
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
begin
    select x.* into p from project x where x.id = p_project;
    if p.deleted_at is not null then
        refusal := 'project_deleted';
        return next;
        return;
    end if;
    v_shows := cardinality(p.shows_metadata) > 0;
    gold_every := p.gold_every;

    -- Serialises the requests of one person; different people never wait here.
    loop
        select c.reached, c.handed, c.held into v_cursor, turn, v_held
        from queue_cursor c where c.member_id = p_member for update;
        exit when found;
        insert into queue_cursor (member_id) values (p_member) on conflict (member_id) do nothing;
    end loop;

    if cardinality(v_held) > 0 then
        v_held := array(select a.id from assignment a where a.id = any (v_held) and a.state = 'leased' order by a.leased_at);
    end if;
    if cardinality(v_held) > 0 then
        return query
            select null::text, a.id, item_code(p.secret, p_member, i.id), a.leased_until, i.bytes <= 65536,
                   case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
                   case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
                   p.schema_version, p.guideline_version, turn, gold_every, null::text
            from assignment a join item i on i.id = a.item_id
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

    if turn is distinct from p_turn or gold_every is distinct from p_gold_every then
        refusal := 'turn_moved';
        secret := encode(p.secret, 'hex');
        return next;
        return;
    end if;

    foreach v_stage in array p_stages loop
        v_kind := v_stage;
        if v_stage = 'gold' then
            if not p_hide_gold or gold_hides(p_project) then
                v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
                -- What was given back comes last, as it does in the queue: coming back at once would tell it apart. The place is
                -- held until the commit, so that gold that is taken back knows of this lease.
                select o.item_id into v_item
                from place o left join assignment a on a.item_id = o.item_id and a.member_id = p_member
                where o.project_id = p_project and o.stage = 'gold' and o.open and (a.id is null or a.state = 'released')
                order by a.id is not null, hashint8extended(o.item_id # p_member, v_seed) limit 1
                for key share of o skip locked;
            end if;
        else
            v_round := 0;
            while v_item is null and v_round < 3 loop
                -- First ahead of the cursor, then from the start, then once more after taking back abandoned leases.
                if v_round = 2 and release_expired(p_project) = 0 then
                    exit;
                end if;
                select o.item_id, o.priority into v_item, v_place from place o
                where o.project_id = p_project and o.stage = v_stage and o.open
                  and o.priority > case when v_round = 0 then v_cursor else -1 end
                  and not exists (select 1 from assignment a
                                  where a.item_id = o.item_id and a.member_id = p_member and a.state <> 'released')
                order by o.priority limit 1
                for update of o skip locked;
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

    insert into assignment as a (project_id, item_id, member_id, kind, state, leased_at, leased_until)
    values (p_project, v_item, p_member, v_kind, 'leased', clock_timestamp(),
            clock_timestamp() + make_interval(mins => p.lease_minutes))
    on conflict on constraint assignment_item_id_member_id_key do update
        set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until
        -- a late answer may have arrived since the item was chosen: then it is no longer to be handed out
        where a.state = 'released'
    returning a.id, a.leased_until into v_lease, leased_until;
    if v_lease is null then
        return query select * from lease_next(p_project, p_member, p_holding, p_turn, p_gold_every, p_stages, p_hide_gold);
        return;
    end if;
    turn := turn + 1;
    update queue_cursor c
    set handed = turn, held = v_held || v_lease, reached = coalesce(v_place, c.reached)
    where c.member_id = p_member;
    return query
        select null::text, v_lease, item_code(p.secret, p_member, i.id), leased_until, i.bytes <= 65536,
               case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
               case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
               p.schema_version, p.guideline_version, turn, gold_every, null::text
        from item i where i.id = v_item;
end $$;

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function settle_items set enable_seqscan = off;
alter function settle_items set enable_mergejoin = off;
alter function settle_items set enable_hashjoin = off;
alter function save_annotation set enable_seqscan = off;
alter function save_annotations set enable_seqscan = off;
alter function save_annotations set enable_mergejoin = off;
alter function save_annotations set enable_hashjoin = off;
alter function keep_lease set enable_seqscan = off;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;

-- What is there already. An ordinary item that wanted nothing was decided.
update place p set decided = true from item_state s where s.item_id = p.item_id and not s.gold and p.wanted = 0;
select settle_places(x.project_id, array_agg(x.item_id)), settle_items(array_agg(x.item_id))
from (select s.project_id, s.item_id from item_state s where s.gold
      union select g.project_id, g.item_id from gold g) x
group by x.project_id;
