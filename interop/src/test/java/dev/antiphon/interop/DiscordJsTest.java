package dev.antiphon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.GroupMember;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
  private static final long GUILD = 41771983423143937L;
  private static final long CHANNEL = 127121515262115840L;
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  /** The last bytes of an encrypted frame. */
  private static final String MARKER = "fafa";

  private static final int FRAMES = 10;
  private static final long LIMIT_SECONDS = 20;

  @TempDir Path folder;
  private EmbeddedVoiceServer server;
  private DiscordJs discordJs;
  private final Map<Long, Ours> ours = new LinkedHashMap<>();
  private final List<Long> theirs = new ArrayList<>();
  private int frameCount;

  /** A client that uses our library. */
  private record Ours(
      FakeDiscordGateway gateway,
      Voice voice,
      Connection connection,
      Map<Long, BlockingQueue<byte[]>> heard) {
    void close() {
      voice.close();
      gateway.close();
    }
  }

  private void open(EncryptionMode... modes) throws Exception {
    server = EmbeddedVoiceServer.builder().dave(DaveMode.REQUIRED).modes(modes).start();
    server.delivery().inChannel(GUILD, CHANNEL);
    Path certificate = folder.resolve("ca.pem");
    server.writeCaCertificate(certificate);
    discordJs = new DiscordJs(server, certificate);
  }

  @AfterEach
  void close() {
    ours.values().forEach(Ours::close);
    discordJs.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void antiphonAndDiscordJsReceiveEachOthersFrames(EncryptionMode mode) throws Exception {
    open(mode);
    theyJoin(1);
    weJoin(2);
    checkAll();
  }

  @Test
  void antiphonAndDiscordJsReceiveAllFramesAfterJoinsAndLeaves() throws Exception {
    open(EncryptionMode.values());
    weJoin(1);
    theyJoin(2);
    checkAll();
    theyJoin(3);
    weJoin(4);
    checkAll();
    leave(1);
    checkAll();
    weJoin(5);
    leave(2);
    theyJoin(6);
    checkAll();
    leave(3);
    leave(4);
    checkAll();
    leave(5);
    weJoin(7);
    checkAll();
    leave(6);
    theyJoin(8);
    checkAll();
    leave(7);
    weJoin(9);
    checkAll();
    assertThat(server.summary().violations()).isEmpty();
    assertThat(server.events()).noneMatch(DiscordJsTest::reportsAnInvalidCommit);
  }

  private static boolean reportsAnInvalidCommit(ServerEvent event) {
    return event instanceof ServerEvent.MessageReceived received
        && received.message() instanceof MlsInvalidCommitWelcome;
  }

  private void weJoin(long user) {
    FakeDiscordGateway gateway = FakeDiscordGateway.strict(user, server);
    VoiceOptions options = VoiceOptions.builder().trust(server.caCertificate()).build();
    Voice voice = Voice.builder(gateway).userId(user).options(options).build();
    Connection connection = voice.joinChannel(GUILD, CHANNEL);
    Map<Long, BlockingQueue<byte[]>> heard = new ConcurrentHashMap<>();
    connection.onOpus(
        (speaker, ssrc, sequence, timestamp, frame) -> {
          if (!Arrays.equals(frame, SILENCE)) {
            queue(heard, speaker.orElse(0)).add(frame);
          }
        });
    ours.put(user, new Ours(gateway, voice, connection, heard));
    theirs.forEach(listener -> discordJs.listen(listener, user));
  }

  private static BlockingQueue<byte[]> queue(Map<Long, BlockingQueue<byte[]>> heard, long speaker) {
    return heard.computeIfAbsent(speaker, unknown -> new LinkedBlockingQueue<>());
  }

  private void theyJoin(long user) {
    discordJs.join(user, GUILD, CHANNEL);
    ours.keySet().forEach(speaker -> discordJs.listen(user, speaker));
    theirs.add(user);
  }

  private void leave(long user) {
    if (theirs.remove(user)) {
      discordJs.leave(user);
    } else {
      ours.remove(user).close();
    }
  }

  /**
   * Waits until all clients are in the same epoch. Then checks that all codes are equal and that
   * all clients receive all frames.
   */
  private void checkAll() throws Exception {
    String code = "";
    for (Ours one : ours.values()) {
      code = encrypted(one.connection()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    for (Ours one : ours.values()) {
      assertThat(one.connection().encryption().orElseThrow().privacyCode()).contains(code);
    }
    for (long user : theirs) {
      discordJs.awaitCode(user, code);
    }
    checkPairwiseCodes();
    for (long speaker : ours.keySet()) {
      checkOurFrames(speaker);
    }
    for (long speaker : theirs) {
      checkTheirFrames(speaker);
    }
    assertThat(server.events()).noneMatch(DiscordJsTest::isReadableByTheServer);
  }

  private static boolean isReadableByTheServer(ServerEvent event) {
    return event instanceof ServerEvent.FrameReceived frame
        && !frame.silence()
        && !HexFormat.of().formatHex(frame.opus().toByteArray()).endsWith(MARKER);
  }

  /** The privacy code, as soon as all clients are members and our frames are encrypted. */
  private CompletableFuture<String> encrypted(Connection connection) {
    CompletableFuture<String> code = new CompletableFuture<>();
    Set<Long> users = new HashSet<>(ours.keySet());
    users.addAll(theirs);
    Consumer<DaveEncryption> watch =
        now -> {
          if (now.status() == DaveEncryption.Status.ON && users(now).equals(users)) {
            code.complete(now.privacyCode().orElseThrow());
          }
        };
    connection.onEncryptionChange(watch);
    connection.encryption().ifPresent(watch);
    return code;
  }

  private static Set<Long> users(DaveEncryption encryption) {
    return encryption.members().stream().map(GroupMember::userId).collect(Collectors.toSet());
  }

  private void checkPairwiseCodes() {
    long our = ours.keySet().iterator().next();
    DaveEncryption encryption = ours.get(our).connection().encryption().orElseThrow();
    for (long other : theirs) {
      assertThat(encryption.pairwiseCode(other).orElseThrow().replace(" ", ""))
          .hasSize(45)
          .isEqualTo(discordJs.pairwiseCode(other, our));
    }
  }

  private void checkOurFrames(long speaker) throws Exception {
    List<byte[]> frames = frames();
    Connection connection = ours.get(speaker).connection();
    for (byte[] frame : frames) {
      connection.opusSend().send(frame);
    }
    connection.stopSpeaking();
    for (long listener : theirs) {
      assertThat(discordJs.heard(listener, speaker, FRAMES)).containsExactlyElementsOf(frames);
    }
    checkReceivedByUs(speaker, frames);
  }

  private void checkTheirFrames(long speaker) throws Exception {
    List<byte[]> frames = frames();
    discordJs.play(speaker, frames);
    checkReceivedByUs(speaker, frames);
  }

  private void checkReceivedByUs(long speaker, List<byte[]> frames) throws Exception {
    for (Map.Entry<Long, Ours> listener : ours.entrySet()) {
      if (listener.getKey() != speaker) {
        BlockingQueue<byte[]> heard = queue(listener.getValue().heard(), speaker);
        for (byte[] frame : frames) {
          assertThat(heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS))
              .as("%d receives a frame of %d", listener.getKey(), speaker)
              .isEqualTo(frame);
        }
      }
    }
  }

  /** Frames of 20 ms with unique content. */
  private List<byte[]> frames() {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = new byte[40 + i];
      new Random(++frameCount).nextBytes(frame);
      frame[0] = (byte) 0xF8;
      frames.add(frame);
    }
    return frames;
  }
}
