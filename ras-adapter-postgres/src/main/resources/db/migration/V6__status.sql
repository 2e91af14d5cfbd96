-- The status is derived from the facts of three tables, by the domain's rules. Kept beside them, it
-- lets a list of one status be read as the list of all is: in its order, without the others.
ALTER TABLE batch_results ADD COLUMN status text COLLATE "C";

COMMENT ON COLUMN batch_results.status IS
    'What the facts of the batch, its outcomes and its members give; kept by whoever writes any of them; null while the batch is not registered';

CREATE INDEX batch_results_of_user_by_status ON batch_results (user_id, status, created_at DESC, batch_id)
    WHERE user_id IS NOT NULL;

-- Nothing asks any more whether a batch is a certain user's.
DROP INDEX batch_results_of_user;

-- Few essays ever change their batch. Who writes about one locks all batches that ever claimed it.
CREATE INDEX essay_results_of_several ON essay_results (essay_id) WHERE cardinality(claimants) > 1;
