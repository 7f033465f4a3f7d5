package dev.antiphon.cli.internal.soak;

import java.util.ArrayList;
import java.util.List;

/** The broken invariants as sentences, up to a limit. Thread-safe. */
final class BrokenInvariants {
  private static final int MOST = 50;

  private final List<String> found = new ArrayList<>();
  private long more;

  synchronized void add(String sentence) {
    if (found.size() < MOST) {
      found.add(sentence);
    } else {
      more++;
    }
  }

  synchronized List<String> sentences() {
    List<String> all = new ArrayList<>(found);
    if (more > 0) {
      all.add("... and " + more + " more");
    }
    return List.copyOf(all);
  }
}
