-- Jobs know the files they read and write: an upload goes away with its job, a result keeps its name.
alter table job add column upload_blob uuid;
alter table job add column result_name text;
alter table job add column result_type text;
