-- How much one person is handed out at most ------------------------------------------------------------------------------------

-- Beside paused_at, as both are read with the member for every lease: who has no limit pays nothing for those of others.
alter table member
    -- items in the whole project; null: as many as there are
    add column most_items   integer  check (most_items between 1 and 1000000),
    -- minutes of active time from one midnight UTC to the next; null: no limit
    add column most_minutes smallint check (most_minutes between 1 and 1440);

-- What somebody with a limit has done, so far as it is counted. Saving writes nothing here: the few annotations above counted_to are
-- added whenever somebody asks, and the counts are moved on once they become many (count_work).
create table member_work (
    member_id  bigint  primary key references member,
    counted_to bigint  not null,
    -- items answered, whatever they were handed out for; changing an answer is no other item
    items      bigint  not null,
    -- active time of this day in UTC
    day        date    not null,
    day_ms     bigint  not null
) with (fillfactor = 50);

create function utc_day() returns date language sql stable
    return (clock_timestamp() at time zone 'UTC')::date;

-- @return items answered, active milliseconds since midnight UTC, and how many annotations had to be read for it
create function work_after(p_member bigint, p_after bigint, p_to bigint, out items bigint, out today_ms bigint, out looked bigint)
    language sql stable as $$
    select count(*) filter (where n.outcome = 'submitted' and (n.revision = 1 or not exists (
               select 1 from annotation o where o.assignment_id = n.assignment_id and o.revision < n.revision and o.outcome = 'submitted'))),
           coalesce(sum(n.active_ms) filter (where n.saved_at >= d.midnight), 0),
           count(*)
    -- once, not for each annotation
    from (select utc_day()::timestamp at time zone 'UTC' as midnight offset 0) d cross join annotation n
    where n.member_id = p_member and n.id > p_after and (p_to is null or n.id <= p_to)
$$;

-- The same since the member came into the project.
create function work_of(p_member bigint, out items bigint, out today_ms bigint, out looked bigint) language sql stable as $$
    select n.items + coalesce(w.items, 0), n.today_ms + case when w.day = utc_day() then w.day_ms else 0 end, n.looked
    from (select p_member as id) m left join member_work w on w.member_id = m.id
        cross join lateral work_after(m.id, coalesce(w.counted_to, 0), null) n
$$;

-- Moves the counts on to what is five minutes old: under that, nothing can be committed any more that was not seen.
create function count_work(p_member bigint) returns void language plpgsql as $$
declare
    v_from bigint := coalesce((select w.counted_to from member_work w where w.member_id = p_member), 0);
    v_to   bigint := (select n.id from annotation n
                      where n.member_id = p_member and n.id > v_from and n.saved_at < clock_timestamp() - interval '5 minutes'
                      order by n.id desc limit 1);
begin
    if v_to is not null then
        insert into member_work as w (member_id, counted_to, items, day, day_ms)
        select p_member, v_to, n.items, utc_day(), n.today_ms from work_after(p_member, v_from, v_to) n
        on conflict (member_id) do update
            set counted_to = excluded.counted_to, items = w.items + excluded.items, day = excluded.day,
                day_ms = excluded.day_ms + case when w.day = excluded.day then w.day_ms else 0 end
            where w.counted_to = v_from;
    end if;
end $$;

-- Which limit keeps a member from another item: 'time_limit', 'item_limit' or null. The caller holds the member's queue_cursor.
create function limit_reached(m member, p_held integer) returns text language plpgsql as $$
declare
    v_items bigint;
    v_ms    bigint;
    v_new   bigint;
begin
    if m.most_items is null and m.most_minutes is null then
        return null;
    end if;
    select w.items, w.today_ms, w.looked into v_items, v_ms, v_new from work_of(m.id) w;
    if v_new >= 50 then
        perform count_work(m.id);
    end if;
    return case when v_ms >= m.most_minutes * 60000::bigint then 'time_limit'
                when v_items + p_held >= m.most_items then 'item_limit' end;
end $$;

-- @return how many items a member's limits leave; null if none does
create function left_of_limits(p_member bigint) returns bigint language sql stable as $$
    select case when w.today_ms >= m.most_minutes * 60000::bigint then 0 else greatest(0, m.most_items - w.items) end
    from member m cross join lateral work_of(m.id) w
    where m.id = p_member and (m.most_items is not null or m.most_minutes is not null)
$$;

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function limit_reached set enable_seqscan = off;
alter function count_work set enable_seqscan = off;

-- What somebody holds they may answer, so that is handed out again before any limit is asked; nothing beyond it is.
select amend_function('lease_next', '    if standing is distinct from p_standing then', '    refusal := limit_reached(m, coalesce(cardinality(v_held), 0));
    if refusal is not null then
        return next;
        return;
    end if;

    if standing is distinct from p_standing then', 1);
-- An answer that is asked for once more is no other item, but it takes time.
select amend_function('lease_next', 'b.ended_at is null and b.assignment_id <> all (p_holding)',
                     'b.ended_at is null and b.assignment_id <> all (p_holding)
      and limit_reached(m, 0) is distinct from ''time_limit''', 1);
select amend_function('lease_item', '                    when cardinality(v_held) >= 3',
                     '                    when limit_reached(m, cardinality(v_held)) is not null and not coalesce(a.id = any (v_held), false)
                        then limit_reached(m, cardinality(v_held))
                    when cardinality(v_held) >= 3', 1);
