package dev.antiphon.spec.dave;

import static dev.antiphon.spec.dave.Call.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bot in the call: what it has said, what it has heard of whom, what became of its keys. */
final class Member implements AutoCloseable {
  /** What no server may see. */
  static final byte[] BODY = "what is said in the call".getBytes();

  private final long userId;
  private final FakeDiscordGateway gateway;
  private final Voice voice;
  private final List<byte[]> said = new ArrayList<>();
  private final Map<Long, List<byte[]>> heard = new ConcurrentHashMap<>();
  private final List<DaveEncryption> changes = new CopyOnWriteArrayList<>();
  private Connection connection;

  Member(long userId, FakeDiscordGateway gateway, Voice voice) {
    this.userId = userId;
    this.gateway = gateway;
    this.voice = voice;
  }

  Member join() {
    return join(Call.CHANNEL);
  }

  Member join(long channelId) {
    connection = voice.joinChannel(Call.GUILD, channelId);
    connection.onEncryptionChange(changes::add);
    connection.onOpus(
        (user, ssrc, sequence, timestamp, frame) -> {
          if (!Call.isSilence(frame)) {
            heardOf(user.orElse(0)).add(frame);
          }
        });
    return this;
  }

  Member leave() {
    connection.close();
    return this;
  }

  long userId() {
    return userId;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  Voice voice() {
    return voice;
  }

  Connection connection() {
    return connection;
  }

  DaveEncryption encryption() {
    return connection.encryption().orElseThrow();
  }

  DaveStatistics counted() {
    return connection.statistics().endToEnd().orElseThrow();
  }

  List<DaveEncryption> changes() {
    return changes;
  }

  /** Hands over so many frames more, each different from all others. */
  void say(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      byte[] frame =
          ByteBuffer.allocate(1 + BODY.length + Long.BYTES + Integer.BYTES)
              .put((byte) 0xF8)
              .put(BODY)
              .putLong(userId)
              .putInt(said.size())
              .array();
      said.add(frame);
      connection.opusSend().send(frame);
    }
  }

  private List<byte[]> heardOf(long user) {
    return heard.computeIfAbsent(user, unheard -> new CopyOnWriteArrayList<>());
  }

  /** Waits until the last that the speaker has said is heard. */
  void awaitHeard(Member speaker) {
    byte[] last = speaker.said.get(speaker.said.size() - 1);
    Call.awaitThat(
        this + " hears " + speaker + ": " + heardOf(speaker.userId).size(),
        () ->
            heardOf(speaker.userId).stream()
                .anyMatch(frame -> java.util.Arrays.equals(frame, last)));
  }

  /** Waits until all that the speaker has said is heard, and nothing was lost or said twice. */
  void awaitAllHeard(Member speaker) {
    awaitHeard(speaker);
    assertThat(heardOf(speaker.userId)).containsExactlyElementsOf(speaker.said);
  }

  /** Waits until it can be told for a while that something is so. */
  void awaitStatus(DaveEncryption.Status status) {
    Call.awaitThat(
        this + " is " + status + " within " + LIMIT,
        () -> connection.encryption().filter(now -> now.status() == status).isPresent());
  }

  @Override
  public void close() {
    voice.close();
    gateway.close();
  }

  @Override
  public String toString() {
    return "member " + userId + (connection == null ? "" : " " + connection.encryption());
  }
}
