-- What a project is for, and whether it is at rest: read and exported, and changed no more. Requests that change something in an archived
-- project are refused where they enter; what was on a screen before may still be answered, as in a project that is paused.
alter table project add description text not null default '', add archived_at timestamptz;
