-- A run that ends with its server, or with its database, and left nothing for the next one to go on from is fruitless: so many of
-- them one after the other end the job, and the next one waits.
alter table job add column fruitless smallint not null default 0;
alter table job add column not_before timestamptz;
