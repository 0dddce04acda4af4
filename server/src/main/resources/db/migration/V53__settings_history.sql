-- What was changed about a project, by whom and when. Values are as the API writes them.
create table setting_change (
    id         bigint generated always as identity primary key,
    project_id bigint      not null references project,
    at         timestamptz not null default clock_timestamp(),
    account_id uuid        not null references account,
    setting    text        not null,
    before     jsonb,
    after      jsonb
);
create index on setting_change (project_id, id desc);

-- What is known of the time before: versions of schema and guideline name their author.
insert into setting_change (project_id, at, account_id, setting, before, after)
select project_id, created_at, created_by, setting, to_jsonb(version - 1), to_jsonb(version)
from (select project_id, created_at, created_by, 'schema' as setting, version from project_schema where version > 1
      union all
      select project_id, created_at, created_by, 'guideline', version from guideline where version > 1) each
order by created_at;
