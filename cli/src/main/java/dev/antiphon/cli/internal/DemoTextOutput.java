package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes the demo as text, for people. While the bot joins or leaves, the bot and the server report
 * events from different threads within the same millisecond. Therefore these events are collected
 * and written in the order of time. Events during the playback are written immediately.
 */
final class DemoTextOutput implements DemoOutput {
  private static final String TO_GATEWAY = "bot -> main gateway   ";
  private static final String FROM_GATEWAY = "bot <- main gateway   ";
  private static final int BAR = 30;
  private static final int PROGRESS_LINES = 6;

  /**
   * A line to write. With {@code onServer}, its time is relative to the server's start, which is
   * not known exactly.
   */
  private record Entry(Instant at, boolean onServer, String text) {}

  private final PrintWriter out;
  private final Ansi ansi;
  private final int packets;
  private final int progressStep;
  private final List<Entry> waiting = new ArrayList<>();
  private Instant start = Instant.EPOCH;
  private Duration serverStart = Duration.ZERO;
  private boolean established;
  private boolean live;
  private int frames;

  DemoTextOutput(PrintWriter out, Ansi ansi, int packets) {
    this.out = out;
    this.ansi = ansi;
    this.packets = packets;
    this.progressStep = Math.max(1, (packets + PROGRESS_LINES - 1) / PROGRESS_LINES);
  }

  @Override
  public void begin(SoundFile sound) {
    out.println(
        bold("Antiphon demo:")
            + " a bot joins a voice channel, plays an Ogg Opus file and leaves.");
    out.println("In the middle of the file the WebSocket is cut, but the sound must continue.");
    out.println(
        "This process also runs the Discord server. The sockets are real: a WebSocket over TLS,");
    out.println(
        "and encrypted RTP over UDP. The call is also end-to-end encrypted (DAVE): a listener");
    out.println("in the channel decrypts every frame, and the result is compared with the file.");
    out.println();
    out.printf(
        "  file   %s: %d packets of 20 ms, %.1f s%n", sound.title(), packets, packets * 0.02);
    out.printf(
        "  bot    user %d, in guild %d, channel %d%n",
        DemoScene.BOT, DemoScene.GUILD, DemoScene.CHANNEL);
    out.flush();
  }

  @Override
  public void heading(int number, int of, EncryptionMode mode) {
    out.println();
    out.println(bold("Scene %d of %d: %s".formatted(number, of, mode.wireName())));
    out.println();
    out.println("       ms  state changes and messages");
    out.flush();
    start = Instant.EPOCH;
    serverStart = Duration.between(Instant.EPOCH, Instant.MAX);
    live = false;
    frames = 0;
  }

  @Override
  public void outcome(EncryptionMode mode, DemoScene.Outcome outcome) {
    FrameComparison comparison = outcome.comparison();
    out.println();
    out.printf(
        "  %d of %d frames are equal and in order, followed by %d frames of silence%n",
        comparison.equal(), comparison.packets(), comparison.silence());
    if (comparison.difference().isPresent()) {
      out.println("  " + ansi.string("@|bold,red difference:|@ ") + comparison.difference().get());
    } else {
      out.println(
          "  RTP sequence numbers without gaps, timestamps in steps of 960, increasing nonces");
      if (comparison.skippedTicks() > 0) {
        out.printf(
            "  (except for %d skipped ticks of 20 ms, because this computer was too busy)%n",
            comparison.skippedTicks());
      }
    }
    out.println("  " + encryption(outcome));
    outcome.code().ifPresent(code -> out.println("  privacy code  " + code));
    out.println("  " + cut(outcome));
    out.printf(
        "  joined in %d ms, played in %.2f s%n",
        outcome.joined().toMillis(), outcome.played().toMillis() / 1e3);
    out.flush();
  }

  @Override
  public void end(int scenes, int equal, Duration total) {
    out.println();
    out.printf(
        "%s %d frames are equal in %d scene%s; %.1f s in total.%n",
        ansi.string("@|bold,green Done:|@"),
        equal,
        scenes,
        scenes == 1 ? "" : "s",
        total.toMillis() / 1e3);
    out.flush();
  }

  @Override
  public synchronized void transition(Transition transition) {
    String change = transition.from().title() + " -> " + transition.to().title();
    String line = bold("%-36s".formatted(change)) + "  (" + reason(transition.trigger()) + ")";
    write(new Entry(transition.at(), false, line));
    established = transition.to() == VoiceState.ESTABLISHED;
  }

  /**
   * The reason for a transition. The meaning of a close code is left out, because the line is too
   * short.
   */
  private static String reason(Trigger trigger) {
    return trigger instanceof Trigger.Closed closed
        ? "closed with " + closed.code()
        : trigger.describe();
  }

  @Override
  public synchronized void server(ServerEvent event) {
    // The event with the shortest delay gives the best estimate of the server's start time.
    Duration startEstimate = Duration.between(Instant.EPOCH, Instant.now()).minus(event.at());
    serverStart = startEstimate.compareTo(serverStart) < 0 ? startEstimate : serverStart;
    // With the first frame, both sides have reported all events of the join.
    live |= established && event instanceof FrameReceived;
    Optional<String> description =
        event instanceof FrameReceived ? progress() : ServerEventText.of(event);
    description.ifPresent(
        text -> write(new Entry(Instant.EPOCH.plus(event.at()), true, "    " + text)));
  }

  @Override
  public synchronized void sent(UpdateVoiceState update) {
    writeNow(
        TO_GATEWAY
            + "op 4 Update Voice State: "
            + (update.channelId().isPresent() ? "join the channel" : "leave the channel"));
  }

  @Override
  public synchronized void received(VoiceStateUpdate update) {
    writeNow(
        FROM_GATEWAY
            + "Voice State Update: "
            + (update.channelId().isPresent()
                ? "in the channel, with a session id"
                : "not in a channel"));
  }

  @Override
  public synchronized void received(VoiceServerUpdate update) {
    writeNow(
        FROM_GATEWAY
            + "Voice Server Update: "
            + update.endpoint().orElse("no endpoint")
            + ", with a token");
  }

  @Override
  public synchronized void leaving() {
    live = false;
    established = false;
  }

  @Override
  public synchronized void ended() {
    writeWaiting();
  }

  private static String encryption(DemoScene.Outcome outcome) {
    if (outcome.code().isEmpty()) {
      return "not end-to-end encrypted";
    }
    return "end-to-end encrypted: the voice server could read "
        + outcome.readable()
        + " frames; bot and listener have "
        + (outcome.sameCode() ? "the same code" : "different codes");
  }

  /**
   * The result of the cut. A frame is sent every 20 ms, so that a pause of about 20 ms is normal.
   */
  private static String cut(DemoScene.Outcome outcome) {
    double pause = outcome.longestPause().toNanos() / 1e6;
    return outcome
        .away()
        .map(
            away ->
                String.format(
                    Locale.ROOT,
                    "WebSocket cut, session resumed after %d ms; longest pause between two frames: %.0f ms",
                    away.toMillis(),
                    pause))
        .orElse("WebSocket cut, session not resumed");
  }

  private Optional<String> progress() {
    String arrow = "bot => voice server   ";
    frames++;
    if (frames <= packets && (frames % progressStep == 0 || frames == packets)) {
      int filled = BAR * frames / packets;
      String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
      return Optional.of("%s%s %d of %d frames".formatted(arrow, bar, frames, packets));
    }
    return frames == packets + FrameComparison.SILENCE_FRAMES
        ? Optional.of(arrow + "5 frames of silence")
        : Optional.empty();
  }

  private void writeNow(String message) {
    write(new Entry(Instant.now(), false, "    " + message));
  }

  private void write(Entry entry) {
    waiting.add(entry);
    if (live) {
      writeWaiting();
    }
  }

  /** Times are relative to the first entry of a scene, which is the first transition. */
  private void writeWaiting() {
    waiting.sort(Comparator.comparing(this::time));
    for (Entry entry : waiting) {
      start = start.equals(Instant.EPOCH) ? time(entry) : start;
      double millis = Duration.between(start, time(entry)).toNanos() / 1e6;
      out.printf(Locale.ROOT, "%9.1f  %s%n", millis, entry.text());
    }
    waiting.clear();
    out.flush();
  }

  private Instant time(Entry entry) {
    return entry.onServer() ? entry.at().plus(serverStart) : entry.at();
  }

  private String bold(String text) {
    return ansi.string("@|bold " + text + "|@");
  }
}
