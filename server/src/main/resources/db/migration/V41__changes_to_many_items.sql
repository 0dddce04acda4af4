-- Changes to many items at once, and taking them back ---------------------------------------------------------------------------

-- How many answers this item wants, where that is another number than its project's.
alter table item add column answers_wanted smallint check (answers_wanted between 1 and 100);
create index item_wants_its_own on item (project_id) where answers_wanted is not null;

-- Ordinary places stand in three bands: what comes first, what comes in its turn, what comes last. The band is what stands above the
-- lower 50 bits of a priority; below it the order is the one that was there before.
create or replace function place_of(p_item bigint, p_gold_every smallint) returns bigint language sql volatile
    return (1::bigint << 50)
        + case when p_gold_every > 0 then ('x' || right(gen_random_uuid()::text, 12))::bit(48)::bigint else p_item end;
create function band_of(p_priority bigint) returns integer language sql immutable return (p_priority >> 50)::integer;
create function in_band(p_priority bigint, p_band integer) returns bigint language sql immutable
    return (p_band::bigint << 50) + (p_priority & ((1::bigint << 50) - 1));
update place set priority = in_band(priority, 1) where stage = 'production';
update queue_cursor set reached = in_band(reached, 1) where reached >= 0;

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
                    then 0 else coalesce(i.answers_wanted, j.overlap) end as wanted
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
-- Replacing a function forgets how it is to be planned.
alter function settle_places set enable_seqscan = off;
alter function settle_places set enable_mergejoin = off;
alter function settle_places set enable_hashjoin = off;

create table item_change (
    id         bigint generated always as identity primary key,
    project_id bigint      not null references project,
    kind       text        not null,
    parameters jsonb       not null,
    -- the jobs that make it and that take it back, which are forgotten before it is
    job        uuid,
    made_by    uuid        not null references account,
    made_at    timestamptz not null default clock_timestamp(),
    changed    integer     not null default 0,
    undo_job   uuid,
    undone_by  uuid references account,
    undone_at  timestamptz,
    restored   integer     not null default 0,
    check ((undone_by is null) = (undone_at is null) and (undone_by is null) = (undo_job is null))
);
create index item_change_of_project on item_change (project_id, id);

-- What each item was before, as the change that made it otherwise writes it.
create table item_before_change (
    change_id bigint not null references item_change,
    item_id   bigint not null references item,
    was       jsonb  not null,
    primary key (change_id, item_id)
);
