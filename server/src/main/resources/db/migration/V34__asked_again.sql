-- Asked again --------------------------------------------------------------------------------------------------------------
-- How far do people agree with themselves? Now and then somebody gets an item once more that they answered before. What they say
-- then is kept beside their first answer and compared with it; it is never a second opinion, and holds no place.

alter table project
    -- on average every how many-th item is one of these; 0: none
    add column repeat_every smallint not null default 0 check (repeat_every between 0 and 1000),
    -- how long ago the first answer must be, so that people do not remember it
    add column repeat_after_hours smallint not null default 24 check (repeat_after_hours between 0 and 720);

-- The newest annotation of the member that was looked at for being asked again. Which items are, follows from a hash, so that early
-- and late ones, easy and hard ones come alike.
alter table queue_cursor add column looked_at bigint not null default 0;

-- Round 0 is the first answer, whatever it was handed out for.
alter table assignment
    add column round smallint not null default 0 check (round >= 0),
    drop constraint assignment_item_id_member_id_key,
    add constraint assignment_of_a_round unique (item_id, member_id, round),
    add constraint assignment_again_is_no_opinion check ((round > 0) = (kind = 'repeat'));

-- Current answers of those asked again, as statistics read them.
create table vote_again (
    project_id    bigint   not null,
    question      smallint not null,
    item_id       bigint   not null,
    member_id     bigint   not null,
    round         smallint not null check (round > 0),
    option        smallint,
    number        double precision,
    options       smallint[],
    value         jsonb,
    annotation_id bigint   not null,
    primary key (project_id, question, item_id, member_id, round),
    constraint vote_again_is_one_answer check (
        num_nonnulls(option, number, options) = 1 or (num_nonnulls(option, number, options) = 0 and value is not null))
);

drop trigger assignment_takes_place on assignment;
drop trigger assignment_changes_place on assignment;
create trigger assignment_takes_place after insert on assignment
    for each row when (new.round = 0 and new.state in ('leased', 'answered')) execute function assignment_takes_place();
create trigger assignment_changes_place after update of state on assignment
    for each row when (new.round = 0 and (old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')))
    execute function assignment_takes_place();

create or replace function settle_places(p_project bigint, p_items bigint[]) returns void language plpgsql as $$
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
                     then (select count(*) from assignment a where a.item_id = p.item_id and a.round = 0 and a.state in ('leased', 'answered'))
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

    if v_was = 'answered' and a.round = 0 then
        delete from vote v
        where v.project_id = a.project_id and v.item_id = a.item_id and v.member_id = a.member_id
          and v.question in (select c.number from question_code c where c.project_id = a.project_id);
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
alter function save_annotation set enable_seqscan = off;

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
    v_kind := case when a.round > 0 then 'repeat' else assignment_kind(a.item_id) end;
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
alter function keep_lease set enable_seqscan = off;

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted' | 'turn_moved'. Which stages are
-- searched, in which order, the caller decides from the turn of the member and the rates of gold and repeats; where these are others by now,
-- nothing is handed out and they are told. Texts come along where they are small; how long they are is known without reading them.
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[],
                           p_turn integer, p_gold_every integer, p_repeat_every integer, p_stages stage[], p_hide_gold boolean)
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer,
                   -- what the next decision rests on
                   turn integer, gold_every integer, repeat_every integer, secret text)
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
    v_looked     bigint;
    v_again      bigint;
begin
    select x.* into p from project x where x.id = p_project;
    if p.deleted_at is not null then
        refusal := 'project_deleted';
        return next;
        return;
    end if;
    v_shows := cardinality(p.shows_metadata) > 0;
    gold_every := p.gold_every;
    repeat_every := p.repeat_every;

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
                   p.schema_version, p.guideline_version, turn, gold_every, repeat_every, null::text
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

    if turn is distinct from p_turn or gold_every is distinct from p_gold_every or repeat_every is distinct from p_repeat_every then
        refusal := 'turn_moved';
        secret := encode(p.secret, 'hex');
        return next;
        return;
    end if;

    v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
    foreach v_stage in array p_stages loop
        v_kind := v_stage;
        if v_stage = 'gold' then
            if not p_hide_gold or gold_hides(p_project) then
                -- What was given back comes last, as it does in the queue: coming back at once would tell it apart. The place is
                -- held until the commit, so that gold that is taken back knows of this lease.
                select o.item_id into v_item
                from place o left join assignment a on a.item_id = o.item_id and a.member_id = p_member and a.round = 0
                where o.project_id = p_project and o.stage = 'gold' and o.open and (a.id is null or a.state = 'released')
                order by a.id is not null, hashint8extended(o.item_id # p_member, v_seed) limit 1
                for key share of o skip locked;
            end if;
        elsif v_stage = 'repeat' then
            -- A few at a time, in the order in which they were answered: those passed over never come back into question.
            select min(n.id) filter (where n.due), max(n.id) filter (where n.old) into v_again, v_looked
            from (
                select n.id, n.old,
                       n.old and mod(hashint8extended(n.item_id # p_member, v_seed), p.repeat_every) = 0
                           and exists (select 1 from assignment a join item i on i.id = a.item_id
                                       where a.id = n.assignment_id and a.round = 0 and a.state = 'answered'
                                         and a.kind = 'production' and i.excluded_at is null
                                         and not exists (select 1 from gold g where g.item_id = i.id)) as due
                from (select n.id, n.item_id, n.assignment_id,
                             n.saved_at <= clock_timestamp() - make_interval(hours => p.repeat_after_hours) as old
                      from annotation n
                      where n.member_id = p_member and n.id > (select c.looked_at from queue_cursor c where c.member_id = p_member)
                      order by n.id limit 200) n
            ) n;
            update queue_cursor c set looked_at = coalesce(v_again, v_looked) where c.member_id = p_member
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
                select o.item_id, o.priority into v_item, v_place from place o
                where o.project_id = p_project and o.stage = v_stage and o.open
                  and o.priority > case when v_round = 0 then v_cursor else -1 end
                  and not exists (select 1 from assignment a
                                  where a.item_id = o.item_id and a.member_id = p_member and a.round = 0 and a.state <> 'released')
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

    if v_lease is null then
        insert into assignment as a (project_id, item_id, member_id, kind, state, leased_at, leased_until)
        values (p_project, v_item, p_member, v_kind, 'leased', clock_timestamp(),
                clock_timestamp() + make_interval(mins => p.lease_minutes))
        on conflict on constraint assignment_of_a_round do update
            set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until
            -- a late answer may have arrived since the item was chosen: then it is no longer to be handed out
            where a.state = 'released'
        returning a.id, a.leased_until into v_lease, leased_until;
    end if;
    if v_lease is null then
        return query select * from lease_next(p_project, p_member, p_holding, p_turn, p_gold_every, p_repeat_every, p_stages, p_hide_gold);
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
               p.schema_version, p.guideline_version, turn, gold_every, repeat_every, null::text
        from item i where i.id = v_item;
end $$;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;
