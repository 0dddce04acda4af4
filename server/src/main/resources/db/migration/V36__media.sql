-- Files that items show. The bytes of a project are kept once, under what they are; a name points at them.
create table media (
    project_id bigint not null references project,
    sha256     bytea  not null check (length(sha256) = 32),
    -- while it stands here, nothing removes it
    blob_id    uuid   not null unique references blob,
    type       text   not null,
    bytes      bigint not null check (bytes > 0),
    -- as it is shown, in pixels
    width      integer not null check (width > 0),
    height     integer not null check (height > 0),
    primary key (project_id, sha256)
);

-- Names in the order of their bytes, so that pages of them are the same in every database.
create table media_name (
    project_id  bigint      not null,
    name        text        collate "C" not null check (length(name) between 1 and 500),
    sha256      bytea       not null,
    uploaded_by uuid        not null references account,
    uploaded_at timestamptz not null default now(),
    primary key (project_id, name),
    foreign key (project_id, sha256) references media
);
create index on media_name (project_id, sha256);
