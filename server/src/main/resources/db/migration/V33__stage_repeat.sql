-- On its own: a new value of a type can be used only after the transaction that adds it.
alter type stage add value 'repeat';
