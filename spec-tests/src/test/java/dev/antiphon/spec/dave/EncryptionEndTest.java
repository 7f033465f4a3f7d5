package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.EndToEnd;
import dev.antiphon.OpusSource;
import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No frame that was accepted while the call was encrypted, or waited for keys, is sent in clear.
 */
class EncryptionEndTest {
  private static final int QUEUE = 50;

  /** User 2 never receives keys. */
  private static final class WithoutKeys implements ServerBehaviour {
    @Override
    public Verdict outgoing(Peer to, GatewayMessage message) {
      boolean keys =
          message instanceof MlsAnnounceCommitTransition || message instanceof MlsWelcome;
      return to.userId() == 2 && keys ? Verdict.drop() : Verdict.deliver();
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

  private static Call waiting() {
    return Call.open(DaveMode.OPTIONAL, server -> server.behaviour(new WithoutKeys()));
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
      call.member(3, options -> options.endToEnd(EndToEnd.OFF), voice -> {}).join();
      first.awaitStatus(Status.OFF);
      first.connection().stopSpeaking();
      assertThat(unencrypted(call, 1)).isEmpty();
    }
  }
}
