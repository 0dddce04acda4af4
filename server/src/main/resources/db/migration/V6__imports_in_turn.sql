-- Two imports into one project would wait for each other's keys: they take turns.
create unique index job_one_import on job (project_id) where kind = 'import' and state = 'running';

