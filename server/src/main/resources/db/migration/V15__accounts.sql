-- Sign-ins tried, counted before the password is looked at, for all servers on this database. A bucket is the hash of an
-- account together with a network, or of a network alone.
drop table sign_in_failure;
create table sign_in_attempt (
    bucket       text primary key,
    failures     integer     not null default 0,
    last_at      timestamptz not null default now(),
    -- earlier attempts are refused without a look at the password
    not_before   timestamptz not null default now(),
    succeeded_at timestamptz
);
create index on sign_in_attempt (last_at);

-- One-time links that set a new password.
create table password_reset (
    token_hash bytea primary key,
    account_id uuid        not null references account,
    -- null where the link was made at the command line
    created_by uuid references account,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index on password_reset (account_id);

-- When somebody with the right to do so last gave this member a role: invitations made before do not change it.
alter table member add column role_given_at timestamptz;
