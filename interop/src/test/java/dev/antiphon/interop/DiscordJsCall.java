package dev.antiphon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.GroupMember;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A voice server, clients of our library and clients of discord.js. */
final class DiscordJsCall implements AutoCloseable {
  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long OTHER_CHANNEL = 127121515262115841L;
  static final long LIMIT_SECONDS = 20;

  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
  private static final int FRAMES = 10;

  private final EmbeddedVoiceServer server;
  private final DiscordJs discordJs;
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

  DiscordJsCall(Path folder, DaveMode mode, EncryptionMode... modes) throws IOException {
    server = EmbeddedVoiceServer.builder().dave(mode).modes(modes).start();
    server.delivery().inChannel(GUILD, CHANNEL);
    Path certificate = folder.resolve("ca.pem");
    server.writeCaCertificate(certificate);
    discordJs = new DiscordJs(server, certificate);
  }

  EmbeddedVoiceServer server() {
    return server;
  }

  FakeDiscordGateway gateway(long user) {
    return ours.get(user).gateway();
  }

  /** All users in the call. */
  List<Long> users() {
    List<Long> users = new ArrayList<>(ours.keySet());
    users.addAll(theirs);
    return users;
  }

  // Joins and leaves

  void weJoin(long user) {
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

  void theyJoin(long user) {
    theyJoin(user, CHANNEL, true);
  }

  /** Joins a channel. Without {@code dave}, the client does not offer end-to-end encryption. */
  void theyJoin(long user, long channel, boolean dave) {
    server.delivery().inChannel(GUILD, user, channel);
    discordJs.join(user, GUILD, channel, dave);
    ours.keySet().forEach(speaker -> discordJs.listen(user, speaker));
    theirs.add(user);
  }

  void leave(long user) {
    if (theirs.remove(user)) {
      discordJs.leave(user);
    } else {
      ours.remove(user).close();
    }
  }

  // Checks

  /** Like {@link #checkEncrypted(Collection)}, for all users. */
  void checkEncrypted() throws Exception {
    checkEncrypted(users());
  }

  /**
   * Waits until these clients are in the same epoch. Then checks that all codes are equal, that all
   * clients receive all frames, and that no frame was in clear.
   */
  void checkEncrypted(Collection<Long> users) throws Exception {
    List<Connection> connections =
        ours.keySet().stream().filter(users::contains).map(this::connection).toList();
    String code = "";
    for (Connection connection : connections) {
      code = encrypted(connection, Set.copyOf(users)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    for (Connection connection : connections) {
      assertThat(connection.encryption().orElseThrow().privacyCode()).contains(code);
    }
    for (long user : theirs) {
      if (users.contains(user)) {
        discordJs.awaitCode(user, code);
      }
    }
    checkPairwiseCodes(users);
    checkFrames(users);
    assertThat(server.summary().framesInClear()).isEmpty();
  }

  private Connection connection(long user) {
    return ours.get(user).connection();
  }

  /** The privacy code, as soon as the users are members and our frames are encrypted. */
  private static CompletableFuture<String> encrypted(Connection connection, Set<Long> users) {
    return first(
            connection, now -> now.status() == DaveEncryption.Status.ON && users(now).equals(users))
        .thenApply(now -> now.privacyCode().orElseThrow());
  }

  /** Waits until the frames of our clients are not encrypted. */
  void awaitUnencrypted() throws Exception {
    for (Ours one : ours.values()) {
      first(one.connection(), now -> now.status() == DaveEncryption.Status.OFF)
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<DaveEncryption> first(
      Connection connection, Predicate<DaveEncryption> wanted) {
    CompletableFuture<DaveEncryption> found = new CompletableFuture<>();
    Consumer<DaveEncryption> watch =
        now -> {
          if (wanted.test(now)) {
            found.complete(now);
          }
        };
    connection.onEncryptionChange(watch);
    connection.encryption().ifPresent(watch);
    return found;
  }

  private static Set<Long> users(DaveEncryption encryption) {
    return encryption.members().stream().map(GroupMember::userId).collect(Collectors.toSet());
  }

  private void checkPairwiseCodes(Collection<Long> users) {
    long our = ours.keySet().stream().filter(users::contains).findFirst().orElseThrow();
    DaveEncryption encryption = connection(our).encryption().orElseThrow();
    for (long other : theirs) {
      if (users.contains(other)) {
        assertThat(encryption.pairwiseCode(other).orElseThrow().replace(" ", ""))
            .hasSize(45)
            .isEqualTo(discordJs.pairwiseCode(other, our));
      }
    }
  }

  /** Checks that each of these clients receives the frames of all others. */
  void checkFrames(Collection<Long> users) throws Exception {
    for (long speaker : users) {
      List<byte[]> frames = frames();
      if (ours.containsKey(speaker)) {
        sendOurFrames(speaker, frames);
        for (long listener : theirs) {
          if (users.contains(listener)) {
            assertThat(discordJs.heard(listener, speaker, FRAMES))
                .containsExactlyElementsOf(frames);
          }
        }
      } else {
        discordJs.play(speaker, frames);
      }
      checkReceivedByUs(users, speaker, frames);
    }
  }

  private void sendOurFrames(long speaker, List<byte[]> frames) throws InterruptedException {
    Connection connection = connection(speaker);
    for (byte[] frame : frames) {
      connection.opusSend().send(frame);
    }
    connection.stopSpeaking();
  }

  private void checkReceivedByUs(Collection<Long> users, long speaker, List<byte[]> frames)
      throws Exception {
    for (Map.Entry<Long, Ours> listener : ours.entrySet()) {
      if (listener.getKey() != speaker && users.contains(listener.getKey())) {
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

  @Override
  public void close() {
    ours.values().forEach(Ours::close);
    discordJs.close();
    server.close();
  }
}
