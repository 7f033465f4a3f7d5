package dev.antiphon.testkit.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.testkit.internal.session.ReplayBuffer.Numbered;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReplayBufferTest {

  private static final int KEPT = 1024;

  @Property(tries = 300)
  void afterReturnsTheLaterMessagesIfAllOfThemAreKept(
      @ForAll @IntRange(min = 0, max = 65_535) int first,
      @ForAll @IntRange(min = 0, max = 3_000) int count,
      @ForAll @IntRange(min = 0, max = 3_000) int received) {
    ReplayBuffer buffer = new ReplayBuffer(first);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(buffer.add(new ClientDisconnect(i)).sequence());
    }
    int seen = Math.min(received, count);
    int seqAck = (first + seen + 65_535) % 65_536;
    boolean kept = count - seen <= KEPT;
    assertThat(buffer.after(seqAck).isPresent()).isEqualTo(kept);
    buffer
        .after(seqAck)
        .ifPresent(
            missed ->
                assertThat(missed)
                    .extracting(Numbered::sequence)
                    .isEqualTo(numbers.subList(seen, count)));
    assertThat(buffer.isAhead(seqAck)).isFalse();
    assertThat(buffer.isAhead((first + count) % 65_536)).isTrue();
    assertThat(buffer.last()).isEqualTo(count == 0 ? -1 : numbers.get(count - 1));
  }

  @Property(tries = 100)
  void afterMinusOneReturnsAllMessagesIfAllOfThemAreKept(
      @ForAll @IntRange(min = 0, max = 2_000) int count) {
    ReplayBuffer buffer = new ReplayBuffer(65_530);
    for (int i = 0; i < count; i++) {
      buffer.add(new ClientDisconnect(i));
    }
    assertThat(buffer.after(-1).map(List::size))
        .isEqualTo(count <= KEPT ? java.util.Optional.of(count) : java.util.Optional.empty());
  }

  @Example
  void oldestMessagesAreRemovedWhenThereAreTooManyBytes() {
    ReplayBuffer buffer = new ReplayBuffer(0);
    byte[] big = new byte[300_000];
    for (int i = 0; i < 10; i++) {
      buffer.add(
          new dev.antiphon.protocol.MlsExternalSender(
              dev.antiphon.protocol.OpaqueBytes.copyOf(big)));
    }
    assertThat(buffer.after(5)).isEmpty();
    assertThat(buffer.after(6)).get().extracting(List::size).isEqualTo(3);
  }
}
