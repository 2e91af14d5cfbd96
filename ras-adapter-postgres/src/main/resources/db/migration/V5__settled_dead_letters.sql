-- Settled letters are looked through now and then for those that are old enough to go.
CREATE INDEX dead_letters_settled ON dead_letters (id) WHERE state <> 'open';
