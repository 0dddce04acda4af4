-- Annotations that an import brings ------------------------------------------------------------------------------------

-- Annotators a file names and nobody here is: they answer, and never come in.
alter table account
    add column imported boolean not null default false,
    drop constraint account_person_has_email,
    add constraint account_person_has_email check (kind <> 'person' or email is not null or imported),
    add constraint imported_account_only_answers check (not imported or (email is null and not instance_owner));

create function imported_accounts_stay_outside() returns trigger language plpgsql as $$
begin
    if exists (select 1 from account a where a.id = new.account_id and a.imported) then
        raise exception 'account % came with an import: nobody signs in to it', new.account_id;
    end if;
    return new;
end $$;
create trigger imported_accounts_stay_outside before insert on login
    for each row execute function imported_accounts_stay_outside();
create trigger imported_accounts_stay_outside before insert on login_session
    for each row execute function imported_accounts_stay_outside();
create trigger imported_accounts_stay_outside before insert on api_token
    for each row execute function imported_accounts_stay_outside();
create trigger imported_accounts_stay_outside before insert on password_reset
    for each row execute function imported_accounts_stay_outside();

-- Whether the first revision came with a file. Such an answer is there whatever the item wants: the places are counted by who
-- brings it, and not one by one.
alter table assignment add column imported boolean not null default false;
drop trigger assignment_takes_place on assignment;
drop trigger assignment_changes_place on assignment;
create trigger assignment_takes_place after insert on assignment
    for each row when (new.round = 0 and new.state in ('leased', 'answered') and not new.imported) execute function assignment_takes_place();
create trigger assignment_changes_place after update of state on assignment
    for each row when (new.round = 0 and (old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')) and new.imported = old.imported)
    execute function assignment_takes_place();

-- Stores annotations that somebody else took, each item, member and round once. Whoever has said something about an item here keeps it.
-- Locks in the order of everybody else: the gate of the log, the project, items, places of gold, places, states.
create function bring_annotations(
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
               case when o.round > 0 then 'repeat'::stage
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

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function bring_annotations set enable_seqscan = off;
alter function bring_annotations set enable_mergejoin = off;
alter function bring_annotations set enable_hashjoin = off;
