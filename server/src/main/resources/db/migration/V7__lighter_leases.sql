-- An index on live leases made every save write all indexes of the assignment once more, because its condition names the
-- state (no HOT update). A member's live leases are remembered in queue_cursor; the abandoned ones are found there.
update queue_cursor c
set held = array(select a.id from assignment a where a.member_id = c.member_id and a.state = 'leased' order by a.leased_at);
drop index assignment_expiry;

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
    return v_count;
end $$;

-- Each check locked the row it looked at, and so wrote it. Assignments and annotations are written by one function each,
-- which has just read or locked what they name; items and assignments are not deleted.
alter table assignment drop constraint assignment_item_id_fkey;
alter table assignment drop constraint assignment_member_id_fkey;
alter table annotation drop constraint annotation_assignment_id_fkey;

-- The places of an item change when a lease is taken or given back, not when it is answered.
drop trigger assignment_takes_place on assignment;
create trigger assignment_takes_place after insert on assignment
    for each row when (new.kind = 'production' and new.state in ('leased', 'answered'))
    execute function assignment_takes_place();
create trigger assignment_changes_place after update of state on assignment
    for each row when (new.kind = 'production' and (old.state in ('leased', 'answered')) <> (new.state in ('leased', 'answered')))
    execute function assignment_takes_place();
