-- What people changed in the metadata of items, field by field: null was not there before, or is not there any more.
create table item_metadata_edit (
    id         bigint generated always as identity primary key,
    item_id    bigint      not null references item,
    project_id bigint      not null references project,
    name       text        not null,
    was        text,
    became     text,
    edited_by  uuid        not null references account,
    edited_at  timestamptz not null default clock_timestamp(),
    check (was is distinct from became)
);
create index item_metadata_edit_of_item on item_metadata_edit (item_id, id);

-- Leases this very item for somebody who has looked at it and wants to answer it. It has room for an answer as everything that is handed
-- out has, and is no gold: who reads its page knows the verified answer. It takes no turn of the queue.
-- refusal: null | item_unknown | item_in_bin | item_is_gold | item_answered | item_full | skills_missing | item_waits | too_many_leases | project_paused
create function lease_item(p_project bigint, p_member bigint, p_item bigint)
    returns table (refusal text, assignment_id uuid, held uuid[]) language plpgsql rows 1 as $$
declare
    p       project;
    m       member;
    a       assignment;
    v_held  uuid[];
    v_place place;
    v_draft draft;
    v_seed  bigint;
begin
    select x.* into p from project x where x.id = p_project;
    select x.* into m from member x where x.id = p_member;
    -- The same order of locks as lease_next: the person first.
    insert into queue_cursor (member_id) values (p_member) on conflict (member_id) do nothing;
    select q.held into v_held from queue_cursor q where q.member_id = p_member for update;
    -- In a statement of its own: what was leased while this one waited must be seen.
    v_held := array(select l.id from assignment l where l.id = any (v_held) and l.state = 'leased' and not in_bin(l.item_id)
                    order by l.leased_at);
    select x.* into v_place from place x where x.item_id = p_item and x.project_id = p_project and x.stage = 'production' for update;
    select x.* into a from assignment x where x.item_id = p_item and x.member_id = p_member and x.round = 0;
    refusal := case when v_place.item_id is null then 'item_unknown'
                    when p.paused_at is not null then 'project_paused'
                    when in_bin(p_item) then 'item_in_bin'
                    when exists (select 1 from gold g where g.item_id = p_item) then 'item_is_gold'
                    when a.id = any (v_held) and a.leased_until > clock_timestamp() then null
                    when a.state in ('answered', 'skipped') then 'item_answered'
                    when exists (select 1 from project_stages st where st.project_id = p_project and st.pilot > 0) then 'item_waits'
                    when not v_place.open and a.state is distinct from 'leased' then 'item_full'
                    when not v_place.need = any (needs_met(p_project, m.skills)) then 'skills_missing'
                    when cardinality(v_held) >= 3 and not coalesce(a.id = any (v_held), false) then 'too_many_leases' end;
    held := v_held;
    if refusal is not null then
        return next;
        return;
    end if;
    if a.state is distinct from 'leased' then
        select d.* into v_draft from draft d where d.item_id = p_item and d.retired_at is null;
        v_seed := ('x' || encode(substring(p.secret from 1 for 8), 'hex'))::bit(64)::bigint;
        insert into assignment as x (project_id, item_id, member_id, kind, round, state, leased_at, leased_until, draft_id, draft_shown)
        values (p_project, p_item, p_member, 'production', 0, 'leased', clock_timestamp(),
                clock_timestamp() + make_interval(mins => p.lease_minutes), v_draft.id,
                case when v_draft.id is not null
                     then p.drafts_withheld_every = 0
                          or mod(hashint8extended(p_item # p_member, v_seed # 1), p.drafts_withheld_every) <> 0 end)
        on conflict on constraint assignment_of_a_round do update
            set kind = excluded.kind, state = 'leased', leased_at = excluded.leased_at, leased_until = excluded.leased_until,
                draft_id = excluded.draft_id, draft_shown = excluded.draft_shown
            where x.state = 'released'
        returning x.id into a.id;
        if a.id is null then
            refusal := 'item_answered';
            return next;
            return;
        end if;
    else
        -- It ran out, or was left behind when its item was in the bin, and nobody has taken it back yet.
        update assignment x set leased_until = clock_timestamp() + make_interval(mins => p.lease_minutes) where x.id = a.id;
    end if;
    held := case when a.id = any (v_held) then v_held else v_held || a.id end;
    update queue_cursor q set held = lease_item.held where q.member_id = p_member;
    assignment_id := a.id;
    return next;
end $$;
alter function lease_item set enable_seqscan = off;
