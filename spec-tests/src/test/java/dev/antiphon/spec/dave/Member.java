package dev.antiphon.spec.dave;

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

/**
 * A bot in the call. It records the frames that it has sent, the frames that it has received from
 * each user, and the changes of its encryption.
 */
final class Member implements AutoCloseable {
  /** The content of every frame. No server may receive it unencrypted. */
  static final byte[] BODY = "the body of a test frame".getBytes();

  private final long userId;
  private final FakeDiscordGateway gateway;
  private final Voice voice;
  private final List<byte[]> sent = new ArrayList<>();
  private final Map<Long, List<byte[]>> received = new ConcurrentHashMap<>();
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
            receivedFrom(user.orElse(0)).add(frame);
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

  /** Sends {@code count} more frames, each with different content. */
  void send(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      byte[] frame =
          ByteBuffer.allocate(1 + BODY.length + Long.BYTES + Integer.BYTES)
              .put((byte) 0xF8)
              .put(BODY)
              .putLong(userId)
              .putInt(sent.size())
              .array();
      sent.add(frame);
      connection.opusSend().send(frame);
    }
  }

  private List<byte[]> receivedFrom(long user) {
    return received.computeIfAbsent(user, unknown -> new CopyOnWriteArrayList<>());
  }

  boolean hasReceivedFrom(Member speaker) {
    return !receivedFrom(speaker.userId).isEmpty();
  }

  /** Waits until the last frame of the speaker is received. */
  void awaitReceived(Member speaker) {
    byte[] last = speaker.sent.get(speaker.sent.size() - 1);
    Call.awaitThat(
        this
            + " receives the last frame of "
            + speaker
            + ", frames received so far: "
            + receivedFrom(speaker.userId).size(),
        () ->
            receivedFrom(speaker.userId).stream()
                .anyMatch(frame -> java.util.Arrays.equals(frame, last)));
  }

  /**
   * Waits until all frames of the speaker are received, and checks that no frame was lost or
   * received twice.
   */
  void awaitAllReceived(Member speaker) {
    awaitReceived(speaker);
    assertThat(receivedFrom(speaker.userId)).containsExactlyElementsOf(speaker.sent);
  }

  /** Waits until the encryption has this status. */
  void awaitStatus(DaveEncryption.Status status) {
    Call.awaitThat(
        this + " has the status " + status,
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
