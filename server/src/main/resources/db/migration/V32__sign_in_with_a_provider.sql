-- People who are away at the provider to sign in there, by the secret that their browser keeps in a cookie. Used once.
create table provider_attempt (
    token_hash bytea primary key,
    provider   text        not null,
    state      text        not null,
    nonce      text        not null,
    verifier   text        not null,
    -- who connects the provider to their account; null where somebody signs in
    account_id uuid references account,
    expires_at timestamptz not null
);
create index on provider_attempt (expires_at);

-- People who have come from the provider and have no account here: an invitation can make them one.
create table newcomer (
    token_hash   bytea primary key,
    provider     text        not null,
    subject      text        not null,
    email        text        not null,
    display_name text        not null,
    expires_at   timestamptz not null
);
create index on newcomer (expires_at);
