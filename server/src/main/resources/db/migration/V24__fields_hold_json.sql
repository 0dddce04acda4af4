-- The fields of an item hold JSON: texts, numbers, lists, objects. Metadata are texts.

-- The beginning of a long value: texts are cut, lists keep their first entries.
create function shorter(value jsonb, most integer) returns jsonb language sql immutable strict as $$
    select case
        when length(value::text) <= most then value
        when jsonb_typeof(value) = 'string' then
            case when length(value #>> '{}') <= most then value else to_jsonb(left(value #>> '{}', most) || '…') end
        when jsonb_typeof(value) = 'array' then (
            select jsonb_agg(case when n = 1 then shorter(entry, most) else entry end order by n)
            from (select entry, n, sum(length(entry::text)) over (order by n) as upto
                  from jsonb_array_elements(value) with ordinality as e (entry, n)) e
            where n = 1 or upto <= most)
        when jsonb_typeof(value) = 'object' then (
            select jsonb_object_agg(key, shorter(part, greatest(20, most / 4)))
            from jsonb_each(value) as e (key, part))
        else value
    end
$$;

-- What lists show of an item.
create or replace function shortened(document jsonb, most integer) returns jsonb language sql immutable strict as $$
    select coalesce(jsonb_object_agg(e.key, shorter(e.value, r.room)), '{}')
    from jsonb_each(document) e,
         (select greatest(20, least(most, 65536 / greatest(1, count(*)::integer))) as room from jsonb_object_keys(document)) r
$$;

-- The values as the cells of a table hold them, which cannot tell 4 from "4".
create function cells(document jsonb) returns jsonb language sql immutable strict as $$
    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each_text(document)
$$;
