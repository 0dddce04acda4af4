-- A batch of requests for work ran ten statements for each of them. What most of them need, another ordinary item ahead of
-- where the person has come, now takes one look into the queue each; all else is done for the whole batch at once. Other
-- requests go through lease_next one by one, as before.
create function lease_all(p_project bigint[], p_member bigint[], p_holding text[])
    returns table (n integer, refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer)
    language plpgsql rows 50 as $$
declare
    r       record;
    v_item  bigint;
    v_place bigint;
    v_ns    integer[] := '{}';
    v_items bigint[] := '{}';
    v_spots bigint[] := '{}';
    v_done  integer[] := '{}';
begin
    for r in
        with asked as materialized (
            select x.project, x.member, string_to_array(x.holding, ',')::uuid[] as holding, x.o::integer as n,
                   count(*) over (partition by x.member) as times
            from unnest(p_project, p_member, p_holding) with ordinality as x (project, member, holding, o)
        ), cursors as materialized (
            -- the order of lease_next, which takes one person after the other as they are given
            select c.member_id, c.item_id, c.place, c.handed, c.held
            from queue_cursor c where c.member_id = any (p_member) order by c.member_id for update
        )
        select a.n, a.project, a.member, c.item_id, c.place, p.gold_every
        from asked a
            join cursors c on c.member_id = a.member
            join project p on p.id = a.project
            cross join lateral (
                select count(*) as live,
                       coalesce(bool_or(l.leased_until > clock_timestamp() and l.id <> all (a.holding)), false) as again
                from assignment l where l.id = any (c.held) and l.state = 'leased') h
        where a.times = 1 and p.deleted_at is null and h.live < 3 and not h.again
          and not (p.gold_every > 0 and gold_turn(p.secret, a.member, c.handed, p.gold_every))
        order by a.n
    loop
        v_item := null;
        v_place := null;
        if r.gold_every > 0 then
            select q.item_id, q.place into v_item, v_place from queue q
            where q.project_id = r.project and q.taken < q.wanted and q.place > r.place
              and q.taken + (select count(*) from unnest(v_items) c where c = q.item_id) < q.wanted
              and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = r.member and a.state <> 'released')
            order by q.place limit 1
            for update of q skip locked;
        else
            select q.item_id into v_item from queue q
            where q.project_id = r.project and q.taken < q.wanted and q.item_id > r.item_id
              and q.taken + (select count(*) from unnest(v_items) c where c = q.item_id) < q.wanted
              and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = r.member and a.state <> 'released')
            order by q.item_id limit 1
            for update of q skip locked;
        end if;
        if v_item is not null then
            v_ns := v_ns || r.n;
            v_items := v_items || v_item;
            v_spots := v_spots || v_place;
        end if;
    end loop;

    if cardinality(v_ns) > 0 then
        for n, assignment_id, item, leased_until, small, item_key, fields, metadata, schema_version, guideline_version in
            with chosen as materialized (
                select x.n, x.item, x.place, p_project[x.n] as project, p_member[x.n] as member
                from unnest(v_ns, v_items, v_spots) as x (n, item, place)
            ), leased as (
                insert into assignment as a (project_id, item_id, member_id, kind, state, leased_at, leased_until)
                select c.project, c.item, c.member, 'production', 'leased', clock_timestamp(),
                       clock_timestamp() + make_interval(mins => p.lease_minutes)
                from chosen c join project p on p.id = c.project
                on conflict on constraint assignment_item_id_member_id_key do update
                    set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until
                    -- a late answer may have arrived since the item was chosen: then it is no longer to be handed out
                    where a.state = 'released'
                returning a.id, a.item_id, a.member_id, a.leased_until
            ), given as materialized (
                select c.n, c.place, c.project, l.id, l.item_id, l.member_id, l.leased_until
                from leased l join chosen c on c.member = l.member_id
            ), moved as (
                update queue_cursor c
                set handed = c.handed + 1,
                    -- those that are over leave; three are live at most
                    held = array(select l.id from assignment l where l.id = any (c.held) and l.state = 'leased' order by l.leased_at)
                           || g.id,
                    item_id = case when g.place is null then g.item_id else c.item_id end,
                    place = coalesce(g.place, c.place)
                from given g where c.member_id = g.member_id
            )
            select g.n, g.id, item_code(p.secret, g.member_id, i.id), g.leased_until, i.bytes <= 65536,
                   case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
                   case when i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) end,
                   p.schema_version, p.guideline_version
            from given g join item i on i.id = g.item_id join project p on p.id = g.project
        loop
            v_done := v_done || n;
            return next;
        end loop;
    end if;

    for n in select g from generate_series(1, cardinality(p_member)) g where g <> all (v_done) order by g loop
        select l.refusal, l.assignment_id, l.item, l.leased_until, l.small, l.item_key, l.fields, l.metadata,
               l.schema_version, l.guideline_version
        into refusal, assignment_id, item, leased_until, small, item_key, fields, metadata, schema_version, guideline_version
        from lease_next(p_project[n], p_member[n], string_to_array(p_holding[n], ',')::uuid[]) l;
        return next;
    end loop;
end $$;

alter function lease_all set enable_seqscan = off;
alter function lease_all set enable_mergejoin = off;
alter function lease_all set enable_hashjoin = off;
