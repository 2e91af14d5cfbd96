package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.ClientStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UserBatchesParametersTest {
  private static final UserId USER = new UserId("u");
  private static final StatusFilter ALL = new StatusFilter.All();

  @ParameterizedTest
  @CsvSource({
    "'', 20, 0",
    "&, 20, 0",
    "limit=1, 1, 0",
    "limit=100, 100, 0",
    "limit=020, 20, 0",
    "limit=000000000000000005, 5, 0",
    "offset=0, 20, 0",
    "offset=999999999999999999, 20, 999999999999999999",
    "limit=2&offset=3, 2, 3",
    "offset=3&limit=2, 2, 3",
    "%6C%69mit=2, 2, 0",
    "l+mit=2&limit=%33, 3, 0",
    "limit=2&limit=2, 2, 0",
    "Limit=2&limits=3&limi=4&xlimit=5, 20, 0",
    "status, 20, 0",
    "status=, 20, 0",
    "x=%zz&%zz=1, 20, 0"
  })
  void whatIsValid(String query, int limit, long offset) {
    assertThat(UserBatchesParameters.read(USER, query)).isEqualTo(valid(ALL, limit, offset));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit is \"0\"",
    "limit=101, limit is \"101\"",
    "limit=-1, limit is \"-1\"",
    "limit=, limit is \"\"",
    "limit, limit is \"\"",
    "limit=1.0, limit is \"1.0\"",
    "limit=+1, limit is \" 1\"",
    "limit=%2531, limit is \"%31\"",
    "limit=0000000000000000005, limit is \"0000000000000000005\"",
    "offset=-1, offset is \"-1\"",
    "offset=1000000000000000000, offset is \"1000000000000000000\"",
    "status=completed, status is \"completed\"",
    "status=COMPLETED_SUCCESSFULLY, status is \"COMPLETED_SUCCESSFULLY\"",
    "limit=1&limit=2, limit is \"limit=1&limit=2\"",
    "status=FAILED&status, status is \"status=FAILED&status\"",
    "limit=%z1, limit is \"%z1\"",
    "status=%FF, status is \"%FF\""
  })
  void whatIsNotIsNamedWithWhatWasGiven(String query, String problem) {
    assertThat(detail(query)).startsWith(problem + ", but has to be ");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=x, a whole number from 1 to 100.",
    "offset=x, a whole number from 0 to 999999999999999999.",
    "limit=1&limit=2, one value.",
    "offset=%zz, percent-encoded UTF-8."
  })
  void whatIsAcceptedIsSaid(String query, String accepted) {
    assertThat(detail(query)).endsWith("but has to be " + accepted);
  }

  @Test
  void whatWasGivenIsShownUpToFortyCharacters() {
    assertThat(detail("limit=" + "x".repeat(40))).startsWith("limit is \"" + "x".repeat(40) + "\"");
    assertThat(detail("limit=" + "x".repeat(41)))
        .startsWith("limit is \"" + "x".repeat(40) + "…\"");
  }

  @Test
  void everyStatusThatIsAcceptedIsSaid() {
    assertThat(detail("status=x"))
        .contains("one of REGISTERED, PROCESSING", "CANCELLED, awaiting_content_validation")
        .endsWith("cancelled, pending_content, ready, processing, failed, or nothing.");
  }

  @Test
  void allProblemsAreNamedInTheOrderOfTheParameters() {
    assertThat(detail("status=x&offset=y&limit=z"))
        .matches("limit is \"z\".*\\. offset is \"y\".*\\. status is \"x\".*");
  }

  @ParameterizedTest
  @EnumSource(OverallStatus.class)
  void anOverallStatusIsAFilter(OverallStatus status) {
    assertThat(UserBatchesParameters.read(USER, "status=" + status.name()))
        .isEqualTo(valid(new StatusFilter.Overall(status), 20, 0));
  }

  @ParameterizedTest
  @EnumSource(BatchStatus.class)
  void anExactStatusIsAFilter(BatchStatus status) {
    assertThat(UserBatchesParameters.read(USER, "limit=7&status=" + status.eventName()))
        .isEqualTo(valid(new StatusFilter.Exact(status), 7, 0));
  }

  /** The words that an exact status has, too, are that one: one filter, one key in the cache. */
  @ParameterizedTest
  @EnumSource(ClientStatus.class)
  void aStatusOfClientsIsAFilter(ClientStatus status) {
    StatusFilter filter =
        BatchStatus.ofEventName(status.answerName())
            .<StatusFilter>map(StatusFilter.Exact::new)
            .orElseGet(() -> new StatusFilter.Client(status));

    assertThat(UserBatchesParameters.read(USER, "status=" + status.answerName()))
        .isEqualTo(valid(filter, 20, 0));
  }

  private static UserBatchesParameters.Result valid(StatusFilter filter, int limit, long offset) {
    return new UserBatchesParameters.Result.Valid(
        new UserBatchesQuery(USER, filter, limit, offset));
  }

  private static String detail(String query) {
    return ((UserBatchesParameters.Result.Invalid) UserBatchesParameters.read(USER, query))
        .detail();
  }
}
