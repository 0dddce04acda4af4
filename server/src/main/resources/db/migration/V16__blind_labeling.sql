-- Nobody can tell gold by its place -----------------------------------------------------------------------------------
-- Ordinary items came in the order of the file and gold from anywhere, so gold was what broke the order.

-- Where an item stands in the order in which labelers get items: that of the file, or, while gold is on, one that nobody
-- outside the database knows. It is one order for all, so that items get all their answers early.
create function place_of(p_item bigint, p_gold_every smallint) returns bigint language sql volatile
    return case when p_gold_every > 0 then ('x' || right(gen_random_uuid()::text, 12))::bit(48)::bigint else p_item end;

alter table queue
    add column place bigint,
    -- Changes only when the last place is taken or one is given back, so that the leases between do not write the index.
    add column open boolean not null generated always as (taken < wanted) stored;
update queue q set place = place_of(q.item_id, p.gold_every) from project p where p.id = q.project_id;
alter table queue alter column place set not null;
drop index queue_open;
create index queue_open on queue (project_id, place) where open;

-- How far a labeler has come in it.
alter table queue_cursor rename column item_id to place;
update queue_cursor c set place = -1
from member m join project p on p.id = m.project_id where m.id = c.member_id and p.gold_every > 0;
alter table queue_cursor alter column place set default -1;

-- The name of an item towards one labeler: two who compare names learn nothing.
create function item_code(p_secret bytea, p_member bigint, p_item bigint) returns text language sql immutable parallel safe
    return encode(substring(sha256(p_secret || int8send(p_member) || int8send(p_item)) from 1 for 12), 'hex');

-- Whether somebody finds work: what is open, and what they hold, whichever kind it is.
create function work_for(p_project bigint, p_member bigint) returns boolean language sql stable
    return exists (select 1 from queue q where q.project_id = p_project and q.open)
        or exists (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                   where c.member_id = p_member and a.state = 'leased');

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted'. Texts come along where they are
-- small; how long they are is known without reading them.
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[])
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer)
    language plpgsql rows 1 as $$
declare
    p            project;
    v_cursor     bigint;
    v_place      bigint;
    v_handed     integer;
    v_item       bigint;
    v_kind       text := 'production';
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

    -- Serialises the requests of one person; different people never wait here.
    loop
        select c.place, c.handed, c.held into v_cursor, v_handed, v_held
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
                   p.schema_version, p.guideline_version
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

    -- Once the ordinary items are out, what still came would be gold; where gold comes first of all, or is all there is,
    -- there is nothing to hide.
    if p.gold_every > 0 and gold_turn(p.secret, p_member, v_handed, p.gold_every) then
        v_kind := 'gold';
    end if;
    if v_kind = 'gold'
       and (p.gold_every = 1
            or exists (select 1 from queue q where q.project_id = p_project and q.open)
            or not exists (select 1 from item_state s where s.project_id = p_project and not s.gold)) then
        v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
        -- What was given back comes last, as it does in the queue: coming back at once would tell it apart.
        select s.item_id into v_item
        from item_state s left join assignment a on a.item_id = s.item_id and a.member_id = p_member
        where s.project_id = p_project and s.gold and (a.id is null or a.state = 'released')
        order by a.id is not null, hashint8extended(s.item_id # p_member, v_seed) limit 1;
    end if;
    if v_item is null then
        v_kind := 'production';
    end if;

    v_round := 0;
    while v_item is null and v_round < 3 loop
        -- First ahead of the cursor, then from the start, then once more after taking back abandoned leases.
        if v_round = 2 and release_expired(p_project) = 0 then
            exit;
        end if;
        select q.item_id, q.place into v_item, v_place from queue q
        where q.project_id = p_project and q.open
          and q.place > case when v_round = 0 then v_cursor else -1 end
          and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = p_member and a.state <> 'released')
        order by q.place limit 1
        for update of q skip locked;
        v_round := v_round + 1;
        if v_item is null and v_round = 1 and v_cursor = -1 then
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
    set handed = c.handed + 1, held = v_held || v_lease, place = coalesce(v_place, c.place)
    where c.member_id = p_member;
    return query
        select null::text, v_lease, item_code(p.secret, p_member, i.id), leased_until, i.bytes <= 65536,
               case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
               case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
               p.schema_version, p.guideline_version
        from item i where i.id = v_item;
end $$;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;

drop function item_code(bytea, bigint);

-- As which kind an assignment that holds no place may be taken up again. Gold that was given back is lost when the ordinary
-- items are: nobody ever takes its place, so it would be told by being free for ever.
create or replace function assignment_kind(p_item bigint) returns text language sql stable
    return coalesce((select case when s.gold
                                  and (exists (select 1 from queue q where q.project_id = s.project_id and q.open)
                                       or not exists (select 1 from item_state o where o.project_id = s.project_id and not o.gold))
                                 then 'gold' else 'production' end
                     from item_state s where s.item_id = p_item), 'production');

-- Who may no longer answer holds no places ----------------------------------------------------------------------------

-- Gives back what a member holds, in the order in which others lock it.
create function give_back(p_member bigint) returns void language plpgsql as $$
begin
    perform 1 from queue_cursor c where c.member_id = p_member for update;
    with held as (
        select a.id from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
        where c.member_id = p_member and a.state = 'leased'
        order by a.item_id, a.id
        for update of a
    )
    update assignment a set state = 'released' from held where a.id = held.id;
end $$;
alter function give_back set enable_seqscan = off;
alter function give_back set enable_hashjoin = off;
alter function give_back set enable_mergejoin = off;

create function member_leaves() returns trigger language plpgsql as $$
begin
    perform give_back(new.id);
    return null;
end $$;
create trigger member_leaves after update of removed_at on member
    for each row when (old.removed_at is null and new.removed_at is not null) execute function member_leaves();

create function account_leaves() returns trigger language plpgsql as $$
begin
    perform give_back(m.id) from member m where m.account_id = new.id order by m.id;
    return null;
end $$;
create trigger account_leaves after update of disabled_at on account
    for each row when (old.disabled_at is null and new.disabled_at is not null) execute function account_leaves();

-- What is with people who are gone already.
select give_back(m.id) from member m join account a on a.id = m.account_id
where m.removed_at is not null or a.disabled_at is not null order by m.id;
