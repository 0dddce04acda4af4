-- Items are found by whose annotation they have, when it was saved, and what it is marked with. The log only grows, in the order of
-- time, so a few bytes for each stretch of it tell where a day lies.
create index annotation_saved on annotation using brin (saved_at) with (pages_per_range = 16, autosummarize = on);
create index annotation_of_member_by_item on annotation (member_id, item_id);
create index annotation_marked on annotation (project_id, item_id) where outcome = 'skipped' or ambiguous or comment is not null;
