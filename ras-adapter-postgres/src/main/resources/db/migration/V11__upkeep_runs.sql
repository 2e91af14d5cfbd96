-- Which audits and rebuilds came to their end, for the metrics of the service. It belongs to no model:
-- a swap leaves it where it is.
CREATE TABLE upkeep_runs (
    run_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text COLLATE "C" NOT NULL,
    started_at  timestamptz      NOT NULL,
    ended_at    timestamptz      NOT NULL,
    differences bigint           NOT NULL
);

CREATE INDEX upkeep_runs_newest ON upkeep_runs (kind, ended_at DESC);
