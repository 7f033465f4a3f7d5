package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of kept frames when the key of their sender is found with a later frame. */
class KeptFramesOrderTest extends ReceivingFixture {

  /** The call has more members than are tried for one frame. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void keptFramesOfAnUnknownSenderAreDeliveredInOrderInALargeCall(int frames) {
    Client one = listening(1);
    for (long user = 2; user <= 12; user++) {
      joined(user);
    }
    pass(11);
    Client last = gateway.join(13);
    deliverAllExcept(one);
    for (int n = 1; n <= frames; n++) {
      receive(one, 0, 77, n, frameOf(last, n));
    }
    assertThat(heard).isEmpty();
    while (!one.inbox.isEmpty()) {
      one.take(now);
    }
    receive(one, 0, 77, frames + 1, frameOf(last, frames + 1));
    assertThat(heard).hasSize(frames + 1).isSorted();
    assertThat(one.frames.keepsFrames()).isFalse();
  }
}
