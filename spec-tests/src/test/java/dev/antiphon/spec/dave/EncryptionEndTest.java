package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.EncryptionEndedException;
import dev.antiphon.EndToEnd;
import dev.antiphon.OpusSource;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * No frame that was accepted while the call was encrypted, or waited for keys, is sent in clear.
 */
class EncryptionEndTest {
  private static final int QUEUE = 50;

  /** Drops some messages to user 2. */
  private record Dropped(Set<Class<?>> messages) implements ServerBehaviour {
    @Override
    public Verdict outgoing(Peer to, GatewayMessage message) {
      return to.userId() == 2 && messages.contains(message.getClass())
          ? Verdict.drop()
          : Verdict.deliver();
    }
  }

  /** A source without an end. */
  private static final class Endless implements OpusSource {
    @Override
    public byte[] nextFrame() {
      byte[] frame = new byte[1 + Member.BODY.length];
      frame[0] = (byte) 0xF8;
      System.arraycopy(Member.BODY, 0, frame, 1, Member.BODY.length);
      return frame;
    }

    @Override
    public boolean finished() {
      return false;
    }
  }

  private static List<byte[]> unencrypted(Call call, long user) {
    return call.server().frames(GUILD, user).stream()
        .map(frame -> frame.opus().toByteArray())
        .filter(Call::containsPlainBody)
        .toList();
  }

  private static Member withoutEncryption(Call call, long user) {
    return call.member(user, options -> options.endToEnd(EndToEnd.OFF), voice -> {});
  }

  /** A call in which user 2 waits for keys. */
  private static Call waiting(Class<?>... alsoDropped) {
    Set<Class<?>> dropped = new HashSet<>(List.of(alsoDropped));
    dropped.addAll(List.of(MlsAnnounceCommitTransition.class, MlsWelcome.class));
    return Call.open(DaveMode.OPTIONAL, server -> server.behaviour(new Dropped(dropped)));
  }

  @Test
  void queuedFramesAreDroppedWhenTheServerSwitchesToVersionZeroAtOnce() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      second.send(QUEUE);
      call.server().sendTo(GUILD, 2, new DavePrepareTransition(0, 0));
      second.awaitStatus(Status.OFF);
      second.connection().stopSpeaking();
      assertThat(unencrypted(call, 2)).isEmpty();
    }
  }

  @Test
  void queuedFramesAreDroppedWhenTheServerExecutesATransitionToVersionZero() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      Member second = call.joined(2).get(1);
      second.send(QUEUE);
      call.server().sendTo(GUILD, 2, new DavePrepareTransition(9, 0));
      call.server().sendTo(GUILD, 2, new DaveExecuteTransition(9));
      second.awaitStatus(Status.OFF);
      second.connection().stopSpeaking();
      assertThat(unencrypted(call, 2)).isEmpty();
    }
  }

  @Test
  void playbackIsNotSentUnencryptedWhenAMemberWithoutEncryptionJoins() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      List<Member> members = call.joined(2);
      Member first = members.get(0);
      first.connection().play(new Endless());
      first.send(QUEUE);
      withoutEncryption(call, 3).join();
      first.awaitStatus(Status.OFF);
      first.connection().stopSpeaking();
      assertThat(unencrypted(call, 1)).isEmpty();
    }
  }

  @Test
  void framesThatWaitedForKeysAreDroppedAndCountedAndPlaybackFails() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      second.send(QUEUE);
      CompletableFuture<Void> played = second.connection().play(new Endless());
      call.server().sendTo(GUILD, 2, new DavePrepareTransition(0, 0));
      second.awaitStatus(Status.OFF);
      assertThatThrownBy(() -> played.get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(EncryptionEndedException.class)
          .hasMessageContaining("Call play again");
      assertThat(second.connection().stopSpeaking(Call.LIMIT)).isTrue();
      assertThat(second.connection().statistics().framesDroppedEncryptionEnded()).isEqualTo(QUEUE);
      assertThat(second.connection().statistics().framesDropped()).isEqualTo(QUEUE);
      assertThat(unencrypted(call, 2)).isEmpty();
      second.send(3);
      assertThat(second.connection().stopSpeaking(Call.LIMIT)).isTrue();
      assertThat(unencrypted(call, 2)).hasSize(3);
    }
  }

  @Test
  void laterFramesWaitUntilTheListenersHaveReturned() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      CompletableFuture<Void> listening = new CompletableFuture<>();
      CompletableFuture<Void> release = new CompletableFuture<>();
      second.connection().onEncryptionChange(now -> failIfOff(now.status()));
      second
          .connection()
          .onEncryptionChange(
              now -> {
                if (now.status() == Status.OFF) {
                  listening.complete(null);
                  release.join();
                }
              });
      try (LogCapture log = LogCapture.of("dev.antiphon.ListenerList")) {
        call.server().sendTo(GUILD, 2, new DavePrepareTransition(0, 0));
        listening.get(20, TimeUnit.SECONDS);
        second.send(3);
        Call.awaitThat(
            "a frame is held", () -> second.connection().statistics().framesQueued() < 3);
        long held = held(second);
        Call.awaitThat("the frame is held again", () -> held(second) > held + 2);
        assertThat(unencrypted(call, 2)).isEmpty();
        release.complete(null);
        assertThat(second.connection().stopSpeaking(Call.LIMIT)).isTrue();
        assertThat(log.lines()).hasSize(1);
      }
      assertThat(unencrypted(call, 2)).hasSize(3);
    }
  }

  private static void failIfOff(Status status) {
    if (status == Status.OFF) {
      throw new IllegalStateException("a listener that fails, on purpose");
    }
  }

  private static long held(Member member) {
    return member.connection().statistics().udp().orElseThrow().framesHeld();
  }

  @Test
  void listenerThatStopsSpeakingReturns() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      CompletableFuture<Boolean> stopped = new CompletableFuture<>();
      second
          .connection()
          .onEncryptionChange(
              now -> {
                if (now.status() == Status.OFF) {
                  second.connection().opusSend().offer(new byte[] {(byte) 0xF8, 1, 2, 3});
                  second.connection().stopSpeaking();
                  stopped.complete(true);
                }
              });
      second.send(QUEUE);
      call.server().sendTo(GUILD, 2, new DavePrepareTransition(0, 0));
      assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.connection().statistics().framesDroppedEncryptionEnded())
          .isEqualTo(QUEUE + 1);
      assertThat(second.connection().statistics().framesSent()).isZero();
    }
  }

  @Test
  void framesAreDroppedWhenTheNextSessionIsNotEncrypted() throws Exception {
    try (Call call = waiting(DavePrepareTransition.class, DaveExecuteTransition.class)) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      second.send(QUEUE);
      withoutEncryption(call, 3).join();
      assertThat(second.encryption().status()).isEqualTo(Status.WAITING);
      call.server().disconnect(GUILD, 2, 4006);
      second.awaitStatus(Status.OFF);
      second.connection().stopSpeaking();
      assertThat(unencrypted(call, 2)).isEmpty();
      assertThat(second.connection().statistics().framesDroppedEncryptionEnded()).isEqualTo(QUEUE);
    }
  }

  @Test
  void firstFramesOfACallWithoutEncryptionAreSent() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      withoutEncryption(call, 3).join();
      Member first = call.join(1);
      first.send(3);
      assertThat(first.connection().stopSpeaking(Call.LIMIT)).isTrue();
      assertThat(unencrypted(call, 1)).hasSize(3);
    }
  }

  // Stops while keys are missing

  @Test
  void stopSpeakingWaitsNoLongerThanItsLimit() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      second.send(3);
      Connection connection = second.connection();
      assertThat(connection.stopSpeaking(Duration.ofMillis(1))).isFalse();
      assertThat(connection.stopSpeaking(Duration.ZERO)).isFalse();
      assertThatThrownBy(() -> connection.stopSpeaking(Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the limit must be 0 or longer, was PT-0.001S");
      assertThatThrownBy(() -> connection.stopSpeaking(null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void stopSpeakingReturnsWhenARejoinEndsTheWaitForKeys() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      Call.awaitThat(
          "keys are awaited",
          () -> second.connection().encryption().filter(DaveEncryption::awaitsKeys).isPresent());
      assertThat(second.connection().state())
          .isInstanceOfSatisfying(
              ConnectionState.Established.class,
              state ->
                  assertThat(state.keyWait().map(KeyWait::since))
                      .isEqualTo(second.encryption().keyWait().map(KeyWait::since)));
      second.send(3);
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(second.connection()::stopSpeaking);
      second.connection().reconnect().get(20, TimeUnit.SECONDS);
      stopped.get(20, TimeUnit.SECONDS);
      assertThat(unencrypted(call, 2)).isEmpty();
      assertThat(second.connection().statistics().framesDropped()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void stopSpeakingReturnsWhenTheConnectionIsClosedWithoutKeys() throws Exception {
    try (Call call = waiting()) {
      call.join(1);
      Member second = call.join(2);
      second.awaitStatus(Status.WAITING);
      second.send(3);
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(second.connection()::stopSpeaking);
      second.connection().close();
      stopped.get(20, TimeUnit.SECONDS);
      assertThat(second.connection().statistics().framesDropped()).isEqualTo(3);
    }
  }

  // Required encryption

  @Test
  void requiredEncryptionSendsAndAcceptsNoUnencryptedFrame() throws Exception {
    try (Call call = Call.open(DaveMode.OPTIONAL, server -> {})) {
      Member first = call.member(1, options -> options.endToEnd(EndToEnd.REQUIRED), voice -> {});
      Member second = call.join(2);
      first.join();
      call.awaitGroup(first, second);
      Member third = withoutEncryption(call, 3).join();
      second.awaitStatus(Status.OFF);
      first.awaitStatus(Status.WAITING);
      assertThat(first.encryption().keyWait().map(KeyWait::reason))
          .contains(KeyWait.Reason.NOT_ENCRYPTED);
      first.send(3);
      third.send(3);
      second.awaitReceived(third);
      assertThat(first.hasReceivedFrom(third)).isFalse();
      assertThat(unencrypted(call, 1)).isEmpty();
      third.leave();
      call.awaitGroup(first, second);
      second.awaitAllReceived(first);
      assertThat(unencrypted(call, 1)).isEmpty();
    }
  }
}
