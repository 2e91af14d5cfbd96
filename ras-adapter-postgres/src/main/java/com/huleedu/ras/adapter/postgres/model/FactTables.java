package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.PgArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.RegisterColumns;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.Claim;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
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
          List.of(membership(), spellcheck(), cj(), verdict(), slot()),
          List.of(time("first_evidence_at", EssayFacts::firstEvidence)),
          List.of(list("claimants", facts -> PgArray.of(facts.claimants(), BatchId::value))));

  public static final UpsertTable<PipelineFacts> PIPELINES =
      new UpsertTable<>(
          "batch_pipelines",
          List.of(text("batch_id", facts -> facts.batch())),
          Stream.concat(
                  Stream.of(
                      register(
                          "cj_failure", "cj_error", PipelineFacts::cjFailure, CjFailure::error),
                      register("end", "end_status", PipelineFacts::end, BatchStatus::eventName),
                      register("assignment", "assignment_id", PipelineFacts::assignment, it -> it)),
                  Stream.of(Phase.values()).map(FactTables::naming))
              .toList(),
          List.of(time("first_evidence_at", PipelineFacts::firstEvidence)),
          List.of());

  public static final UpsertTable<RejectedFileFacts> REJECTED_FILES =
      new UpsertTable<>(
          "rejected_files",
          List.of(
              text("batch_id", facts -> facts.batch()), text("upload_id", facts -> facts.upload())),
          List.of(
              new RegisterColumns<>(
                  stamp("rejected", facts -> facts.file().stamp()),
                  List.of(
                      text("file_name", facts -> facts.file().value().fileName()),
                      text("error_code", facts -> facts.file().value().errorCode()),
                      text("message", facts -> facts.file().value().message())))),
          List.of(),
          List.of());

  private FactTables() {}

  /** As the columns of a naming begin. */
  static String naming(String phase) {
    return "named_" + phase;
  }

  private static RegisterColumns<PipelineFacts> naming(Phase phase) {
    return new RegisterColumns<>(
        stamp(naming(phase.eventName()), facts -> facts.namings().get(phase)), List.of());
  }

  private static <T> RegisterColumns<PipelineFacts> register(
      String stamp,
      String value,
      Function<PipelineFacts, @Nullable Register<T>> register,
      Function<T, @Nullable Object> text) {
    return new RegisterColumns<>(
        stamp(stamp, of(register, Register::stamp)),
        List.of(text(value, of(of(register, Register::value), text))));
  }

  private static RegisterColumns<BatchRow> registration() {
    return new RegisterColumns<>(
        stamp("registered", of(BatchRow::facts, facts -> facts.registration().stamp())),
        List.of(
            text("user_id", registered(Registration::owner)),
            number("essay_count", registered(Registration::essayCount)),
            list("essay_ids", registered(it -> PgArray.of(it.essays(), EssayId::value))),
            list(
                "requested_phases",
                registered(it -> PgArray.of(it.requestedPhases(), Phase::eventName))),
            FactTables.<BatchRow>text("student_prompt_ref", registered(Registration::promptRef))
                .asSeldom()
                .asRefilled(),
            FactTables.<BatchRow>text("class_id", registered(Registration::classId))
                .asSeldom()
                .asRefilled(),
            FactTables.<BatchRow>mark("flat", registered(it -> it.flat() ? true : null))
                .asSeldom()
                .asRefilled()));
  }

  private static Function<BatchRow, @Nullable Object> registered(
      Function<Registration, @Nullable Object> part) {
    return of(BatchRow::facts, facts -> part.apply(facts.registration().value()));
  }

  private static RegisterColumns<EssayFacts> membership() {
    Column<EssayFacts> byRegistration =
        mark(
            "claim_by_registration",
            of(EssayFacts::membership, claim -> claim.kind() == Claim.Kind.REGISTRATION));
    Column<EssayFacts> bySlot =
        FactTables.<EssayFacts>mark(
                "claim_by_slot",
                of(EssayFacts::membership, it -> it.kind() == Claim.Kind.SLOT ? true : null))
            .asSeldom();
    return new RegisterColumns<>(
        Stream.concat(
                Stream.of(byRegistration, bySlot),
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
            real("cj_score", ranked(CjResult::score)),
            FactTables.<EssayFacts>text("cj_run", ranked(CjResult::run)).asRefilled(),
            FactTables.<EssayFacts>text("cj_letter_grade", graded(Grade::letter)).asSeldom(),
            FactTables.<EssayFacts>real("cj_normalized_score", graded(Grade::normalizedScore))
                .asSeldom(),
            FactTables.<EssayFacts>real("cj_confidence", graded(Grade::confidence)).asSeldom(),
            FactTables.<EssayFacts>text("cj_confidence_label", graded(Grade::confidenceLabel))
                .asSeldom()));
  }

  private static RegisterColumns<EssayFacts> verdict() {
    return seldom(
        stamp("verdict", of(EssayFacts::verdict, Register::stamp)),
        List.of(
            text("verdict_run", of(EssayFacts::verdict, it -> it.value().run())),
            mark("verdict_succeeded", of(EssayFacts::verdict, it -> it.value().succeeded()))));
  }

  private static RegisterColumns<EssayFacts> slot() {
    return seldom(
        stamp("slot", of(EssayFacts::slot, Register::stamp)),
        List.of(
            text("file_upload_id", of(EssayFacts::slot, it -> it.value().upload())),
            text("file_name", of(EssayFacts::slot, it -> it.value().fileName()))));
  }

  /** None of the columns is sent where no fact has this register. */
  private static <F> RegisterColumns<F> seldom(List<Column<F>> order, List<Column<F>> values) {
    return new RegisterColumns<>(
        order.stream().map(Column::asSeldom).toList(),
        values.stream().map(Column::asSeldom).toList());
  }

  private static Function<EssayFacts, @Nullable Object> graded(
      Function<Grade, @Nullable Object> part) {
    return ranked(of(CjResult::grade, part));
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

  private static <F> Column<F> mark(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "boolean", value);
  }

  private static <F> Column<F> real(String name, Function<F, @Nullable Object> value) {
    return new Column<>(name, "double precision", value);
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
