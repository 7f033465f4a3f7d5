package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NonceCounterTest {

  @Property(tries = 200)
  void noncesAreNeverRepeatedForAKey(
      @ForAll @Size(max = 200) List<@IntRange(max = 20) Integer> keys) {
    NonceCounter counter = new NonceCounter();
    Map<Integer, Set<Integer>> used = new HashMap<>();

    for (int key : keys) {
      counter.use(Packets.key(key));
      int nonce = counter.take();
      assertThat(used.computeIfAbsent(key, k -> new HashSet<>()).add(nonce)).isTrue();
    }
  }

  @Example
  void noncesStartAtZeroForANewKeyAndContinueForAReusedKey() {
    NonceCounter counter = new NonceCounter();
    counter.use(Packets.key(1));

    assertThat(counter.take()).isZero();
    assertThat(counter.take()).isEqualTo(1);
    counter.use(Packets.key(1));
    assertThat(counter.take()).isEqualTo(2);
    counter.use(Packets.key(2));
    assertThat(counter.take()).isZero();
    counter.use(Packets.key(1));
    assertThat(counter.take()).isEqualTo(3);
  }

  @Example
  void takeThrowsAfterTheLastNonceOfAKey() {
    NonceCounter counter = new NonceCounter(NonceCounter.NEARLY_SPENT - 1);
    counter.use(Packets.key(1));
    assertThat(counter.isNearlySpent()).isFalse();
    counter.take();
    assertThat(counter.isNearlySpent()).isTrue();

    NonceCounter last = new NonceCounter(NonceCounter.END - 1);
    last.use(Packets.key(1));
    assertThat(last.take()).isEqualTo(-1);
    assertThat(last.isSpent()).isTrue();
    assertThatThrownBy(last::take).isInstanceOf(IllegalStateException.class);
    last.use(Packets.key(2));
    assertThat(last.isSpent()).isFalse();
  }
}
