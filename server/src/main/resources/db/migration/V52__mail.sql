-- Mail that is to be sent. What stands in it is written when it is sent, so that no secret of a link is ever stored.
create table mail (
    id          bigint generated always as identity primary key,
    kind        text        not null,
    address     text        not null,
    -- what the mail is about; each kind knows what that is
    about       uuid,
    asked_at    timestamptz not null default now(),
    attempts    int         not null default 0,
    not_before  timestamptz not null default now(),
    -- what came of the last attempt
    problem     text,
    given_up_at timestamptz
);
create index on mail (not_before) where given_up_at is null;

-- A link that somebody asked for by mail ends others that were asked for like this, and none that an owner made.
alter table password_reset add column mailed boolean not null default false;

-- An address that is an account's once its owner has opened the link that was sent there.
create table email_change (
    id           uuid primary key,
    account_id   uuid        not null references account,
    email        text        not null check (email = lower(email)),
    -- null until the mail is written
    token_hash   bytea unique,
    requested_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    done_at      timestamptz
);
create index on email_change (account_id);
