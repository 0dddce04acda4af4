-- On their own: new values of a type can be used only after the transaction that adds them.
alter type stage add value 'qualification';
alter type stage add value 'pilot';
alter type stage add value 'calibration';
alter type stage add value 'audit';
