package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.RandomInput;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** An input, and how it comes. */
record Happening(RandomInput input, Coming how) {

  enum Coming {
    /** The loop handles it before anything else happens. */
    AT_ONCE,
    /** And a second time. */
    TWICE,
    /** The loop is busy; what comes next comes before this is handled. */
    IN_A_BURST,
    /** It was made now, and is overtaken by what comes next. */
    LATE,
    /** Nothing has come until the next timer has fired. */
    AFTER_A_TIMER
  }

  /** Lists of this length, which shrink to shorter ones. */
  static Arbitrary<List<Happening>> lists(int length) {
    Arbitrary<Coming> ways =
        Arbitraries.of(
            Coming.AT_ONCE,
            Coming.AT_ONCE,
            Coming.AT_ONCE,
            Coming.AT_ONCE,
            Coming.AT_ONCE,
            Coming.TWICE,
            Coming.IN_A_BURST,
            Coming.IN_A_BURST,
            Coming.LATE,
            Coming.AFTER_A_TIMER);
    return Combinators.combine(RandomInput.inputs(), ways)
        .as(Happening::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(length)
        .withSizeDistribution((size, least, most, center) -> random -> most);
  }
}
