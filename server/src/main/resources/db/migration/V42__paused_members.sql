-- Who is paused gets nothing new; what is on their screen they may still answer, and everything they said stays.
alter table member add column paused_at timestamptz;
-- Skipped items of one person, to be looked at by somebody.
create index annotation_skipped on annotation (member_id) where outcome = 'skipped';
