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
