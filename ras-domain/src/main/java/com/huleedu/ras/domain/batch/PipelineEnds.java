package com.huleedu.ras.domain.batch;

/** Whether the ends of runs are read at all: without them no batch can wait for one. */
public enum PipelineEnds {
  READ,
  NOT_READ
}
