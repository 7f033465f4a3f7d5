package dev.antiphon.dave;

import java.util.OptionalLong;

/**
 * Whether we have told the gateway that we are lost.
 *
 * @param underWay op 31 is out, and we have not entered an epoch since
 * @param byFailures when we last did so because frames could not be decrypted
 */
record Recovery(boolean underWay, OptionalLong byFailures) {

  static final Recovery NONE = new Recovery(false, OptionalLong.empty());

  Recovery begun() {
    return new Recovery(true, byFailures);
  }

  Recovery begunByFailures(long nanos) {
    return new Recovery(true, OptionalLong.of(nanos));
  }

  Recovery over() {
    return new Recovery(false, byFailures);
  }

  boolean isRecent(long nanos, long spacing) {
    return byFailures.isPresent() && nanos - byFailures.getAsLong() < spacing;
  }
}
