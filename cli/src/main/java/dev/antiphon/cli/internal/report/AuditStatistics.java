package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.VoiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is counted over the whole of the files, however much of them the page will show. */
final class Survey {
  private static final int GAPS_TOLD = 1_000;

  /** The table has fewer; only a file that was tampered with can name more. */
  private static final int WAYS_TO_END_TOLD = 50;

  private final Map<String, Standing> connections = new HashMap<>();
  private final Map<End, Long> ends = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private long steps;
  private long encryptionSteps;
  private long resumes;
  private long rejoins;
  private long violations;
  private long lost;
  private long unreadable;

  /** Where a connection stands as far as it was read. */
  private enum Standing {
    JOINING,
    ESTABLISHED_ONCE,
    ENDED
  }

  /** A way to end. */
  record End(VoiceState state, String reason) implements Comparable<End> {
    @Override
    public int compareTo(End other) {
      int byState = state.compareTo(other.state);
      return byState == 0 ? reason.compareTo(other.reason) : byState;
    }
  }

  /** Steps that the files are known to miss. */
  record Gap(Instant at, long lost) {}

  private Survey() {}

  static Survey of(List<Path> files) throws IOException {
    Survey survey = new Survey();
    survey.unreadable = AuditFileLines.read(files, survey::take);
    return survey;
  }

  private boolean take(JsonNode line) {
    return switch (line.path("event").asText()) {
      case "transition" -> takeStep(RecordedStep.of(line));
      case "encryption" -> takeEncryption();
      case "gap" -> takeGap(RecordedStep.time(line), line.path("lost").asLong());
      default -> true;
    };
  }

  private boolean takeStep(Optional<RecordedStep> step) {
    step.ifPresent(this::count);
    return step.isPresent();
  }

  private boolean takeEncryption() {
    encryptionSteps++;
    return true;
  }

  private boolean takeGap(Optional<Instant> at, long many) {
    at.ifPresent(when -> count(new Gap(when, many)));
    return at.isPresent();
  }

  private void count(Gap gap) {
    lost += gap.lost();
    if (gaps.size() < GAPS_TOLD) {
      gaps.add(gap);
    }
    spanTo(gap.at());
  }

  private void count(RecordedStep step) {
    steps++;
    violations += step.isViolation() ? 1 : 0;
    spanTo(step.at());
    Standing before = connections.getOrDefault(step.connection(), Standing.JOINING);
    connections.put(step.connection(), step.changesState() ? after(before, step) : before);
  }

  private Standing after(Standing before, RecordedStep step) {
    if (step.to().isTerminal()) {
      End end = new End(step.to(), step.reason());
      boolean told = ends.containsKey(end) || ends.size() < WAYS_TO_END_TOLD;
      ends.merge(told ? end : new End(step.to(), "others"), 1L, Long::sum);
      return Standing.ENDED;
    }
    if (step.to() != VoiceState.ESTABLISHED) {
      return before;
    }
    if (step.from() == VoiceState.RESUMING) {
      resumes++;
    } else if (before == Standing.ESTABLISHED_ONCE) {
      rejoins++;
    }
    return Standing.ESTABLISHED_ONCE;
  }

  private void spanTo(Instant at) {
    first = first.filter(present -> present.isBefore(at)).or(() -> Optional.of(at));
    last = last.filter(present -> present.isAfter(at)).or(() -> Optional.of(at));
  }

  /** When the first of all happened; empty if nothing did. */
  Optional<Instant> first() {
    return first;
  }

  /** When the last of all happened; empty if nothing did. */
  Optional<Instant> last() {
    return last;
  }

  long steps() {
    return steps;
  }

  /** Steps of the end-to-end encryption, which has states of its own. */
  long encryptionSteps() {
    return encryptionSteps;
  }

  long connections() {
    return connections.size();
  }

  /** Connections whose end is not in the files. */
  long open() {
    return connections.values().stream().filter(standing -> standing != Standing.ENDED).count();
  }

  /** Sessions that were lost and went on over another socket. */
  long resumes() {
    return resumes;
  }

  /** Sessions that were lost and replaced by another one. */
  long rejoins() {
    return rejoins;
  }

  long violations() {
    return violations;
  }

  /** How many connections ended in each way. */
  Map<End, Long> ends() {
    return ends;
  }

  /** The first of the gaps; {@link #lost} counts over all. */
  List<Gap> gaps() {
    return gaps;
  }

  long lost() {
    return lost;
  }

  /** Lines that are no audit lines of this version. */
  long unreadable() {
    return unreadable;
  }
}
