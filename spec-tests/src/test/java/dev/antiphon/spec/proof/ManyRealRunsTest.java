package dev.antiphon.spec.proof;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/** Runs the tests of its superclass with ten times as many seeds. */
@Tag("proof")
class ManyRealRunsTest extends RealRunsTest {
  @Override
  LongStream seeds() {
    return LongStream.rangeClosed(51, 550);
  }
}
