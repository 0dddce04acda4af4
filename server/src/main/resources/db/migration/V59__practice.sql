-- Practice: gold that newcomers answer with the verified answer shown to them, before their first item --------------------------

create table practice_item (
    item_id     bigint      primary key references item,
    project_id  bigint      not null references project,
    -- why the verified answer is right; '' for nothing to say
    explanation text        not null default '' check (char_length(explanation) <= 2000),
    added_by    uuid        not null references account,
    added_at    timestamptz not null default clock_timestamp()
);
create index practice_item_of_project on practice_item (project_id, added_at);

-- Only gold is practised on: with its verified answers an item loses this as well, and is an ordinary item again.
create function gold_gone_ends_practice() returns trigger language plpgsql as $$
begin
    delete from practice_item r
    where r.item_id in (select o.item_id from gone o) and not exists (select 1 from gold g where g.item_id = r.item_id);
    return null;
end $$;
create trigger gold_gone_ends_practice after delete on gold
    referencing old table as gone for each statement execute function gold_gone_ends_practice();

create function is_practice(p_item bigint) returns boolean language sql stable
    return exists (select 1 from practice_item r where r.item_id = p_item);

-- Who has practised knows the answers: such an item is neither mixed in nor in a test, and no ordinary item either.
select amend_function('settle_places', 'or not exists (select 1 from gold g where g.item_id = p.item_id)',
                     'or is_practice(p.item_id) or not exists (select 1 from gold g where g.item_id = p.item_id)', 1);
select amend_function('settle_places', 'and exists (select 1 from gold g where g.item_id = i.id)',
                     'and exists (select 1 from gold g where g.item_id = i.id) and not is_practice(i.id)', 1);

-- When somebody had read the guideline and practised, or passed it over; null: they have not yet.
alter table member add column introduced_at timestamptz;
