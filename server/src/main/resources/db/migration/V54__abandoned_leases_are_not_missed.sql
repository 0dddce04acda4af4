-- Two that take back abandoned leases at once: one of them found nothing to take back, looked no further, and told its person that nothing
-- was left, while the other had just put the place back.

-- How many abandoned leases are free to be handed out by now, whoever took them back.
create or replace function release_expired(p_project bigint) returns integer language plpgsql as $$
declare
    v_count integer;
begin
    with gone as (
        select a.id
        from queue_cursor c
            join member m on m.id = c.member_id
            cross join unnest(c.held) as h(id)
            join assignment a on a.id = h.id
        where (p_project is null or m.project_id = p_project)
          and a.state = 'leased' and a.leased_until < clock_timestamp()
        order by a.item_id, a.id
        for update of a skip locked
    )
    update assignment a set state = 'released' from gone where a.id = gone.id;
    get diagnostics v_count = row_count;
    if v_count > 0 or p_project is null then
        return v_count;
    end if;
    -- A new statement, which sees what others have committed since the places were searched.
    return (select count(*) from abandoned(p_project) a where a.state = 'released');
end $$;

-- Leases that ran out and that their person has not come back from.
create function abandoned(p_project bigint) returns setof assignment language sql stable
begin atomic
    select a.*
    from queue_cursor c
        join member m on m.id = c.member_id
        cross join unnest(c.held) as h(id)
        join assignment a on a.id = h.id
    where m.project_id = p_project and a.state in ('leased', 'released') and a.leased_until < clock_timestamp();
end;

-- Nobody waits here for who has them in hand: what the batch holds already they may wait for.
select amend_function('lease_next', 'refusal := ''none_left'';', 'refusal := case
            when ''production'' = any (p_stages) and exists (select 1 from abandoned(p_project) a where a.state = ''leased'') then ''being_released''
            else ''none_left'' end;', 1);
