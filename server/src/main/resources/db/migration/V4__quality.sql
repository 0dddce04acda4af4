-- What the votes say is kept beside what holds: a decision outranks the consensus without hiding it, and taking the
-- decision back needs no new computation.
alter table item_answer
    add column consensus_option      smallint,
    add column consensus_number      double precision,
    add column consensus_mask        bigint,
    add column consensus_probability real,
    -- whether the answers leave the question open enough for somebody to look
    add column disputed              boolean not null default false,
    -- everything a run computed about the row in one number: the next run writes only rows whose number changes
    add column digest                bigint;
create index item_answer_disputed on item_answer (project_id, question, disagreement desc, item_id) where disputed;
create index item_answer_adjudicated on item_answer (item_id) where source = 1;

alter table quality_report
    add column seed         bigint      not null default 0,
    -- when the last annotation was saved that the report has seen
    add column as_of_at     timestamptz,
    -- which gold it has seen
    add column gold_answers bigint      not null default 0,
    add column gold_set_at  timestamptz,
    -- no answer was being saved while it was computed, so none with a smaller number can have been missed
    add column settled      boolean     not null default true,
    add column took_ms      integer     not null default 0;
