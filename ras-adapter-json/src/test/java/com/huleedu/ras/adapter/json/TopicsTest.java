package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.NoEffect;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final String ENDS = "huleedu.batch.pipeline.completed.v1";
  private static final Topics WITHOUT_ENDS =
      Topics.by(kind -> kind == EventKind.PIPELINE_COMPLETED ? List.of() : List.of("t-" + kind));

  @Test
  void thoseOfThePlatformHaveTheNamesThatItsProducersUse() {
    assertThat(Topics.DEFAULT.batchRegistered()).isEqualTo("huleedu.batch.essays.registered.v1");
    assertThat(Topics.DEFAULT.spellcheckCompleted())
        .isEqualTo("huleedu.essay.spellcheck.completed.v1");
    assertThat(Topics.DEFAULT.cjAssessmentCompleted())
        .isEqualTo("huleedu.cj_assessment.completed.v1");
    assertThat(Topics.DEFAULT.of(EventKind.PHASE_OUTCOME))
        .containsExactly("huleedu.els.batch_phase.outcome.v1", "huleedu.els.batch.phase.outcome.v1")
        .startsWith(Topics.DEFAULT.phaseOutcome());
    assertThat(Topics.DEFAULT.of(EventKind.PIPELINE_COMPLETED)).containsExactly(ENDS);
  }

  @Test
  void allOfThemAreThoseOfEachKindInItsOrder() {
    assertThat(Topics.DEFAULT.names())
        .isEqualTo(
            Arrays.stream(EventKind.values())
                .flatMap(kind -> Topics.DEFAULT.of(kind).stream())
                .toList())
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(EventKind.values().length);
    assertThat(WITHOUT_ENDS.names()).hasSize(EventKind.values().length - 1);
  }

  @Test
  void batchesWaitForEndsWhereTheseAreRead() {
    assertThat(Topics.DEFAULT.pipelineEnds()).isEqualTo(PipelineEnds.READ);
    assertThat(WITHOUT_ENDS.pipelineEnds()).isEqualTo(PipelineEnds.NOT_READ);
  }

  @Test
  void whatMaySayNothingIsKnownOfEachTopicThatHoldsSuch() {
    Map<String, Set<NoEffect>> reasons = Topics.DEFAULT.withoutEffect();

    assertThat(reasons.get(ENDS)).containsExactly(NoEffect.STATUS_NOT_FINAL);
    assertThat(reasons).doesNotContainKey(Topics.DEFAULT.batchRegistered());
    assertThat(reasons.keySet()).containsAll(Topics.DEFAULT.of(EventKind.PHASE_OUTCOME));
  }

  @Test
  void oneTopicHoldsOneKindAndThereIsOneAtLeast() {
    assertThatThrownBy(() -> Topics.by(_ -> List.of("same")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("both name same");
    assertThatThrownBy(() -> Topics.by(_ -> List.of()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("nothing is consumed");
  }
}
