package com.huleedu.ras.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CacheManager} promises while its store can be reached and forgets nothing
 * (guarantees, G7). Every test uses batches and users of its own, so the store may be shared and
 * need not be empty.
 */
public abstract class CacheManagerContract {
  private static final Body OLD = body("{\"state\":\"old\"}");
  private static final Body NEW = body("{\"state\":\"new, ‹ä›\"}");

  private final String unique = UUID.randomUUID().toString();
  private final BatchId batch = new BatchId("batch-" + unique);
  private final UserId user = new UserId("user-" + unique);
  private final UserBatchesQuery page = new UserBatchesQuery(user, new StatusFilter.All(), 20, 0);
  private final UserBatchesQuery nextPage =
      new UserBatchesQuery(user, new StatusFilter.All(), 20, 20);
  private final UserBatchesQuery completed =
      new UserBatchesQuery(user, new StatusFilter.Overall(OverallStatus.COMPLETED), 20, 0);

  protected CacheManagerContract() {}

  /** The adapter under test. */
  protected abstract CacheManager cache();

  @Test
  void aBatchThatWasPutIsFoundAsItWas() {
    cache().putBatch(batch, NEW, missed(batch));

    assertHit(cache().findBatch(batch), NEW);
  }

  @Test
  void eachPageOfEachFilterIsAnAnswerOfItsOwn() {
    cache().putUserBatches(page, OLD, missed(page));
    cache().putUserBatches(completed, NEW, missed(completed));

    assertHit(cache().findUserBatches(page), OLD);
    assertHit(cache().findUserBatches(completed), NEW);
    missed(nextPage);
  }

  @Test
  void missesBetweenTwoChangesShareALease() {
    assertThat(missed(batch)).isEqualTo(missed(batch));
    assertThat(missed(page)).isEqualTo(missed(page));
  }

  @Test
  void everyReaderWithTheSameLeaseMayFill() {
    Lease lease = missed(batch);
    cache().putBatch(batch, OLD, lease);
    cache().putBatch(batch, NEW, lease);

    assertHit(cache().findBatch(batch), NEW);
  }

  @Test
  void invalidatingRemovesTheBodyAndEndsItsLease() {
    Lease before = missed(batch);
    cache().putBatch(batch, OLD, before);
    invalidate(batch);

    assertThat(missed(batch)).isNotEqualTo(before);
  }

  @Test
  void aReaderThatLoadedABatchBeforeTheChangeCannotFillAfterIt() {
    Lease before = missed(batch);
    invalidate(batch);
    cache().putBatch(batch, OLD, before);

    Lease after = missed(batch);
    cache().putBatch(batch, OLD, before);
    missed(batch);
    cache().putBatch(batch, NEW, after);
    cache().putBatch(batch, OLD, before);
    assertHit(cache().findBatch(batch), NEW);
  }

  @Test
  void aReaderThatLoadedAListBeforeTheChangeCannotFillAfterIt() {
    Lease before = missed(page);
    invalidate(user);
    cache().putUserBatches(page, OLD, before);

    Lease after = missed(page);
    cache().putUserBatches(page, NEW, after);
    cache().putUserBatches(page, OLD, before);
    assertHit(cache().findUserBatches(page), NEW);
  }

  @Test
  void invalidatingAUserRemovesEveryListAndEndsTheirLeases() {
    Lease before = missed(nextPage);
    cache().putUserBatches(page, OLD, missed(page));
    cache().putUserBatches(completed, OLD, missed(completed));
    invalidate(user);

    for (UserBatchesQuery query : List.of(page, completed, nextPage)) {
      cache().putUserBatches(query, OLD, before);
      assertThat(missed(query)).isNotEqualTo(before);
    }
  }

  /** How many are kept is for the cache to say; the last one is, and none is left behind. */
  @Test
  void howeverManyListsWerePutAnInvalidationRemovesEachOfThem() {
    Lease before = missed(page);
    List<UserBatchesQuery> pages =
        IntStream.range(0, 1_000)
            .mapToObj(offset -> new UserBatchesQuery(user, new StatusFilter.All(), 20, offset))
            .toList();
    pages.forEach(query -> cache().putUserBatches(query, OLD, before));
    assertHit(cache().findUserBatches(pages.getLast()), OLD);

    invalidate(user);
    pages.forEach(query -> assertThat(missed(query)).isNotEqualTo(before));
  }

  @Test
  void aLeaseIsGoodForNothingElse() {
    BatchId other = new BatchId("other-" + unique);
    UserBatchesQuery others =
        new UserBatchesQuery(new UserId("other-" + unique), new StatusFilter.All(), 20, 0);
    missed(other);
    missed(others);

    cache().putBatch(other, OLD, missed(batch));
    cache().putUserBatches(others, OLD, missed(page));
    missed(other);
    missed(others);
  }

  @Test
  void withoutALeaseNothingIsStored() {
    cache().putBatch(batch, OLD, new Lease("made up"));
    cache().putUserBatches(page, OLD, new Lease("made up"));

    missed(batch);
    missed(page);
  }

  @Test
  void invalidatingLeavesEverythingElse() {
    BatchId other = new BatchId("other-" + unique);
    cache().putBatch(other, NEW, missed(other));
    cache().putUserBatches(page, NEW, missed(page));

    cache().invalidate(new Touched(Set.of(batch), Set.of(new UserId("other-" + unique))));
    assertHit(cache().findBatch(other), NEW);
    assertHit(cache().findUserBatches(page), NEW);
  }

  @Test
  void oneCallInvalidatesManyBatchesAndUsers() {
    cache().putBatch(batch, OLD, missed(batch));
    cache().putUserBatches(page, OLD, missed(page));

    cache().invalidate(new Touched(Set.of(batch, new BatchId("unknown")), Set.of(user)));
    missed(batch);
    missed(page);
  }

  @Test
  void invalidatingNothingIsFine() {
    cache().invalidate(new Touched(Set.of(), Set.of()));
    cache().putBatch(batch, NEW, missed(batch));

    assertHit(cache().findBatch(batch), NEW);
  }

  @Test
  void identifiersMayHoldAnyCharacter() {
    UserId colons = new UserId(user + ":batches:20:0:all");
    UserBatchesQuery query = new UserBatchesQuery(colons, new StatusFilter.All(), 20, 0);
    BatchId odd = new BatchId("{" + unique + "} /*:\u0001\n\"" + "é𝄞".repeat(20));
    cache().putBatch(odd, NEW, missed(odd));
    cache().putUserBatches(query, NEW, missed(query));

    assertHit(cache().findBatch(odd), NEW);
    missed(page);
    invalidate(user);
    assertHit(cache().findUserBatches(query), NEW);
    invalidate(colons);
    missed(query);
  }

  @Test
  void noRaceOfReadersAndWritersLeavesAStaleAnswer() throws InterruptedException {
    StaleAnswerHunt hunt = new StaleAnswerHunt(cache(), batch, page);

    assertThat(hunt.complaints()).as("complaints of %s", hunt).isEmpty();
    assertThat(hunt.hits()).as("hits of %s", hunt).isPositive();
  }

  /** The lease of a lookup that has to miss. */
  private Lease missed(BatchId id) {
    return leaseOf(cache().findBatch(id));
  }

  private Lease missed(UserBatchesQuery query) {
    return leaseOf(cache().findUserBatches(query));
  }

  private static Lease leaseOf(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Miss.class);
    return ((Lookup.Miss) lookup).lease();
  }

  private void invalidate(BatchId id) {
    cache().invalidate(new Touched(Set.of(id), Set.of()));
  }

  private void invalidate(UserId id) {
    cache().invalidate(new Touched(Set.of(), Set.of(id)));
  }

  private static void assertHit(Lookup lookup, Body expected) {
    assertThat(lookup).isInstanceOf(Lookup.Hit.class);
    assertThat(((Lookup.Hit) lookup).body().utf8()).isEqualTo(expected.utf8());
  }

  private static Body body(String json) {
    return new Body(json.getBytes(UTF_8));
  }
}
