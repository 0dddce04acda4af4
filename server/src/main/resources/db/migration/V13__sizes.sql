-- How many bytes an item's texts have: rows are read in portions of bounded size, and lists know which to shorten.
alter table item add column bytes integer
    generated always as (octet_length(fields::text) + octet_length(metadata::text)) stored;

-- A document of texts as lists show it: long texts are cut here, so that nobody carries a megabyte to show a line.
-- However many texts there are, all together stay near 64 KB.
create function shortened(document jsonb, most integer) returns jsonb language sql immutable strict as $$
    select coalesce(jsonb_object_agg(e.key, case when length(e.value) > r.room then left(e.value, r.room) || '…' else e.value end),
                    '{}')
    from jsonb_each_text(document) e,
         (select greatest(20, least(most, 65536 / greatest(1, count(*)::integer))) as room from jsonb_object_keys(document)) r
$$;
