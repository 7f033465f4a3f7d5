package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.machine.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Programs read the names in a record, so the names must not change when classes are renamed. */
class DaveRecordTest {
  private static final List<String> REASONS =
      List.of(
          "MALFORMED",
          "TOO_LARGE",
          "UNSUPPORTED",
          "WRONG_GROUP",
          "WRONG_EPOCH",
          "WRONG_SENDER",
          "BAD_SIGNATURE",
          "BAD_MEMBERSHIP_TAG",
          "BAD_CONFIRMATION_TAG",
          "BAD_KEY",
          "BAD_CREDENTIAL",
          "BAD_LEAF",
          "UNRECOGNISED_USER",
          "ALREADY_MEMBER",
          "NOT_A_MEMBER",
          "DUPLICATE_PROPOSAL",
          "UNKNOWN_PROPOSAL",
          "INLINE_PROPOSAL",
          "NOTHING_TO_COMMIT",
          "COMMITTER_REMOVED",
          "SELF_REMOVED",
          "OWN_COMMIT",
          "PATH_MISSING",
          "BAD_PATH",
          "DUPLICATE_KEY",
          "BAD_PARENT_HASH",
          "BAD_TREE_HASH",
          "BAD_TREE",
          "NOT_FOR_US",
          "WRONG_EXTENSIONS",
          "UNDECRYPTABLE",
          "PATH_SECRET_MISMATCH");

  private static DaveRecord record(Classification classification, DaveEffect... effects) {
    return new DaveDecision(
            new Decision<>(
                new DaveEvent.ExternalSender(FakeMls.message("none")),
                DaveTable.SESSION.cell(DaveState.PENDING, classification.kind()).get(0),
                DaveConfiguration.INITIAL,
                DaveConfiguration.INITIAL,
                List.of(effects)),
            classification)
        .record();
  }

  @Test
  void namesOfRefusalReasonsAreUnchanged() {
    List<String> recorded =
        Arrays.stream(Refusal.values())
            .map(refusal -> Classification.of(DaveEventKind.SENDER_REFUSED).with(why(refusal)))
            .map(classification -> record(classification).refusal().orElseThrow())
            .toList();
    assertThat(recorded).containsExactlyInAnyOrderElementsOf(REASONS);
  }

  private static MlsException why(Refusal refusal) {
    return new MlsException(refusal, "an external sender");
  }

  @Test
  void namesOfEffectsAreUnchanged() {
    DaveEncryption encryption =
        new DaveEncryption(
            DaveEncryption.Status.WAITING,
            1,
            OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            1,
            Optional.of(new KeyWait(KeyWait.Reason.NOT_ADDED, Instant.EPOCH)));
    DaveRecord record =
        record(
            Classification.of(DaveEventKind.SENDER),
            new DaveEffect.PublishMedia(
                DaveMemory.INITIAL.media(DaveSettings.of(DaveLimits.ofDefaults(), 1))),
            new DaveEffect.SendKeyPackage(FakeMls.message("key package")),
            new DaveEffect.SendCommitWelcome(FakeMls.message("commit")),
            new DaveEffect.SendTransitionReady(7),
            new DaveEffect.SendInvalidCommitWelcome(8),
            new DaveEffect.AwaitRecovery(Duration.ofSeconds(2)),
            new DaveEffect.EncryptionChanged(encryption),
            new DaveEffect.Refused(DaveEventKind.SENDER_REFUSED, "BAD_KEY", "a key"));
    assertThat(record.effects())
        .containsExactly(
            "PublishMedia(HOLD)",
            "SendKeyPackage",
            "SendCommitWelcome",
            "SendTransitionReady(7)",
            "SendInvalidCommitWelcome(8)",
            "AwaitRecovery(2000)",
            "EncryptionChanged(WAITING, NOT_ADDED)",
            "Refused");
  }
}
