-- Four statements of three rooms said what is known about an item, each for its own occasion. This is the one place: its best
-- answers are gold over decision over consensus, question by question, and its status follows from them and from its answers.

-- 0 unlabeled, 1 in progress, 2 complete, 3 disputed, 4 adjudicated. Saves count on from there without looking at the rest: see save_annotation.
create function settled_status(p_gold boolean, p_answers integer, p_wanted integer, p_open boolean, p_decided boolean)
    returns smallint language sql immutable parallel safe as $$
    select (case when not p_gold and p_answers >= p_wanted and p_open then 3
                 when p_decided then 4
                 when p_answers <= 0 then 0
                 when p_answers < p_wanted then 1
                 else 2 end)::smallint
$$;

-- The caller has written the cause: gold, a decision, an estimate, places. Rows are taken in the order of their ids, so that two
-- settlements never wait for each other; whoever holds places as well has taken them before.
create function settle_items(p_items bigint[]) returns void language plpgsql as $$
begin
    perform 1 from item_state s where s.item_id = any (p_items) order by s.item_id for update;

    with best as materialized (
        select g.project_id, g.item_id, g.question, 2::smallint as source, g.option, g.number, g.mask
        from gold g where g.item_id = any (p_items)
        union all
        select j.project_id, j.item_id, j.question, 1::smallint, j.option, j.number, j.mask
        from adjudication j join item_state s on s.item_id = j.item_id
        where j.item_id = any (p_items) and j.retracted_at is null and not s.gold
    ), consensus_again as (
        update item_answer a
        set source = 0, option = a.consensus_option, number = a.consensus_number, mask = a.consensus_mask,
            probability = a.consensus_probability
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is not null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    ), nothing_known as (
        delete from item_answer a
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    )
    insert into item_answer as a (project_id, question, item_id, source, option, number, mask)
    select b.project_id, b.question, b.item_id, b.source, b.option, b.number, b.mask from best b
    order by b.item_id, b.question
    on conflict (item_id, question) do update
        set source = excluded.source, option = excluded.option, number = excluded.number, mask = excluded.mask, probability = null
        where (a.source, a.option, a.number, a.mask) is distinct from
              (excluded.source, excluded.option, excluded.number, excluded.mask);

    update item_state s set status = n.status
    from (
        select t.item_id,
               settled_status(
                   t.gold, t.answers::integer,
                   coalesce((select min(q.wanted) from queue q where q.item_id = t.item_id), 1)::integer,
                   exists (select 1 from item_answer a where a.item_id = t.item_id and a.disputed and a.source = 0),
                   exists (select 1 from item_answer a where a.item_id = t.item_id and a.source = 1)) as status
        from item_state t where t.item_id = any (p_items)
    ) n
    where s.item_id = n.item_id and s.status <> n.status;
end $$;

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function settle_items set enable_seqscan = off;
alter function settle_items set enable_mergejoin = off;
alter function settle_items set enable_hashjoin = off;
