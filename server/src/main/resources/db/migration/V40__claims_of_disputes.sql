-- Who is deciding an item at the moment, so that no two reviewers read the same one for nothing. A decision needs no claim: what keeps
-- decisions from being lost is that each names those it replaces.
create table dispute_claim (
    -- one at a time: who takes up another item lets go of the one before
    member_id     bigint primary key references member,
    project_id    bigint not null references project,
    item_id       bigint not null unique references item,
    claimed_until timestamptz not null
);
create index dispute_claim_of_project on dispute_claim (project_id);
