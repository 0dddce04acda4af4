-- A best answer is written while the state of its item is held, and an item and its state come and go together: the database
-- would only look up, and lock, what the writer holds already. Half the time of a first report went there.
alter table item_answer drop constraint item_answer_item_id_fkey;
