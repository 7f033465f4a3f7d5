package dev.antiphon.interop;

import static dev.antiphon.interop.DiscordJsCall.CHANNEL;
import static dev.antiphon.interop.DiscordJsCall.GUILD;
import static dev.antiphon.interop.DiscordJsCall.LIMIT_SECONDS;
import static dev.antiphon.interop.DiscordJsCall.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Encrypted calls with discord.js on real sockets: all clients receive the frames of all others.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ExtendWith(Node.class)
class DiscordJsTest {
  /** The last bytes of an encrypted frame. */
  private static final String MARKER = "fafa";

  @TempDir Path folder;
  private DiscordJsCall call;

  private void open(EncryptionMode... modes) throws Exception {
    call = new DiscordJsCall(folder, DaveMode.REQUIRED, modes);
  }

  @AfterEach
  void close() {
    call.close();
  }

  @ParameterizedTest
  @EnumSource
  void antiphonAndDiscordJsReceiveEachOthersFrames(EncryptionMode mode) throws Exception {
    open(mode);
    call.theyJoin(1);
    call.weJoin(2);
    checkAll();
  }

  @Test
  void antiphonAndDiscordJsReceiveAllFramesAfterJoinsAndLeaves() throws Exception {
    open(EncryptionMode.values());
    call.weJoin(1);
    call.theyJoin(2);
    checkAll();
    call.theyJoin(3);
    call.weJoin(4);
    checkAll();
    call.leave(1);
    checkAll();
    call.weJoin(5);
    call.leave(2);
    call.theyJoin(6);
    checkAll();
    call.leave(3);
    call.leave(4);
    checkAll();
    call.leave(5);
    call.weJoin(7);
    checkAll();
    call.leave(6);
    call.theyJoin(8);
    checkAll();
    call.leave(7);
    call.weJoin(9);
    checkAll();
    assertThat(call.server().summary().violations()).isEmpty();
    assertThat(call.server().events()).noneMatch(DiscordJsTest::reportsAnInvalidCommit);
  }

  private static boolean reportsAnInvalidCommit(ServerEvent event) {
    return event instanceof ServerEvent.MessageReceived received
        && received.message() instanceof MlsInvalidCommitWelcome;
  }

  private void checkAll() throws Exception {
    call.checkEncrypted();
    assertThat(call.server().events()).noneMatch(DiscordJsTest::isReadableByTheServer);
  }

  private static boolean isReadableByTheServer(ServerEvent event) {
    return event instanceof ServerEvent.FrameReceived frame
        && !frame.silence()
        && !HexFormat.of().formatHex(frame.opus().toByteArray()).endsWith(MARKER);
  }

  @Test
  void antiphonAndDiscordJsReceiveAllFramesAfterADowngradeAndAnUpgrade() throws Exception {
    call = new DiscordJsCall(folder, DaveMode.OPTIONAL, EncryptionMode.values());
    call.weJoin(1);
    call.theyJoin(2);
    call.checkEncrypted();
    call.theyJoin(3, CHANNEL, false);
    call.awaitUnencrypted();
    call.checkFrames(call.users());
    call.leave(3);
    call.checkEncrypted();
    assertThat(call.server().delivery().group(GUILD).orElseThrow().protocolVersion()).isOne();
  }

  @Test
  void discordJsReceivesTheFramesOfABotThatWasMoved() throws Exception {
    DiscordEvent move = moveFirstBot();
    move.emitAll(Step.STATE, Step.SERVER, Step.CLOSE);
    call.checkEncrypted(List.of(1L, 3L));
  }

  @Test
  void discordJsReceivesTheFramesOfABotWhoseVoiceStateCameLongAfterItsServer() throws Exception {
    DiscordEvent move = moveFirstBot();
    move.emit(Step.SERVER);
    call.server()
        .await(
            2,
            event -> event instanceof ServerEvent.ProtocolSelected && event.userId() == 1,
            Duration.ofSeconds(LIMIT_SECONDS));
    move.emitAll(Step.STATE, Step.CLOSE);
    call.checkEncrypted(List.of(1L, 3L));
  }

  @Test
  void antiphonReceivesTheFramesOfAUserWhoseSpeakingIsLost() throws Exception {
    open(EncryptionMode.values());
    call.server()
        .addFault(
            FaultRule.when(FaultTrigger.sending(Opcode.SPEAKING, 2))
                .then(FaultAction.drop())
                .always());
    call.weJoin(1);
    call.theyJoin(2);
    checkAll();
  }

  /** Returns the move of our bot to the channel of user 3. User 2 stays in the first channel. */
  private DiscordEvent moveFirstBot() throws Exception {
    open(EncryptionMode.values());
    call.weJoin(1);
    call.theyJoin(2);
    call.theyJoin(3, OTHER_CHANNEL, true);
    call.checkEncrypted(List.of(1L, 2L));
    return call.gateway(1).moved(GUILD, OTHER_CHANNEL);
  }
}
