-- How people sign in is no column of their account: it may be a password, or what another provider says about them.
create table login (
    account_id    uuid        not null references account,
    -- 'password', or the address of the provider (its issuer)
    provider      text        not null,
    -- what the provider calls the person, for ever; nothing for a password
    subject       text,
    password_hash text,
    created_at    timestamptz not null default now(),
    primary key (account_id, provider),
    unique (provider, subject),
    check (case when provider = 'password' then subject is null and password_hash is not null
                else subject is not null and password_hash is null end)
);
insert into login (account_id, provider, password_hash, created_at)
select id, 'password', password_hash, created_at from account where password_hash is not null;
-- takes with it the rule that a person has a password
alter table account drop column password_hash;
alter table account add constraint account_person_has_email check (kind <> 'person' or email is not null);
