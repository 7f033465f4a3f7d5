package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.server.DaveGroup;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A call of bots with end-to-end encryption on embedded voice servers, which record every packet.
 * Everything except Discord is real.
 */
final class Call implements AutoCloseable {
  /** The timeout for awaited conditions. They normally hold much earlier. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long OTHER_CHANNEL = 127121515262115841L;

  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration SHORT_DELAY = Duration.ofMillis(20);
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
  private static final byte MARKER = (byte) 0xFA;

  private final List<EmbeddedVoiceServer> servers = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final DaveMode mode;

  private Call(DaveMode mode) {
    this.mode = mode;
  }

  /** A server that requires encryption. */
  static Call open() {
    return open(DaveMode.REQUIRED, server -> {});
  }

  static Call open(DaveMode mode, Consumer<EmbeddedVoiceServerBuilder> more) {
    Call call = new Call(mode);
    call.addServer(more);
    return call;
  }

  EmbeddedVoiceServer addServer(Consumer<EmbeddedVoiceServerBuilder> more) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder().plain().dave(mode);
    more.accept(builder);
    servers.add(builder.start());
    return servers.get(servers.size() - 1);
  }

  EmbeddedVoiceServer server() {
    return servers.get(0);
  }

  /** A new bot that has joined the call. */
  Member join(long userId) {
    return member(userId).join();
  }

  /** Bots with the users 1 to {@code count} that have joined and are in one group. */
  List<Member> joined(int count) {
    List<Member> joined = new ArrayList<>();
    for (int user = 1; user <= count; user++) {
      joined.add(join(user));
    }
    awaitGroup(joined);
    return joined;
  }

  /** One more bot joins the group, and all members receive all frames. */
  void joinAndAwait(List<Member> group, long userId) throws InterruptedException {
    List<Member> more = new ArrayList<>(group);
    more.add(join(userId));
    awaitGroup(more);
    assertAllReceiveAll(more);
  }

  Member member(long userId) {
    return member(userId, options -> {}, voice -> {});
  }

  Member member(long userId, Consumer<VoiceOptions.Builder> options, Consumer<Voice.Builder> more) {
    FakeDiscordGateway gateway = FakeDiscordGateway.strict(userId, server());
    Voice.Builder builder = Voice.builder(gateway).userId(userId).options(options(options));
    more.accept(builder);
    Member member = new Member(userId, gateway, builder.build());
    members.add(member);
    return member;
  }

  private VoiceOptions options(Consumer<VoiceOptions.Builder> more) {
    VoiceOptions.Builder builder =
        VoiceOptions.builder().voiceStateSpacing(Duration.ofMillis(1)).retries(shortRetries());
    if (server().isTls()) {
      builder.trust(server().caCertificate());
    } else {
      builder.allowPlain(true);
    }
    more.accept(builder);
    return builder.build();
  }

  private static RetryLimits shortRetries() {
    return RetryLimits.builder()
        .resumeDelay(SHORT_DELAY)
        .identifyDelay(SHORT_DELAY)
        .rejoinDelay(SHORT_DELAY)
        .longestRejoinDelay(SHORT_DELAY.multipliedBy(4))
        .soonDelay(SHORT_DELAY)
        .mainSessionSpread(SHORT_DELAY)
        .changeDelay(SHORT_DELAY)
        .longestChangeDelay(SHORT_DELAY.multipliedBy(4))
        .build();
  }

  // Assertions

  /**
   * Waits until exactly these members are in one epoch without pending changes, and have the same
   * code.
   */
  void awaitGroup(List<Member> expected) {
    awaitThat(
        () -> "the group has the members " + expected + ": " + group(), () -> isGroup(expected));
  }

  void awaitGroup(Member... expected) {
    awaitGroup(List.of(expected));
  }

  private boolean isGroup(List<Member> expected) {
    Set<Long> users = expected.stream().map(Member::userId).collect(Collectors.toSet());
    Set<DaveEncryption> seen =
        expected.stream()
            .flatMap(member -> member.connection().encryption().stream())
            .map(Call::groupOf)
            .collect(Collectors.toSet());
    return seen.size() == 1
        && seen.stream().allMatch(one -> isOf(one, users))
        && expected.stream().allMatch(member -> member.connection().encryption().isPresent())
        && isSettled(users);
  }

  /** Members that wait for keys are in the same group as the others. */
  private static DaveEncryption groupOf(DaveEncryption one) {
    return new DaveEncryption(
        one.status(),
        one.version(),
        one.epoch(),
        one.members(),
        one.privacyCode(),
        0,
        Optional.empty());
  }

  private static boolean isOf(DaveEncryption one, Set<Long> users) {
    return one.status() == DaveEncryption.Status.ON
        && one.members().stream()
            .map(member -> member.userId())
            .collect(Collectors.toSet())
            .equals(users);
  }

  private boolean isSettled(Set<Long> users) {
    return servers.stream()
        .flatMap(server -> server.delivery().group(GUILD).stream())
        .anyMatch(
            group ->
                group.queue().isEmpty()
                    && group.transitions().isEmpty()
                    && Set.copyOf(group.members().values()).equals(users));
  }

  /** The group on the first server. */
  DaveGroup group() {
    return server().delivery().group(GUILD).orElseThrow();
  }

  /** Each member sends frames, and all other members receive them. */
  void assertAllReceiveAll(List<Member> talking) throws InterruptedException {
    for (Member member : talking) {
      member.send(3);
    }
    for (Member speaker : talking) {
      for (Member listener : talking) {
        if (speaker != listener) {
          listener.awaitReceived(speaker);
        }
      }
    }
  }

  void assertAllReceiveAll(Member... talking) throws InterruptedException {
    assertAllReceiveAll(List.of(talking));
  }

  /** Asserts that all packets at the servers are silence or encrypted. */
  void assertAllEncrypted() {
    assertThat(packets())
        .isNotEmpty()
        .allSatisfy(
            packet -> {
              assertThat(isSilence(packet) || isMarked(packet))
                  .as(Arrays.toString(packet))
                  .isTrue();
              assertThat(containsPlainBody(packet)).as(Arrays.toString(packet)).isFalse();
            });
  }

  private List<byte[]> packets() {
    return servers.stream()
        .flatMap(server -> server.events().stream())
        .filter(FrameReceived.class::isInstance)
        .map(event -> ((FrameReceived) event).opus().toByteArray())
        .toList();
  }

  /**
   * Whether the packet contains the body of a test frame unencrypted. All test frames have the same
   * body.
   */
  static boolean containsPlainBody(byte[] packet) {
    for (int from = 0; from + Member.BODY.length <= packet.length; from++) {
      if (Arrays.equals(
          packet, from, from + Member.BODY.length, Member.BODY, 0, Member.BODY.length)) {
        return true;
      }
    }
    return false;
  }

  static boolean isSilence(byte[] frame) {
    return Arrays.equals(frame, SILENCE);
  }

  private static boolean isMarked(byte[] packet) {
    int last = packet.length - 1;
    return last > 0 && packet[last] == MARKER && packet[last - 1] == MARKER;
  }

  /** The violations of clients that the servers have recorded. */
  List<ServerEvent> violations() {
    return servers.stream()
        .flatMap(server -> server.events().stream())
        .filter(ServerEvent.Violation.class::isInstance)
        .toList();
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    awaitThat(() -> what, condition);
  }

  private static void awaitThat(
      java.util.function.Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The condition did not hold within " + LIMIT + ": " + what.get());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    servers.forEach(EmbeddedVoiceServer::close);
  }
}
