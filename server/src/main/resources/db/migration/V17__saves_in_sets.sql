-- A batch of saves ran eight statements for each answer. The usual one, the first answer to a live lease of an ordinary item,
-- is now written for the whole batch at once; all others go through save_annotation one by one, as before.
create function save_annotations(
    p_assignment uuid[], p_account uuid[], p_save_id uuid[], p_outcome text[], p_answers text[], p_ambiguous boolean[],
    p_comment text[], p_skip_reason text[], p_active_ms integer[], p_schema integer[], p_guideline integer[],
    p_base integer[], p_checked integer[],
    -- typed columns, an answer's questions joined by commas
    p_question text[], p_option text[], p_number text[], p_mask text[])
    returns table (n integer, refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 50 as $$
declare
    v_done integer[] := '{}';
begin
    if cardinality(p_assignment) > 1 then -- one alone is written faster by itself
        for n, annotation_id, saved_at in
            with asked as materialized (
                select r.*, r.o::integer as n, count(*) over (partition by r.assignment) as times
                from unnest(p_assignment, p_account, p_base, p_checked, p_outcome) with ordinality
                     as r (assignment, account, base, checked, outcome, o)
            ), locked as materialized (
                select a.id, a.project_id, a.item_id, a.member_id, a.kind, a.state, a.revision
                from assignment a where a.id = any (p_assignment) order by a.id for update
            ), usual as materialized (
                select r.n, r.outcome, a.id, a.project_id, a.item_id, a.member_id, clock_timestamp() as saved_at,
                       nextval('annotation_id_seq') as annotation_id
                from asked r
                    join locked a on a.id = r.assignment
                    join member m on m.id = a.member_id and m.account_id = r.account and m.removed_at is null
                    join project p on p.id = a.project_id and p.deleted_at is null and p.schema_version = r.checked
                where r.times = 1 and a.state = 'leased' and a.revision = 0 and a.kind = 'production' and coalesce(r.base, 0) = 0
            ), answered as (
                update assignment x
                set state = case when u.outcome = 'submitted' then 'answered' else 'skipped' end, revision = 1
                from usual u where x.id = u.id
            ), appended as (
                insert into annotation (id, assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers,
                                        ambiguous, comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
                overriding system value
                select u.annotation_id, u.id, u.project_id, u.item_id, u.member_id, 1, p_save_id[u.n], u.outcome,
                       p_answers[u.n]::jsonb, p_ambiguous[u.n], p_comment[u.n], p_skip_reason[u.n], p_active_ms[u.n],
                       p_schema[u.n], p_guideline[u.n], u.saved_at
                from usual u
            ), voted as (
                insert into vote (project_id, question, item_id, member_id, option, number, mask, annotation_id)
                select u.project_id, v.q, u.item_id, u.member_id, v.o, v.x, v.m, u.annotation_id
                from usual u
                    cross join lateral unnest(
                        string_to_array(p_question[u.n], ',')::smallint[], string_to_array(p_option[u.n], ',', '')::smallint[],
                        string_to_array(p_number[u.n], ',', '')::double precision[],
                        string_to_array(p_mask[u.n], ',', '')::bigint[]) as v (q, o, x, m)
                where u.outcome = 'submitted' and p_question[u.n] <> ''
            ), counts as materialized (
                select u.item_id, count(*)::smallint as more from usual u where u.outcome = 'submitted' group by u.item_id
            ), states as materialized (
                -- in one order for everybody: two batches of two servers must not wait for each other
                select s.item_id, c.more, q.wanted
                from counts c join item_state s on s.item_id = c.item_id left join queue q on q.item_id = c.item_id
                order by s.item_id for update of s
            ), counted as (
                update item_state s
                set answers = s.answers + t.more,
                    status = case when s.status >= 3 then s.status
                                  when s.answers + t.more >= coalesce(t.wanted, 1) then 2
                                  else 1 end
                from states t where s.item_id = t.item_id
            )
            select u.n, u.annotation_id, u.saved_at from usual u
        loop
            v_done := v_done || n;
            revision := 1;
            return next;
        end loop;
    end if;

    for n in select g from generate_series(1, cardinality(p_assignment)) g where g <> all (v_done) order by g loop
        select s.refusal, s.annotation_id, s.revision, s.saved_at into refusal, annotation_id, revision, saved_at
        from save_annotation(
            p_assignment[n], p_account[n], p_save_id[n], p_outcome[n], p_answers[n]::jsonb, p_ambiguous[n], p_comment[n],
            p_skip_reason[n], p_active_ms[n], p_schema[n], p_guideline[n], p_base[n], p_checked[n],
            string_to_array(p_question[n], ',')::smallint[], string_to_array(p_option[n], ',', '')::smallint[],
            string_to_array(p_number[n], ',', '')::double precision[], string_to_array(p_mask[n], ',', '')::bigint[]) s;
        return next;
    end loop;
end $$;

-- Plans made while the tables were still empty would walk over everything, and plans stay.
alter function save_annotations set enable_seqscan = off;
alter function save_annotations set enable_mergejoin = off;
alter function save_annotations set enable_hashjoin = off;
