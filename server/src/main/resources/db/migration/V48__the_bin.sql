-- The bin for items, and imports that can be taken back ------------------------------------------------------------------------

-- What is in the bin. A row of its own beside the item: a row of items carries the index of its words along whenever it changes.
create table item_bin (
    item_id    bigint      primary key references item,
    project_id bigint      not null references project,
    binned_at  timestamptz not null default clock_timestamp(),
    binned_by  uuid        not null references account
);
create index item_bin_of_project on item_bin (project_id, binned_at);
create function in_bin(p_item bigint) returns boolean language sql stable
    return exists (select 1 from item_bin b where b.item_id = p_item);

-- Imports by number, which items say that they came with. A job is forgotten at some time, what came with it is not.
create table item_import (
    id         bigint generated always as identity primary key,
    project_id bigint  not null references project,
    job        uuid    not null unique,
    -- its items are among these numbers: found without an index of their own
    first_item bigint,
    last_item  bigint
);
create index item_import_of_project on item_import (project_id, id);
-- The import that brought it into the project, or out of the bin, last; null for what came before imports were told apart.
alter table item_state add column import bigint;

-- 0 unlabeled, 1 in progress, 2 complete, 3 disputed, 4 adjudicated, 5 excluded, 6 in the bin
alter table item_state drop constraint item_state_status_check;
alter table item_state add constraint item_state_status_check check (status between 0 and 6);
-- Lists show what is not in the bin, however much is.
create index item_state_listed on item_state (project_id, item_id) where status <> 6;

-- What a report rests on besides annotations: gold, and which items are excluded or in the bin.
create or replace function standing_of(p_project bigint, p_question smallint) returns text language sql stable
    return concat_ws(' ',
        (select concat_ws(',', count(*), extract(epoch from max(g.set_at))) from gold g where g.project_id = p_project and g.question = p_question),
        (select concat_ws(',', count(*), extract(epoch from max(i.excluded_at))) from item i where i.project_id = p_project and i.excluded_at is not null),
        (select concat_ws(',', nullif(count(*), 0), extract(epoch from max(b.binned_at))) from item_bin b where b.project_id = p_project));

create or replace function status_with(p_item bigint, p_was smallint, p_gold boolean, p_answers integer, p_wanted integer)
    returns smallint language sql stable as $$
    select case when p_was = 6 then p_was
                when p_was < 3 and p_answers < p_wanted then least(greatest(p_answers, 0), 1)::smallint
                else settled_status(
                    p_was = 5, p_gold, p_answers, p_wanted,
                    exists (select 1 from item_answer a where a.item_id = p_item and a.disputed and a.source = 0),
                    exists (select 1 from item_answer a where a.item_id = p_item and a.source = 1)) end
$$;

create or replace function gold_hides(p_project bigint) returns boolean language sql stable
    return exists (select 1 from place p where p.project_id = p_project and p.stage = 'production' and p.open)
        or not exists (select 1 from item_state s where s.project_id = p_project and not s.gold and s.status < 5);

create or replace function work_for(p_project bigint, p_member bigint) returns boolean language sql stable
    return coalesce(left_of_stage(p_project, p_member) > 0,
                    exists (select 1 from place p
                            where p.project_id = p_project and p.stage = 'production' and p.open
                              and p.need = any ((select needs_met(p_project, m.skills) from member m where m.id = p_member)::smallint[]))
                    or exists (select 1 from project_stages st join member m on m.id = p_member
                               where st.project_id = p_project and st.audit_every > 0 and m.role <> 'labeler'
                                 and exists (select 1 from place p where p.project_id = p_project and p.stage = 'audit' and p.open))
                    or exists (select 1 from project_stages st left join queue_cursor c on c.member_id = p_member
                               where st.project_id = p_project and st.calibration_items > 0
                                 and coalesce(c.calibrated, 0) <> st.calibration_round))
        or exists (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                   where c.member_id = p_member and a.state = 'leased' and not in_bin(a.item_id));

-- For migrations: long functions of which a line or two change. The new text is put in the place of the old one, and it is an error if that
-- is not there exactly so often. How they are planned stays. Not for functions with a body in SQL's own form, which is stored otherwise.
create function amend_function(p_function text, p_old text, p_new text, p_times integer) returns void language plpgsql as $$
declare
    v_text text := pg_get_functiondef(p_function::regproc);
begin
    if (length(v_text) - length(replace(v_text, p_old, ''))) / length(p_old) <> p_times then
        raise exception '% is not % times in %', p_old, p_times, p_function;
    end if;
    execute replace(v_text, p_old, p_new);
end $$;

-- The bin is a cause like exclusion, and stronger: the same follows for places, whatever else is known about the item.
select amend_function('settle_places', 'i.excluded_at is not null', '(i.excluded_at is not null or in_bin(i.id))', 2);
select amend_function('settle_places', 'i.excluded_at is null and', 'i.excluded_at is null and not in_bin(i.id) and', 1);
select amend_function('settle_items', 'where s.item_id = n.item_id and s.status <> n.status',
                     'where s.item_id = n.item_id and s.status <> case when in_bin(s.item_id) then 6::smallint else n.status end', 1);
select amend_function('settle_items', 'set status = n.status',
                     'set status = case when in_bin(s.item_id) then 6::smallint else n.status end', 1);

-- What is in the bin is handed out to nobody, also not once more to who holds it, and takes none of their three places. It is not
-- asked again.
select amend_function('lease_next', 'a.id = any (v_held) and a.state = ''leased'' order by',
                     'a.id = any (v_held) and a.state = ''leased'' and not in_bin(a.item_id) order by', 1);
select amend_function('lease_next', 'i.excluded_at is null', 'i.excluded_at is null and not in_bin(i.id)', 1);
select amend_function('keep_lease', 'l.id = any (v_held) and l.state = ''leased'' order by',
                     'l.id = any (v_held) and l.state = ''leased'' and not in_bin(l.item_id) order by', 1);
-- Whoever holds it may still send their answer, which is kept with it; a lease that has run out meanwhile is told apart from one that
-- somebody else has got.
select amend_function('keep_lease', '    if a.state = ''leased'' then', '    if in_bin(a.item_id) then
        refusal := ''item_in_bin'';
        leased_until := null;
        return next;
        return;
    end if;
    if a.state = ''leased'' then', 1);
select amend_function('save_annotation', 'refusal := ''lease_lost'';',
                     'refusal := case when in_bin(a.item_id) then ''item_in_bin'' else ''lease_lost'' end;', 1);

-- The import that a change takes back as a whole.
alter table item_change add column imported bigint references item_import;
create index item_change_of_import on item_change (imported) where imported is not null;
