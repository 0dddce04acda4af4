-- Answers of every kind are stored in one form ---------------------------------------------------------------------------
-- What statistics count stands in typed columns: the number of an option, a number, the numbers of several options in ascending
-- order. What has parts (texts, spans, preferences with their degree) stands as JSON, with the columns that apply beside it.
-- Sets were a mask of 64 bits, so that a question could not have more than 63 options over all its versions.

create function options_of(p_mask bigint) returns smallint[] language sql immutable parallel safe
    return case when p_mask is null then null
                else array(select b::smallint from generate_series(0, 62) b where (p_mask >> b) & 1 = 1 order by b) end;

alter table vote drop constraint vote_is_one_answer;
alter table vote add column options smallint[], add column value jsonb;
update vote set options = options_of(mask) where mask is not null;
alter table vote drop column mask;
alter table vote add constraint vote_is_one_answer check (
    num_nonnulls(option, number, options) = 1 or (num_nonnulls(option, number, options) = 0 and value is not null)) not valid;

alter table gold drop constraint gold_is_one_answer;
alter table gold add column options smallint[], add column value jsonb;
update gold set options = options_of(mask) where mask is not null;
alter table gold drop column mask;
alter table gold add constraint gold_is_one_answer check (
    num_nonnulls(option, number, options) = 1 or (num_nonnulls(option, number, options) = 0 and value is not null)) not valid;

alter table gold_attempt drop constraint gold_attempt_is_one_answer;
alter table gold_attempt add column options smallint[], add column value jsonb;
update gold_attempt set options = options_of(mask) where mask is not null;
alter table gold_attempt drop column mask;
alter table gold_attempt add constraint gold_attempt_is_one_answer check (
    num_nonnulls(option, number, options) = 1 or (num_nonnulls(option, number, options) = 0 and value is not null)) not valid;

alter table item_answer add column options smallint[], add column value jsonb;
alter table item_answer add column consensus_options smallint[], add column consensus_value jsonb,
    -- of which options the posterior tells, where there are too many to tell of all; null: of all, from number 0
    add column posterior_options smallint[];
update item_answer set options = options_of(mask), consensus_options = options_of(consensus_mask)
where mask is not null or consensus_mask is not null;
alter table item_answer drop column mask, drop column consensus_mask;

-- What regions are called, and the words of texts.
create function answer_words(p_value jsonb) returns tsvector language sql immutable parallel safe
    return to_tsvector('simple', p_value #>> '{}');
create index item_answer_regions on item_answer using gin (value jsonb_path_ops) where jsonb_typeof(value) = 'array';
create index item_answer_words on item_answer using gin (answer_words(value)) where jsonb_typeof(value) = 'string';

alter table adjudication add column options smallint[];
update adjudication set options = options_of(mask) where mask is not null;
alter table adjudication drop column mask;

drop function options_of(bigint);
alter table option_code drop constraint option_code_number_check;
alter table option_code add constraint option_code_number_check check (number >= 0);

drop function save_annotation;
-- Appends one annotation. refusal: null | 'unknown' | 'member_removed' | 'project_deleted' | 'save_id_reused'
-- | 'newer_answer' (with the revision in force) | 'schema_moved' | 'lease_lost'
create function save_annotation(
    p_assignment uuid, p_account uuid, p_save_id uuid, p_outcome text, p_answers jsonb, p_ambiguous boolean,
    p_comment text, p_skip_reason text, p_active_ms integer, p_schema integer, p_guideline integer,
    -- the revision the client has seen, if it says; the newest schema version the answers were checked against
    p_base integer, p_checked integer,
    -- the answers once more as statistics read them, one array element per question
    p_question smallint[], p_option smallint[], p_number double precision[], p_options text[], p_value text[])
    returns table (refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 1 as $$
declare
    a            assignment;
    m            member;
    n            annotation;
    v_id         bigint;
    v_revision   integer;
    v_saved      timestamptz := clock_timestamp();
    v_was        text;
    v_kind       text;
    v_answers    smallint;
    v_deleted    boolean;
    v_schema     integer;
begin
    select x.* into a from assignment x where x.id = p_assignment for update;
    select x.* into m from member x where x.id = a.member_id and x.account_id = p_account;
    if m.id is null then
        refusal := 'unknown';
        return next;
        return;
    end if;
    if a.revision > 0 then
        select x.* into n from annotation x where x.assignment_id = a.id and x.save_id = p_save_id;
        if found then
            if (n.outcome, n.answers, n.ambiguous, n.comment, n.skip_reason, n.active_ms, n.schema_version, n.guideline_version)
               is distinct from
               (p_outcome, p_answers, p_ambiguous, p_comment, p_skip_reason, p_active_ms, p_schema, p_guideline) then
                refusal := 'save_id_reused';
            end if;
            annotation_id := n.id;
            revision := n.revision;
            saved_at := n.saved_at;
            return next;
            return;
        end if;
    end if;
    select p.deleted_at is not null, p.schema_version into v_deleted, v_schema from project p where p.id = a.project_id;
    refusal := case when v_deleted then 'project_deleted'
                    when m.removed_at is not null then 'member_removed'
                    when p_base <> a.revision then 'newer_answer'
                    when p_checked <> v_schema then 'schema_moved' end;
    if refusal is not null then
        revision := a.revision;
        return next;
        return;
    end if;
    v_was := a.state;
    v_kind := a.kind;
    if v_was in ('released', 'skipped') then
        -- It holds no place, and the item may have become gold, or an ordinary one, since it was handed out.
        v_kind := assignment_kind(a.item_id);
        if v_kind = 'production' and p_outcome = 'submitted' then
            perform 1 from queue q where q.item_id = a.item_id and q.taken < q.wanted for update;
            if not found then
                refusal := 'lease_lost';
                return next;
                return;
            end if;
        end if;
    end if;
    if v_kind = 'gold' and p_outcome = 'submitted'
       and not exists (select 1 from annotation x where x.assignment_id = a.id and x.outcome = 'submitted') then
        insert into gold_attempt (member_id, item_id, question, project_id, option, number, options, value)
        select a.member_id, a.item_id, u.q, a.project_id, u.o, u.n, u.s::smallint[], u.v::jsonb
        from unnest(p_question, p_option, p_number, p_options, p_value) as u(q, o, n, s, v);
    end if;

    v_revision := a.revision + 1;
    update assignment x
    set kind = v_kind, state = case when p_outcome = 'submitted' then 'answered' else 'skipped' end, revision = v_revision
    where x.id = a.id;
    insert into annotation as x (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous,
                            comment, skip_reason, active_ms, schema_version, guideline_version, saved_at)
    values (a.id, a.project_id, a.item_id, a.member_id, v_revision, p_save_id, p_outcome, p_answers, p_ambiguous,
            p_comment, p_skip_reason, p_active_ms, p_schema, p_guideline, v_saved)
    returning x.id into v_id;

    if v_was = 'answered' then
        delete from vote v
        where v.project_id = a.project_id and v.item_id = a.item_id and v.member_id = a.member_id
          and v.question in (select c.number from question_code c where c.project_id = a.project_id);
    end if;
    if p_outcome = 'submitted' then
        insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
        select a.project_id, u.q, a.item_id, a.member_id, u.o, u.n, u.s::smallint[], u.v::jsonb, v_id
        from unnest(p_question, p_option, p_number, p_options, p_value) as u(q, o, n, s, v);
    end if;

    v_answers := (case when p_outcome = 'submitted' then 1 else 0 end) - (case when v_was = 'answered' then 1 else 0 end);
    if v_answers <> 0 then
        update item_state s
        set answers = s.answers + v_answers,
            status = case when s.status >= 3 then s.status
                          when s.answers + v_answers <= 0 then 0
                          when s.answers + v_answers >= (select coalesce(min(q.wanted), 1) from queue q where q.item_id = a.item_id) then 2
                          else 1 end
        where s.item_id = a.item_id;
    end if;
    return query select null::text, v_id, v_revision, v_saved;
end $$;

drop function save_annotations;
create function save_annotations(
    p_assignment uuid[], p_account uuid[], p_save_id uuid[], p_outcome text[], p_answers text[], p_ambiguous boolean[],
    p_comment text[], p_skip_reason text[], p_active_ms integer[], p_schema integer[], p_guideline integer[],
    p_base integer[], p_checked integer[],
    -- the answers once more as statistics read them, one array element per question, and of which save it is
    p_save integer[], p_question smallint[], p_option smallint[], p_number double precision[], p_options text[], p_value text[])
    returns table (n integer, refusal text, annotation_id bigint, revision integer, saved_at timestamptz)
    language plpgsql rows 50 as $$
declare
    v_done     integer[] := '{}';
    v_question smallint[];
    v_option   smallint[];
    v_number   double precision[];
    v_options  text[];
    v_value    text[];
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
                insert into vote (project_id, question, item_id, member_id, option, number, options, value, annotation_id)
                select u.project_id, v.question, u.item_id, u.member_id, v.option, v.number, v.options::smallint[],
                       v.value::jsonb, u.annotation_id
                from unnest(p_save, p_question, p_option, p_number, p_options, p_value)
                         as v (save, question, option, number, options, value)
                    join usual u on u.n = v.save
                where u.outcome = 'submitted'
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
        select array_agg(v.question), array_agg(v.option), array_agg(v.number), array_agg(v.options), array_agg(v.value)
        into v_question, v_option, v_number, v_options, v_value
        from unnest(p_save, p_question, p_option, p_number, p_options, p_value)
                 as v (save, question, option, number, options, value)
        where v.save = n;
        select s.refusal, s.annotation_id, s.revision, s.saved_at into refusal, annotation_id, revision, saved_at
        from save_annotation(
            p_assignment[n], p_account[n], p_save_id[n], p_outcome[n], p_answers[n]::jsonb, p_ambiguous[n], p_comment[n],
            p_skip_reason[n], p_active_ms[n], p_schema[n], p_guideline[n], p_base[n], p_checked[n],
            v_question, v_option, v_number, v_options, v_value) s;
        return next;
    end loop;
end $$;

create or replace function settle_items(p_items bigint[]) returns void language plpgsql as $$
begin
    perform 1 from item_state s where s.item_id = any (p_items) order by s.item_id for update;

    with best as materialized (
        select g.project_id, g.item_id, g.question, 2::smallint as source, g.option, g.number, g.options, g.value
        from gold g where g.item_id = any (p_items)
        union all
        select j.project_id, j.item_id, j.question, 1::smallint, j.option, j.number, j.options, j.value
        from adjudication j join item_state s on s.item_id = j.item_id
        where j.item_id = any (p_items) and j.retracted_at is null and not s.gold
    ), consensus_again as (
        update item_answer a
        set source = 0, option = a.consensus_option, number = a.consensus_number, options = a.consensus_options,
            value = a.consensus_value,
            probability = a.consensus_probability
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is not null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    ), nothing_known as (
        delete from item_answer a
        where a.item_id = any (p_items) and a.source <> 0 and a.digest is null
          and not exists (select 1 from best b where b.item_id = a.item_id and b.question = a.question)
    )
    insert into item_answer as a (project_id, question, item_id, source, option, number, options, value)
    select b.project_id, b.question, b.item_id, b.source, b.option, b.number, b.options, b.value from best b
    order by b.item_id, b.question
    on conflict (item_id, question) do update
        set source = excluded.source, option = excluded.option, number = excluded.number, options = excluded.options,
            value = excluded.value, probability = null
        where (a.source, a.option, a.number, a.options, a.value) is distinct from
              (excluded.source, excluded.option, excluded.number, excluded.options, excluded.value);

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
alter function save_annotation set enable_seqscan = off;
alter function save_annotations set enable_seqscan = off;
alter function save_annotations set enable_mergejoin = off;
alter function save_annotations set enable_hashjoin = off;
alter function settle_items set enable_seqscan = off;
alter function settle_items set enable_mergejoin = off;
alter function settle_items set enable_hashjoin = off;
