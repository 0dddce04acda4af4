-- Drafts -------------------------------------------------------------------------------------------------------------------
-- What a model proposes for an item: shown to most of those who get the item, filled in, and withheld from some, so that it can be
-- told what people say by themselves from what they let stand.

-- A draft never changes; another one takes its place.
create table draft (
    id             bigint generated always as identity primary key,
    project_id     bigint      not null,
    item_id        bigint      not null references item,
    source         text        not null check (char_length(source) between 1 and 200),
    -- as answers are stored: by question id, offsets in UTF-16 units
    answers        jsonb       not null,
    schema_version integer     not null,
    sent_by        uuid        not null references account,
    sent_at        timestamptz not null default clock_timestamp(),
    retired_at     timestamptz
);
create unique index draft_in_force on draft (item_id) where retired_at is null;
create index draft_of_source on draft (project_id, source);

-- One in how many leases gets an item without its draft; 0: none, 1: all.
alter table project add column drafts_withheld_every smallint not null default 10 check (drafts_withheld_every between 0 and 1000);
-- Which draft there was when the item was handed out, and whether it was shown.
alter table assignment add column draft_id bigint, add column draft_shown boolean,
    add constraint assignment_says_whether_its_draft_was_shown check ((draft_id is null) = (draft_shown is null));

-- A draft is about what the item held.
create function drafts_of_other_content_retire() returns trigger language plpgsql as $$
begin
    update draft d set retired_at = clock_timestamp() where d.item_id = new.id and d.retired_at is null;
    return null;
end $$;
create trigger drafts_of_other_content_retire after update of fields on item
    for each row when (old.fields is distinct from new.fields) execute function drafts_of_other_content_retire();

-- Pauses -------------------------------------------------------------------------------------------------------------------
-- Nobody gets anything new; what is on somebody's screen may still be answered.
alter table project add column paused_at timestamptz;

drop function lease_next;
-- One answer per call; refusal: null | 'too_many_leases' | 'none_left' | 'project_deleted' | 'project_paused' | 'turn_moved'. Which stages are
-- searched, in which order, the caller decides from the turn of the member and the rates of gold and repeats; where these are others by now,
-- nothing is handed out and they are told. Texts come along where they are small; how long they are is known without reading them.
create function lease_next(p_project bigint, p_member bigint, p_holding uuid[],
                           p_turn integer, p_gold_every integer, p_repeat_every integer, p_stages stage[], p_hide_gold boolean)
    returns table (refusal text, assignment_id uuid, item text, leased_until timestamptz, small boolean,
                   item_key text, fields jsonb, metadata jsonb, schema_version integer, guideline_version integer,
                   -- what the next decision rests on
                   turn integer, gold_every integer, repeat_every integer, secret text,
                   -- what is filled in; null for nothing, whether there is no draft or it is withheld
                   draft_source text, draft_answers jsonb)
    language plpgsql rows 1 as $$
declare
    p            project;
    v_cursor     bigint;
    v_place      bigint;
    v_item       bigint;
    v_stage      stage;
    v_kind       stage;
    v_held       uuid[];
    v_lease      uuid;
    v_round      integer;
    v_seed       bigint;
    v_shows      boolean;
    v_looked     bigint;
    v_draft      draft;
    v_shown      boolean;
    v_again      bigint;
begin
    select x.* into p from project x where x.id = p_project;
    if p.deleted_at is not null or p.paused_at is not null then
        refusal := case when p.deleted_at is not null then 'project_deleted' else 'project_paused' end;
        return next;
        return;
    end if;
    v_shows := cardinality(p.shows_metadata) > 0;
    gold_every := p.gold_every;
    repeat_every := p.repeat_every;

    -- Serialises the requests of one person; different people never wait here.
    loop
        select c.reached, c.handed, c.held into v_cursor, turn, v_held
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
                   p.schema_version, p.guideline_version, turn, gold_every, repeat_every, null::text, d.source, d.answers
            from assignment a join item i on i.id = a.item_id left join draft d on d.id = a.draft_id and a.draft_shown
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

    if turn is distinct from p_turn or gold_every is distinct from p_gold_every or repeat_every is distinct from p_repeat_every then
        refusal := 'turn_moved';
        secret := encode(p.secret, 'hex');
        return next;
        return;
    end if;

    v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
    foreach v_stage in array p_stages loop
        v_kind := v_stage;
        if v_stage = 'gold' then
            if not p_hide_gold or gold_hides(p_project) then
                -- What was given back comes last, as it does in the queue: coming back at once would tell it apart. The place is
                -- held until the commit, so that gold that is taken back knows of this lease.
                select o.item_id into v_item
                from place o left join assignment a on a.item_id = o.item_id and a.member_id = p_member and a.round = 0
                where o.project_id = p_project and o.stage = 'gold' and o.open and (a.id is null or a.state = 'released')
                order by a.id is not null, hashint8extended(o.item_id # p_member, v_seed) limit 1
                for key share of o skip locked;
            end if;
        elsif v_stage = 'repeat' then
            -- A few at a time, in the order in which they were answered: those passed over never come back into question.
            select min(n.id) filter (where n.due), max(n.id) filter (where n.old) into v_again, v_looked
            from (
                select n.id, n.old,
                       n.old and mod(hashint8extended(n.item_id # p_member, v_seed), p.repeat_every) = 0
                           and exists (select 1 from assignment a join item i on i.id = a.item_id
                                       where a.id = n.assignment_id and a.round = 0 and a.state = 'answered'
                                         and a.kind = 'production' and i.excluded_at is null
                                         and not exists (select 1 from gold g where g.item_id = i.id)) as due
                from (select n.id, n.item_id, n.assignment_id,
                             n.saved_at <= clock_timestamp() - make_interval(hours => p.repeat_after_hours) as old
                      from annotation n
                      where n.member_id = p_member and n.id > (select c.looked_at from queue_cursor c where c.member_id = p_member)
                      order by n.id limit 200) n
            ) n;
            update queue_cursor c set looked_at = coalesce(v_again, v_looked) where c.member_id = p_member
                and coalesce(v_again, v_looked) is not null;
            if v_again is not null then
                select n.item_id into v_item from annotation n where n.id = v_again;
                insert into assignment as a (project_id, item_id, member_id, kind, round, state, leased_at, leased_until)
                values (p_project, v_item, p_member, 'repeat', 1, 'leased', clock_timestamp(),
                        clock_timestamp() + make_interval(mins => p.lease_minutes))
                on conflict on constraint assignment_of_a_round do nothing
                returning a.id, a.leased_until into v_lease, leased_until;
                if v_lease is null then
                    v_item := null; -- an answer that was revised comes by twice
                end if;
            end if;
        else
            v_round := 0;
            while v_item is null and v_round < 3 loop
                -- First ahead of the cursor, then from the start, then once more after taking back abandoned leases.
                if v_round = 2 and release_expired(p_project) = 0 then
                    exit;
                end if;
                select o.item_id, o.priority into v_item, v_place from place o
                where o.project_id = p_project and o.stage = v_stage and o.open
                  and o.priority > case when v_round = 0 then v_cursor else -1 end
                  and not exists (select 1 from assignment a
                                  where a.item_id = o.item_id and a.member_id = p_member and a.round = 0 and a.state <> 'released')
                order by o.priority limit 1
                for update of o skip locked;
                v_round := v_round + 1;
                if v_item is null and v_round = 1 and v_cursor = -1 then
                    v_round := 2;
                end if;
            end loop;
        end if;
        exit when v_item is not null;
    end loop;

    if v_item is null then
        refusal := 'none_left';
        return next;
        return;
    end if;

    if v_lease is null then
        select d.* into v_draft from draft d where d.item_id = v_item and d.retired_at is null;
        if v_draft.id is not null then
            -- Always the same for one item and person: who gives it back and gets it again learns nothing.
            v_shown := p.drafts_withheld_every = 0
                or mod(hashint8extended(v_item # p_member, v_seed # 1), p.drafts_withheld_every) <> 0;
        end if;
        insert into assignment as a (project_id, item_id, member_id, kind, state, leased_at, leased_until, draft_id, draft_shown)
        values (p_project, v_item, p_member, v_kind, 'leased', clock_timestamp(),
                clock_timestamp() + make_interval(mins => p.lease_minutes), v_draft.id, v_shown)
        on conflict on constraint assignment_of_a_round do update
            set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until,
                draft_id = excluded.draft_id, draft_shown = excluded.draft_shown
            -- a late answer may have arrived since the item was chosen: then it is no longer to be handed out
            where a.state = 'released'
        returning a.id, a.leased_until into v_lease, leased_until;
    end if;
    if v_lease is null then
        return query select * from lease_next(p_project, p_member, p_holding, p_turn, p_gold_every, p_repeat_every, p_stages, p_hide_gold);
        return;
    end if;
    turn := turn + 1;
    update queue_cursor c
    set handed = turn, held = v_held || v_lease, reached = coalesce(v_place, c.reached)
    where c.member_id = p_member;
    return query
        select null::text, v_lease, item_code(p.secret, p_member, i.id), leased_until, i.bytes <= 65536,
               case when p.shows_key then i.key end, case when i.bytes <= 65536 then i.fields end,
               case when v_shows and i.bytes <= 65536 then shown_metadata(i.metadata, p.shows_metadata) else '{}' end,
               p.schema_version, p.guideline_version, turn, gold_every, repeat_every, null::text,
               case when v_shown then v_draft.source end, case when v_shown then v_draft.answers end
        from item i where i.id = v_item;
end $$;
alter function lease_next set enable_seqscan = off;
alter function lease_next set enable_mergejoin = off;
alter function lease_next set enable_hashjoin = off;
