-- What labelers may see ----------------------------------------------------------------------------------------------

alter table project
    -- gold is drawn, and items are named towards labelers, from this: nobody outside the database knows it
    add column secret         bytea   not null
        default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
    -- whether labelers are told, in batches, how often they were right on gold
    add column gold_feedback  boolean not null default false,
    -- keys and metadata often tell which items are gold: labelers see those that the project names
    add column shows_key      boolean not null default false,
    add column shows_metadata text[]  not null default '{}';

-- The name of an item towards labelers: always the same, and it says nothing about when the item came.
create function item_code(p_secret bytea, p_item bigint) returns text language sql immutable parallel safe
    return encode(substring(sha256(p_secret || int8send(p_item)) from 1 for 12), 'hex');

create function shown_metadata(p_metadata jsonb, p_columns text[]) returns jsonb language sql immutable parallel safe
    return case when cardinality(p_columns) = 0 then '{}'::jsonb
                else (select coalesce(jsonb_object_agg(e.key, e.value), '{}'::jsonb) from jsonb_each(p_metadata) e
                      where e.key = any (p_columns)) end;

-- Whether the next item of a member is gold: on average every p_every-th, at places that only the secret knows.
create function gold_turn(p_secret bytea, p_member bigint, p_handed integer, p_every smallint)
    returns boolean language sql immutable parallel safe
    return ('x' || encode(substring(sha256(p_secret || int8send(p_member) || int4send(p_handed)) from 1 for 6), 'hex'))::bit(48)::bigint
           % p_every = 0;

-- What a labeler is told about what is left and about gold stands still between two batches of answers: figures that
-- moved with each save would tell which item was gold.
create table member_figures (
    member_id     bigint primary key references member,
    handled       bigint      not null,
    open          bigint      not null,
    gold_answered bigint      not null,
    gold_correct  bigint      not null,
    taken_at      timestamptz not null
);

-- One assignment for each item and member ---------------------------------------------------------------------------
-- There were two, an ordinary one and one for gold: a late save into the second one could not be stored.

create temporary table twin on commit drop as
select a.id, first_value(a.id) over (
           partition by a.item_id, a.member_id
           order by a.state = 'answered' desc, a.revision desc, a.state = 'leased' desc, a.id) as kept
from assignment a
where exists (select 1 from assignment o where o.item_id = a.item_id and o.member_id = a.member_id and o.id <> a.id);

update assignment a set state = 'released' from twin t where t.id = a.id and t.kept <> a.id and a.state = 'leased';
alter table annotation disable trigger annotation_is_append_only;
create temporary table moved on commit drop as
select n.id, t.kept, row_number() over (partition by t.kept order by n.assignment_id = t.kept, n.id)::integer as revision
from annotation n join twin t on t.id = n.assignment_id;
update annotation n set revision = -n.revision from moved m where m.id = n.id;
update annotation n set assignment_id = m.kept, revision = m.revision from moved m where m.id = n.id;
alter table annotation enable trigger annotation_is_append_only;
update assignment a set revision = m.revision
from (select kept, max(revision) as revision from moved group by kept) m where a.id = m.kept;
delete from assignment a using twin t where t.id = a.id and t.kept <> a.id;
alter table assignment drop constraint assignment_item_id_member_id_kind_key;
alter table assignment add constraint assignment_item_id_member_id_key unique (item_id, member_id);

-- Gold is judged by the first answer ---------------------------------------------------------------------------------

-- An answer is held by exactly one column; one held by none would be equal to every other that is held by none.
alter table gold add constraint gold_is_one_answer check (num_nonnulls(option, number, mask) = 1) not valid;
alter table vote add constraint vote_is_one_answer check (num_nonnulls(option, number, mask) = 1) not valid;

-- The answers of the first revision that a member submitted to an item handed out as gold.
create table gold_attempt (
    member_id  bigint   not null,
    item_id    bigint   not null,
    question   smallint not null,
    project_id bigint   not null,
    option     smallint,
    number     double precision,
    mask       bigint,
    primary key (member_id, item_id, question),
    constraint gold_attempt_is_one_answer check (num_nonnulls(option, number, mask) = 1)
);
create index on gold_attempt (project_id, question);

insert into gold_attempt (member_id, item_id, question, project_id, option, number, mask)
select * from (
    select f.member_id, f.item_id, c.number as question, f.project_id,
           case jsonb_typeof(e.value) when 'string' then
               (select o.number from option_code o
                where o.project_id = f.project_id and o.question = c.number and o.option_id = e.value #>> '{}') end as option,
           case jsonb_typeof(e.value) when 'number' then (e.value #>> '{}')::double precision end as number,
           case jsonb_typeof(e.value) when 'array' then
               (select coalesce(sum(1::bigint << o.number), 0)::bigint from option_code o
                where o.project_id = f.project_id and o.question = c.number and e.value ? o.option_id) end as mask
    from (select distinct on (a.id) a.member_id, a.item_id, a.project_id, n.answers
          from assignment a join annotation n on n.assignment_id = a.id
          where a.kind = 'gold' and n.outcome = 'submitted' order by a.id, n.revision) f
        cross join lateral jsonb_each(f.answers) e
        join question_code c on c.project_id = f.project_id and c.question_id = e.key
) read
where num_nonnulls(read.option, read.number, read.mask) = 1;

-- Leasing and saving -------------------------------------------------------------------------------------------------

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted'
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[])
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer)
    language plpgsql rows 1 as $$
declare
    p            project;
    v_cursor     bigint;
    v_handed     integer;
    v_item       bigint;
    v_kind       text := 'production';
    v_held       uuid[];
    v_lease      uuid;
    v_round      integer;
    v_seed       bigint;
begin
    select x.* into p from project x where x.id = p_project;
    if p.deleted_at is not null then
        refusal := 'project_deleted';
        return next;
        return;
    end if;

    -- Serialises the requests of one person; different people never wait here.
    insert into queue_cursor (member_id) values (p_member) on conflict (member_id) do nothing;
    select c.item_id, c.handed, c.held into v_cursor, v_handed, v_held
    from queue_cursor c where c.member_id = p_member for update;

    if cardinality(v_held) > 0 then
        v_held := array(select a.id from assignment a where a.id = any (v_held) and a.state = 'leased' order by a.leased_at);
    end if;
    if cardinality(v_held) > 0 then
        return query
            select null::text, a.id, item_code(p.secret, i.id), a.leased_until, case when p.shows_key then i.key end,
                   i.fields, shown_metadata(i.metadata, p.shows_metadata), p.schema_version, p.guideline_version
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

    if p.gold_every > 0 and gold_turn(p.secret, p_member, v_handed, p.gold_every) then
        v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
        -- What was given back comes last, as it does in the queue: coming back at once would tell it apart.
        select s.item_id into v_item
        from item_state s left join assignment a on a.item_id = s.item_id and a.member_id = p_member
        where s.project_id = p_project and s.gold and (a.id is null or a.state = 'released')
        order by a.id is not null, hashint8extended(s.item_id # p_member, v_seed) limit 1;
        if found then
            v_kind := 'gold';
        end if;
    end if;

    v_round := 0;
    while v_item is null and v_round < 3 loop
        -- First ahead of the cursor, then from the start, then once more after taking back abandoned leases.
        if v_round = 2 and release_expired(p_project) = 0 then
            exit;
        end if;
        select q.item_id into v_item from queue q
        where q.project_id = p_project and q.taken < q.wanted
          and q.item_id > case when v_round = 0 then v_cursor else 0 end
          and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = p_member and a.state <> 'released')
        order by q.item_id limit 1
        for update of q skip locked;
        v_round := v_round + 1;
        if v_item is null and v_round = 1 and v_cursor = 0 then
            v_round := 2;
        end if;
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
        return query select * from lease_next(p_project, p_member, p_holding);
        return;
    end if;
    update queue_cursor c
    set handed = c.handed + 1, item_id = case when v_kind = 'production' then v_item else c.item_id end, held = v_held || v_lease
    where c.member_id = p_member;
    return query
        select null::text, v_lease, item_code(p.secret, i.id), leased_until, case when p.shows_key then i.key end,
               i.fields, shown_metadata(i.metadata, p.shows_metadata), p.schema_version, p.guideline_version
        from item i where i.id = v_item;
end $$;

-- Whether an item is gold now, and so which kind an assignment gets that holds no place at the moment.
create function assignment_kind(p_item bigint) returns text language sql stable
    return case when (select s.gold from item_state s where s.item_id = p_item) then 'gold' else 'production' end;

-- Prolongs a lease, or takes one again that was given back. refusal: null | 'unknown' | 'lease_lost' | 'too_many_leases'
-- | 'member_removed' | 'project_deleted'
create function keep_lease(p_assignment uuid, p_account uuid)
    returns table (refusal text, leased_until timestamptz) language plpgsql rows 1 as $$
declare
    a         assignment;
    m         member;
    v_minutes smallint;
    v_deleted boolean;
    v_held    uuid[];
    v_kind    text;
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
        perform 1 from queue q where q.item_id = a.item_id and q.taken < q.wanted for update;
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

drop function save_annotation;
-- Appends one annotation. refusal: null | 'unknown' | 'member_removed' | 'project_deleted' | 'save_id_reused'
-- | 'newer_answer' (with the revision in force) | 'schema_moved' | 'lease_lost'
create function save_annotation(
    p_assignment uuid, p_account uuid, p_save_id uuid, p_outcome text, p_answers jsonb, p_ambiguous boolean,
    p_comment text, p_skip_reason text, p_active_ms integer, p_schema integer, p_guideline integer,
    -- the revision the client has seen, if it says; the newest schema version the answers were checked against
    p_base integer, p_checked integer,
    -- the answers once more as typed columns, one array element per question
    p_question smallint[], p_option smallint[], p_number double precision[], p_mask bigint[])
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
    v_kind       text;
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
            perform 1 from queue q where q.item_id = a.item_id and q.taken < q.wanted for update;
            if not found then
                refusal := 'lease_lost';
                return next;
                return;
            end if;
        end if;
    end if;
    if v_kind = 'gold' and p_outcome = 'submitted'
       and not exists (select 1 from annotation x where x.assignment_id = a.id and x.outcome = 'submitted') then
        insert into gold_attempt (member_id, item_id, question, project_id, option, number, mask)
        select a.member_id, a.item_id, u.q, a.project_id, u.o, u.n, u.m
        from unnest(p_question, p_option, p_number, p_mask) as u(q, o, n, m);
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
        insert into vote (project_id, question, item_id, member_id, option, number, mask, annotation_id)
        select a.project_id, u.q, a.item_id, a.member_id, u.o, u.n, u.m, v_id
        from unnest(p_question, p_option, p_number, p_mask) as u(q, o, n, m);
    end if;

    v_answers := (case when p_outcome = 'submitted' then 1 else 0 end) - (case when v_was = 'answered' then 1 else 0 end);
    if v_answers <> 0 then
        update item_state s
        set answers = s.answers + v_answers,
            status = case when s.status >= 3 then s.status
                          when s.answers + v_answers <= 0 then 0
                          when s.answers + v_answers >= (select coalesce(min(q.wanted), 1) from queue q where q.item_id = a.item_id) then 2
                          else 1 end
        where s.item_id = a.item_id;
    end if;
    return query select null::text, v_id, v_revision, v_saved;
end $$;

alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;
alter function keep_lease set enable_seqscan = off;
alter function save_annotation set enable_seqscan = off;
