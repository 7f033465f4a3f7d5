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

/** Statistics over all lines of the files, including steps that the page does not show. */
final class AuditStatistics {
  private static final int MAX_GAPS = 1_000;

  /**
   * The largest number of different ends. The table has fewer, but a manipulated file can have
   * more.
   */
  private static final int MAX_ENDS = 50;

  private final Map<String, ConnectionStatus> connections = new HashMap<>();
  private final Map<End, Long> ends = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final KeyWaitStatistics keyWaits = new KeyWaitStatistics();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private long steps;
  private long encryptionSteps;
  private long resumes;
  private long rejoins;
  private long violations;
  private long lost;
  private long unreadable;

  /** The status of a connection after the lines that were read. */
  private enum ConnectionStatus {
    JOINING,
    ESTABLISHED_ONCE,
    ENDED
  }

  /** The final state and the reason of a connection. */
  record End(VoiceState state, String reason) implements Comparable<End> {
    @Override
    public int compareTo(End other) {
      int byState = state.compareTo(other.state);
      return byState == 0 ? reason.compareTo(other.reason) : byState;
    }
  }

  /** Steps that are missing in the files. */
  record Gap(Instant at, long lost) {}

  private AuditStatistics() {}

  static AuditStatistics of(List<Path> files) throws IOException {
    AuditStatistics statistics = new AuditStatistics();
    statistics.unreadable = AuditFileLines.read(files, statistics::take);
    return statistics;
  }

  private boolean take(JsonNode line) {
    return switch (line.path("event").asText()) {
      case "transition" -> takeStep(RecordedStep.of(line));
      case "encryption" -> takeEncryption(line);
      case "gap" -> takeGap(RecordedStep.time(line), line.path("lost").asLong());
      default -> true;
    };
  }

  private boolean takeStep(Optional<RecordedStep> step) {
    step.ifPresent(this::count);
    return step.isPresent();
  }

  private boolean takeEncryption(JsonNode line) {
    encryptionSteps++;
    RecordedStep.time(line)
        .ifPresent(at -> keyWaits.take(line.path("connection").asText(), at, line));
    return true;
  }

  private boolean takeGap(Optional<Instant> at, long many) {
    at.ifPresent(when -> count(new Gap(when, many)));
    return at.isPresent();
  }

  private void count(Gap gap) {
    lost += gap.lost();
    if (gaps.size() < MAX_GAPS) {
      gaps.add(gap);
    }
    spanTo(gap.at());
  }

  private void count(RecordedStep step) {
    steps++;
    violations += step.isViolation() ? 1 : 0;
    spanTo(step.at());
    ConnectionStatus before = connections.getOrDefault(step.connection(), ConnectionStatus.JOINING);
    connections.put(step.connection(), step.changesState() ? after(before, step) : before);
  }

  private ConnectionStatus after(ConnectionStatus before, RecordedStep step) {
    if (step.to().isTerminal()) {
      keyWaits.ended(step.connection(), step.at());
      End end = new End(step.to(), step.reason());
      boolean listed = ends.containsKey(end) || ends.size() < MAX_ENDS;
      ends.merge(listed ? end : new End(step.to(), "others"), 1L, Long::sum);
      return ConnectionStatus.ENDED;
    }
    if (step.to() != VoiceState.ESTABLISHED) {
      return before;
    }
    if (step.from() == VoiceState.RESUMING) {
      resumes++;
    } else if (before == ConnectionStatus.ESTABLISHED_ONCE) {
      rejoins++;
    }
    return ConnectionStatus.ESTABLISHED_ONCE;
  }

  private void spanTo(Instant at) {
    first = first.filter(earliest -> earliest.isBefore(at)).or(() -> Optional.of(at));
    last = last.filter(latest -> latest.isAfter(at)).or(() -> Optional.of(at));
  }

  /** The time of the first line; empty if there is none. */
  Optional<Instant> first() {
    return first;
  }

  /** The time of the last line; empty if there is none. */
  Optional<Instant> last() {
    return last;
  }

  long steps() {
    return steps;
  }

  /** The number of steps of the end-to-end encryption, which has separate states. */
  long encryptionSteps() {
    return encryptionSteps;
  }

  /** The waits for keys of the end-to-end encryption, by their reason. */
  Map<String, KeyWaitStatistics.Waits> keyWaits() {
    return keyWaits.byReason(last.orElse(Instant.EPOCH));
  }

  long connections() {
    return connections.size();
  }

  /** The number of connections without an end in the files. */
  long open() {
    return connections.values().stream().filter(status -> status != ConnectionStatus.ENDED).count();
  }

  /** The number of sessions that were resumed on a new socket. */
  long resumes() {
    return resumes;
  }

  /** The number of lost sessions that were replaced by a new session. */
  long rejoins() {
    return rejoins;
  }

  long violations() {
    return violations;
  }

  /** The number of connections for each end. */
  Map<End, Long> ends() {
    return ends;
  }

  /** The first gaps; {@link #lost} counts all gaps. */
  List<Gap> gaps() {
    return gaps;
  }

  long lost() {
    return lost;
  }

  /** The number of lines that are not audit lines of this version. */
  long unreadable() {
    return unreadable;
  }
}
