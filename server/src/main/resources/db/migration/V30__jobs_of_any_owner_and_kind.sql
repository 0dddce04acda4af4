-- A job belongs to an owner, a key that only the room of such owners reads ('project:42', 'instance'), and is of a kind that
-- its handler registers. Jobs of a kind that takes turns never run two at once for one owner.
alter table job add column owner text;
alter table job add column in_turn boolean not null default false;
update job set owner = 'project:' || project_id, in_turn = kind = 'import';
alter table job alter column owner set not null;
alter table job drop constraint job_kind_check;
drop index job_one_import;
alter table job drop column project_id;
create index on job (owner, created_at desc);
create unique index job_in_turn on job (owner, kind) where in_turn and state = 'running';
