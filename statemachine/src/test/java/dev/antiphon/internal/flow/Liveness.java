package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.util.Arrays;
import java.util.Optional;

/**
 * What must come in the end, on the graph of an exploration: a silent world ends it, a willing one
 * lets it stand.
 *
 * <p>Configurations are numbered; for each, its successors in a silent world and the one in a
 * willing world were noted, in that order, when it was expanded.
 */
final class Liveness {
  private static final int NOWHERE = -1;
  private static final int UNKNOWN = -1;
  private static final int OPEN = -2;

  /** Nothing is known. */
  static final Verdict OPEN_VERDICT = new Verdict(0, 0, Optional.empty());

  private final Ints firstSilent = new Ints();
  private final Ints silent = new Ints();
  private final Ints willing = new Ints();

  /** Where it goes wrong, and how. */
  record Failure(int configuration, String what) {}

  /**
   * What was found.
   *
   * @param longestSilence the most steps that a silent world takes to an end
   * @param longestWelcome the most steps that a willing world takes to Established
   */
  record Verdict(int longestSilence, int longestWelcome, Optional<Failure> failure) {}

  /** The configuration whose number comes next is being expanded. */
  void begin() {
    firstSilent.add(silent.size());
    willing.add(NOWHERE);
  }

  void silentStep(int to) {
    silent.add(to);
  }

  /** The willing step of the configuration that is being expanded. */
  void willingStep(int to) {
    willing.set(willing.size() - 1, to);
  }

  Verdict judge(Configurations all) {
    firstSilent.add(silent.size());
    int[] silence = new int[all.size()];
    int[] welcome = new int[all.size()];
    Arrays.fill(silence, UNKNOWN);
    Arrays.fill(welcome, UNKNOWN);
    int longestSilence = 0;
    int longestWelcome = 0;
    for (int number = 0; number < all.size(); number++) {
      VoiceState state = all.state(number);
      Optional<String> wrong = Optional.empty();
      if (state != VoiceState.IDLE) {
        wrong = follow(number, silence, all);
        longestSilence = Math.max(longestSilence, silence[number]);
      }
      if (wrong.isEmpty() && !state.isTerminal()) {
        wrong = welcome(number, welcome, all);
        longestWelcome = Math.max(longestWelcome, welcome[number]);
      }
      if (wrong.isPresent()) {
        return new Verdict(
            longestSilence, longestWelcome, Optional.of(new Failure(number, wrong.get())));
      }
    }
    return new Verdict(longestSilence, longestWelcome, Optional.empty());
  }

  /** Depth first, without recursion: the longest silent way from there. */
  private Optional<String> follow(int from, int[] longest, Configurations all) {
    Ints way = new Ints();
    Ints next = new Ints();
    push(from, way, next, longest);
    while (way.size() > 0) {
      int here = way.last();
      if (longest[here] >= 0) {
        pop(way, next);
        continue;
      }
      if (next.last() == firstSilent.get(here + 1)) {
        if (next.last() == firstSilent.get(here) && !all.state(here).isTerminal()) {
          return Optional.of("P19: a silent world stays in " + all.state(here));
        }
        longest[here] = longestFrom(here, longest);
        pop(way, next);
      } else {
        int there = silent.get(next.last());
        next.set(next.size() - 1, next.last() + 1);
        if (longest[there] == OPEN) {
          return Optional.of("P19: a silent world comes again and again to " + all.state(there));
        }
        push(there, way, next, longest);
      }
    }
    return Optional.empty();
  }

  private void push(int number, Ints way, Ints next, int[] longest) {
    way.add(number);
    next.add(firstSilent.get(number));
    if (longest[number] == UNKNOWN) {
      longest[number] = OPEN;
    }
  }

  private static void pop(Ints way, Ints next) {
    way.removeLast();
    next.removeLast();
  }

  private int longestFrom(int number, int[] longest) {
    int most = 0;
    for (int i = firstSilent.get(number); i < firstSilent.get(number + 1); i++) {
      most = Math.max(most, 1 + longest[silent.get(i)]);
    }
    return most;
  }

  private Optional<String> welcome(int from, int[] steps, Configurations all) {
    Ints way = new Ints();
    int here = from;
    while (steps[here] == UNKNOWN && all.state(here) != VoiceState.ESTABLISHED) {
      steps[here] = OPEN;
      way.add(here);
      here = willing.get(here);
      if (here == NOWHERE || steps[here] == OPEN || all.state(here).isTerminal()) {
        VoiceState last = all.state(here == NOWHERE ? way.last() : here);
        return Optional.of("P20: a willing world comes to " + last + ", and no further");
      }
    }
    int left = Math.max(0, steps[here]);
    steps[here] = left;
    while (way.size() > 0) {
      steps[way.last()] = ++left;
      way.removeLast();
    }
    return Optional.empty();
  }
}
