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
 * Tells the demo to people. While the bot joins or leaves, bot and server report from threads of
 * their own within the same millisecond, so these parts are told at their end, in the order of
 * time; the playing is told live.
 */
final class DemoStory implements DemoTeller {
  private static final String TO_GATEWAY = "bot -> main gateway   ";
  private static final String FROM_GATEWAY = "bot <- main gateway   ";
  private static final int BAR = 30;
  private static final int PROGRESS_LINES = 6;

  /** Something to tell; {@code onServer} if its time counts from an unknown start of the server. */
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

  DemoStory(PrintWriter out, Ansi ansi, int packets) {
    this.out = out;
    this.ansi = ansi;
    this.packets = packets;
    this.progressStep = Math.max(1, (packets + PROGRESS_LINES - 1) / PROGRESS_LINES);
  }

  @Override
  public void prologue(SoundFile sound) {
    out.println(
        bold("Antiphon demo:")
            + " a bot joins a voice channel, plays an Ogg Opus file, and leaves.");
    out.println("In the middle of it the WebSocket is cut; the sound has to go on.");
    out.println(
        "Discord is played by this process, but the sockets are real: a WebSocket over TLS,");
    out.println(
        "and encrypted RTP over UDP. The call is end-to-end encrypted besides (DAVE): a listener");
    out.println(
        "in the channel decrypts every frame, and what it hears is compared with the file.");
    out.println();
    out.printf(
        "  file   %s: %d packets of 20 ms, %.1f s%n", sound.title(), packets, packets * 0.02);
    out.printf(
        "  bot    user %d, to guild %d, channel %d%n",
        DemoScene.BOT, DemoScene.GUILD, DemoScene.CHANNEL);
    out.flush();
  }

  @Override
  public void heading(int number, int of, EncryptionMode mode) {
    out.println();
    out.println(bold("Scene %d of %d: %s".formatted(number, of, mode.wireName())));
    out.println();
    out.println("       ms  state, and what was said on the wire");
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
        "  %d of %d frames compared equal, in order, %d frames of silence after them%n",
        comparison.equal(), comparison.packets(), comparison.silence());
    if (comparison.difference().isPresent()) {
      out.println("  " + ansi.string("@|bold,red different:|@ ") + comparison.difference().get());
    } else {
      out.println("  RTP sequence without a gap, timestamps 960 apart, nonces strictly ascending");
      if (comparison.skippedTicks() > 0) {
        out.printf(
            "  (but for %d ticks of 20 ms, for which this machine stood still)%n",
            comparison.skippedTicks());
      }
    }
    out.println("  " + secrecy(outcome));
    outcome.code().ifPresent(code -> out.println("  privacy code  " + code));
    out.println("  " + cut(outcome));
    out.printf(
        "  joined in %d ms, played in %.2f s%n",
        outcome.joined().toMillis(), outcome.played().toMillis() / 1e3);
    out.flush();
  }

  @Override
  public void epilogue(int scenes, int equal, Duration total) {
    out.println();
    out.printf(
        "%s %d frames compared equal in %d scene%s, %.1f s in all.%n",
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
    String line = bold("%-36s".formatted(change)) + "  (" + because(transition.trigger()) + ")";
    tell(new Entry(transition.at(), false, line));
    established = transition.to() == VoiceState.ESTABLISHED;
  }

  /** A close code's meaning would not fit into the line. */
  private static String because(Trigger trigger) {
    return trigger instanceof Trigger.Closed closed
        ? "closed with " + closed.code()
        : trigger.describe();
  }

  @Override
  public synchronized void server(ServerEvent event) {
    // What took the shortest way from the server to here tells best when the server started.
    Duration begun = Duration.between(Instant.EPOCH, Instant.now()).minus(event.at());
    serverStart = begun.compareTo(serverStart) < 0 ? begun : serverStart;
    // With the first frame, what either side had to say of the join has been said.
    live |= established && event instanceof FrameReceived;
    Optional<String> said = event instanceof FrameReceived ? progress() : Wording.of(event);
    said.ifPresent(text -> tell(new Entry(Instant.EPOCH.plus(event.at()), true, "    " + text)));
  }

  @Override
  public synchronized void sent(UpdateVoiceState update) {
    tellNow(
        TO_GATEWAY
            + "op 4 Update Voice State: "
            + (update.channelId().isPresent() ? "into the channel" : "out of the channel"));
  }

  @Override
  public synchronized void received(VoiceStateUpdate update) {
    tellNow(
        FROM_GATEWAY
            + "Voice State Update: "
            + (update.channelId().isPresent() ? "in the channel, the session" : "in no channel"));
  }

  @Override
  public synchronized void received(VoiceServerUpdate update) {
    tellNow(
        FROM_GATEWAY + "Voice Server Update: " + update.endpoint().orElse("none") + ", a token");
  }

  @Override
  public synchronized void leaving() {
    live = false;
    established = false;
  }

  @Override
  public synchronized void ended() {
    tellWaiting();
  }

  private static String secrecy(DemoScene.Outcome outcome) {
    if (outcome.code().isEmpty()) {
      return "not end-to-end encrypted";
    }
    return "end-to-end encrypted: the voice server could read "
        + (outcome.readable() == 0 ? "none" : outcome.readable())
        + " of them; bot and listener show "
        + (outcome.sameCode() ? "one code" : "different codes");
  }

  /** A frame is due every 20 ms, so a pause of about that length is none. */
  private static String cut(DemoScene.Outcome outcome) {
    double pause = outcome.longestPause().toNanos() / 1e6;
    return outcome
        .away()
        .map(
            away ->
                String.format(
                    Locale.ROOT,
                    "WebSocket cut, resumed within %d ms; longest pause between two frames %.0f ms",
                    away.toMillis(),
                    pause))
        .orElse("WebSocket cut, and not resumed");
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

  private void tellNow(String said) {
    tell(new Entry(Instant.now(), false, "    " + said));
  }

  private void tell(Entry entry) {
    waiting.add(entry);
    if (live) {
      tellWaiting();
    }
  }

  /** The first entry of a scene is the first transition, and time begins with it. */
  private void tellWaiting() {
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
