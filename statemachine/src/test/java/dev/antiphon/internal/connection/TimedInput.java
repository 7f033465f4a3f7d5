package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.RandomInput;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** An input of a connection, and when it arrives. */
record TimedInput(RandomInput input, Arrival arrival) {

  enum Arrival {
    /** The loop handles it immediately. */
    AT_ONCE,
    /** It arrives twice. */
    TWICE,
    /** The next input arrives before this one is handled. */
    IN_A_BURST,
    /** It is created now, but arrives after the next input. */
    LATE,
    /** It arrives after the next timer has fired. */
    AFTER_A_TIMER
  }

  /** Lists of this length. jqwik shrinks them to shorter ones. */
  static Arbitrary<List<TimedInput>> lists(int length) {
    Arbitrary<Arrival> arrivals =
        Arbitraries.of(
            Arrival.AT_ONCE,
            Arrival.AT_ONCE,
            Arrival.AT_ONCE,
            Arrival.AT_ONCE,
            Arrival.AT_ONCE,
            Arrival.TWICE,
            Arrival.IN_A_BURST,
            Arrival.IN_A_BURST,
            Arrival.LATE,
            Arrival.AFTER_A_TIMER);
    return Combinators.combine(RandomInput.inputs(), arrivals)
        .as(TimedInput::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(length)
        .withSizeDistribution((size, least, most, center) -> random -> most);
  }
}
