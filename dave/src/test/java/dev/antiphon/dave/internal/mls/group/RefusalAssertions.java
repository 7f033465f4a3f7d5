package dev.antiphon.dave.internal.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/** Asserts that an operation is refused for the expected reason. */
final class RefusalAssertions {
  private RefusalAssertions() {}

  interface Attempt {
    Object run() throws MlsException;
  }

  static void refused(Refusal expected, Attempt attempt) {
    Throwable thrown = catchThrowable(attempt::run);
    assertThat(thrown).isInstanceOf(MlsException.class);
    assertThat(((MlsException) thrown).refusal()).as(thrown.getMessage()).isEqualTo(expected);
    assertThat(thrown).hasMessageContaining(expected.sentence());
  }

  /** A copy of the bytes with one changed bit. */
  static Bytes flipped(Bytes bytes, int at) {
    byte[] array = bytes.toArray();
    array[at] ^= 1;
    return Bytes.copyOf(array);
  }

  static Bytes flipped(Bytes bytes) {
    return flipped(bytes, bytes.length() - 1);
  }
}
