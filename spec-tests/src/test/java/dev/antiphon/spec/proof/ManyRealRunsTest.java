package dev.antiphon.spec.proof;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/** As its parent, ten times as often, with other seeds. */
@Tag("proof")
class ManyRealRunsTest extends RealRunsTest {
  @Override
  LongStream seeds() {
    return LongStream.rangeClosed(51, 550);
  }
}
