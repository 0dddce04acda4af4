-- An item, its state and its place in the queue are written by one statement of one room, so the database would only
-- check what it has just inserted: two look-ups per imported row.
alter table item_state drop constraint item_state_item_id_fkey;
alter table queue drop constraint queue_item_id_fkey;
