package dev.antiphon.dave;

import java.util.OptionalLong;

/**
 * Whether we have reported to the gateway that a commit or a welcome was invalid.
 *
 * @param underWay whether we have sent op 31 and have not entered an epoch since then
 * @param byFailures the time of our last report because of frames that could not be decrypted, in
 *     nanoseconds
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
