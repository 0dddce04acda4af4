-- Leasing and saving as functions: a server sends a batch of requests as one statement and pays for one commit.

-- One answer per call; refusal: null | 'too_many_leases' | 'none_left'
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[])
    returns table (refusal text, assignment_id uuid, item_id bigint, leased_until timestamptz,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer)
    language plpgsql rows 1 as $$
declare
    v_schema     integer;
    v_guideline  integer;
    v_gold_every smallint;
    v_minutes    smallint;
    v_cursor     bigint;
    v_handed     integer;
    v_item       bigint;
    v_kind       text := 'production';
    v_held       uuid[];
    v_lease      uuid;
    v_round      integer;
begin
    select p.gold_every, p.lease_minutes, p.schema_version, p.guideline_version
    into v_gold_every, v_minutes, v_schema, v_guideline from project p where p.id = p_project;

    -- Serialises the requests of one person; different people never wait here.
    insert into queue_cursor (member_id) values (p_member) on conflict (member_id) do nothing;
    select c.item_id, c.handed, c.held into v_cursor, v_handed, v_held
    from queue_cursor c where c.member_id = p_member for update;

    if cardinality(v_held) > 0 then
        v_held := array(select a.id from assignment a where a.id = any (v_held) and a.state = 'leased' order by a.leased_at);
    end if;
    if cardinality(v_held) > 0 then
        return query
            select null::text, a.id, a.item_id, a.leased_until, i.key, i.fields, i.metadata, v_schema, v_guideline
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

    -- Gold comes at unpredictable places, on average every gold_every-th time.
    if v_gold_every > 0 and abs(hashint8(p_member * 1000003 + v_handed)::bigint) % v_gold_every = 0 then
        select s.item_id into v_item from item_state s
        where s.project_id = p_project and s.gold
          and not exists (select 1 from assignment a where a.item_id = s.item_id and a.member_id = p_member and a.state <> 'released')
        order by abs(hashint8(s.item_id # p_member)::bigint) limit 1;
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
    values (p_project, v_item, p_member, v_kind, 'leased', clock_timestamp(), clock_timestamp() + make_interval(mins => v_minutes))
    on conflict on constraint assignment_item_id_member_id_kind_key do update
        set state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until
    returning a.id, a.leased_until into v_lease, leased_until;
    update queue_cursor c
    set handed = c.handed + 1, item_id = case when v_kind = 'production' then v_item else c.item_id end, held = v_held || v_lease
    where c.member_id = p_member;
    return query
        select null::text, v_lease, i.id, leased_until, i.key, i.fields, i.metadata, v_schema, v_guideline
        from item i where i.id = v_item;
end $$;

-- Gives the places of abandoned leases back; returns how many.
create function release_expired(p_project bigint) returns integer language plpgsql as $$
declare
    v_count integer;
begin
    with gone as (
        select a.id from assignment a
        where a.state = 'leased' and a.leased_until < clock_timestamp() and (p_project is null or a.project_id = p_project)
        order by a.item_id, a.id
        for update skip locked
    )
    update assignment a set state = 'released' from gone where a.id = gone.id;
    get diagnostics v_count = row_count;
    return v_count;
end $$;

-- Appends one annotation. refusal: null | 'unknown' | 'lease_lost'
create function save_annotation(
    p_assignment uuid, p_account uuid, p_save_id uuid, p_outcome text, p_answers jsonb, p_ambiguous boolean,
    p_comment text, p_skip_reason text, p_active_ms integer, p_schema integer, p_guideline integer,
    -- the answers once more as typed columns, one array element per question
    p_question smallint[], p_option smallint[], p_number double precision[], p_mask bigint[])
    returns table (refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 1 as $$
declare
    a            assignment;
    v_id         bigint;
    v_revision   integer;
    v_saved      timestamptz := clock_timestamp();
    v_was        text;
    v_answers    smallint;
begin
    select x.* into a from assignment x
    where x.id = p_assignment
      and exists (select 1 from member m where m.id = x.member_id and m.account_id = p_account and m.removed_at is null)
    for update;
    if not found then
        refusal := 'unknown';
        return next;
        return;
    end if;
    if a.revision > 0 then
        return query
            select null::text, n.id, n.revision, n.saved_at from annotation n
            where n.assignment_id = a.id and n.save_id = p_save_id;
        if found then
            return;
        end if;
    end if;
    v_was := a.state;
    if a.kind = 'production' and p_outcome = 'submitted' and v_was in ('released', 'skipped') then
        perform 1 from queue q where q.item_id = a.item_id and q.taken < q.wanted for update;
        if not found then
            refusal := 'lease_lost';
            return next;
            return;
        end if;
    end if;

    v_revision := a.revision + 1;
    update assignment x set state = case when p_outcome = 'submitted' then 'answered' else 'skipped' end, revision = v_revision
    where x.id = a.id;
    insert into annotation as n (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous,
                            comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
    values (a.id, a.project_id, a.item_id, a.member_id, v_revision, p_save_id, p_outcome, p_answers, p_ambiguous,
            p_comment, p_skip_reason, p_active_ms, p_schema, p_guideline, v_saved)
    returning n.id into v_id;

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

-- Each step of these functions looks up a few rows by an index. Plans made while the tables were still empty would walk
-- over everything instead, and plans stay.
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;
alter function save_annotation set enable_seqscan = off;
