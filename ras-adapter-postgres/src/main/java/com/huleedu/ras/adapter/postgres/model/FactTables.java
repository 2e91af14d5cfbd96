package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.PgArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.RegisterColumns;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.Claim;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which fact is in which column: the writing half of the mapping, {@link FactRecords} reads. */
public final class FactTables {
  public static final UpsertTable<BatchRow> BATCHES =
      new UpsertTable<>(
          "batch_results",
          List.of(text("batch_id", BatchRow::batch)),
          List.of(registration()),
          List.of(time("created_at", of(BatchRow::facts, BatchFacts::createdAt))),
          List.of(
              list(
                  "owners",
                  row ->
                      PgArray.of(
                          row.facts() == null ? List.of() : row.facts().owners(), UserId::value))));

  public static final UpsertTable<OutcomeFacts> OUTCOMES =
      new UpsertTable<>(
          "phase_outcomes",
          List.of(
              text("batch_id", facts -> facts.batch()),
              text("phase", facts -> facts.phase().eventName())),
          List.of(
              new RegisterColumns<>(
                  stamp("outcome", facts -> facts.outcome().stamp()),
                  List.of(
                      text("status", facts -> facts.outcome().value().status().eventName()),
                      list(
                          "processed_ids",
                          facts -> PgArray.of(facts.outcome().value().processed(), EssayId::value)),
                      list(
                          "failed_ids",
                          facts -> PgArray.of(facts.outcome().value().failed(), EssayId::value))))),
          List.of(time("first_evidence_at", OutcomeFacts::firstEvidence)),
          List.of());

  public static final UpsertTable<EssayFacts> ESSAYS =
      new UpsertTable<>(
          "essay_results",
          List.of(text("essay_id", facts -> facts.essay())),
          List.of(membership(), spellcheck(), cj()),
          List.of(time("first_evidence_at", EssayFacts::firstEvidence)),
          List.of(list("claimants", facts -> PgArray.of(facts.claimants(), BatchId::value))));

  private FactTables() {}

  private static RegisterColumns<BatchRow> registration() {
    return new RegisterColumns<>(
        stamp("registered", of(BatchRow::facts, facts -> facts.registration().stamp())),
        List.of(
            text("user_id", registered(Registration::owner)),
            number("essay_count", registered(Registration::essayCount)),
            list("essay_ids", registered(it -> PgArray.of(it.essays(), EssayId::value))),
            list(
                "requested_phases",
                registered(it -> PgArray.of(it.requestedPhases(), Phase::eventName)))));
  }

  private static Function<BatchRow, @Nullable Object> registered(
      Function<Registration, @Nullable Object> part) {
    return of(BatchRow::facts, facts -> part.apply(facts.registration().value()));
  }

  private static RegisterColumns<EssayFacts> membership() {
    Column<EssayFacts> byRegistration =
        new Column<>(
            "claim_by_registration",
            "boolean",
            of(EssayFacts::membership, claim -> claim.kind() == Claim.Kind.REGISTRATION));
    return new RegisterColumns<>(
        Stream.concat(
                Stream.of(byRegistration),
                FactTables.<EssayFacts>stamp("claim", of(EssayFacts::membership, Claim::stamp))
                    .stream())
            .toList(),
        List.of(text("batch_id", of(EssayFacts::membership, Claim::batch))));
  }

  private static RegisterColumns<EssayFacts> spellcheck() {
    return new RegisterColumns<>(
        stamp("spellcheck", of(EssayFacts::spellcheck, Register::stamp)),
        List.of(
            text("spellcheck_stage", checked(result -> result.stage().answerName())),
            number("correction_count", checked(SpellcheckResult::corrections)),
            text("corrected_text_id", checked(SpellcheckResult::correctedText)),
            text("original_text_id", checked(SpellcheckResult::originalText)),
            text("spellcheck_error", checked(SpellcheckResult::error))));
  }

  private static RegisterColumns<EssayFacts> cj() {
    return new RegisterColumns<>(
        stamp("cj", of(EssayFacts::cj, Register::stamp)),
        List.of(
            number("cj_rank", ranked(CjResult::rank)),
            new Column<>("cj_score", "double precision", ranked(CjResult::score))));
  }

  private static Function<EssayFacts, @Nullable Object> checked(
      Function<SpellcheckResult, @Nullable Object> part) {
    return of(EssayFacts::spellcheck, register -> part.apply(register.value()));
  }

  private static Function<EssayFacts, @Nullable Object> ranked(
      Function<CjResult, @Nullable Object> part) {
    return of(EssayFacts::cj, register -> part.apply(register.value()));
  }

  /** A part of something that may be missing. */
  private static <F, T, V> Function<F, @Nullable V> of(
      Function<F, @Nullable T> whole, Function<T, @Nullable V> part) {
    return facts -> {
      T found = whole.apply(facts);
      return found == null ? null : part.apply(found);
    };
  }

  private static <F> List<Column<F>> stamp(String name, Function<F, @Nullable Stamp> stamp) {
    return List.of(
        time(name + "_at", of(stamp, Stamp::time)),
        new Column<>(name + "_event_id", "uuid", of(stamp, Stamp::eventId)),
        number(name + "_digest", of(stamp, Stamp::digest)));
  }

  private static <F> Column<F> text(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "text", value);
  }

  private static <F> Column<F> list(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "text[]", value);
  }

  private static <F> Column<F> number(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "bigint", value);
  }

  private static <F> Column<F> time(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "timestamptz", value);
  }
}
