package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.audit.Transition;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEventJson;
import java.time.Duration;

/** Writes the demo as JSON Lines, for programs. */
record DemoJsonOutput(JsonLines lines) implements DemoOutput {
  @Override
  public void begin(SoundFile sound) {
    lines.write(JsonLines.event("demo").put("file", sound.title()));
  }

  @Override
  public void heading(int number, int of, EncryptionMode mode) {
    lines.write(JsonLines.event("scene").put("number", number).put("mode", mode.wireName()));
  }

  @Override
  public void outcome(EncryptionMode mode, DemoScene.Outcome outcome) {
    FrameComparison comparison = outcome.comparison();
    ObjectNode json = JsonLines.event("compared");
    json.put("ok", comparison.difference().isEmpty());
    json.put("mode", mode.wireName());
    json.put("frames", comparison.packets());
    json.put("frames_equal", comparison.equal());
    json.put("silence_frames", comparison.silence());
    json.put("skipped_ticks", comparison.skippedTicks());
    json.put("difference", comparison.difference().orElse(null));
    json.put("joined_ms", outcome.joined().toMillis());
    json.put("played_ms", outcome.played().toMillis());
    json.put("away_ms", outcome.away().map(Duration::toMillis).orElse(null));
    json.put("longest_pause_ms", outcome.longestPause().toMillis());
    json.put("end_to_end_encrypted", outcome.code().isPresent());
    json.put("privacy_code", outcome.code().orElse(null));
    json.put("same_code", outcome.sameCode());
    json.put("readable_frames", outcome.readable());
    lines.write(json);
  }

  @Override
  public void end(int scenes, int equal, Duration total) {
    ObjectNode json = JsonLines.event("result").put("ok", true).put("scenes", scenes);
    lines.write(json.put("frames_equal", equal).put("total_ms", total.toMillis()));
  }

  @Override
  public void transition(Transition transition) {
    lines.write(transition.toJson());
  }

  @Override
  public void server(ServerEvent event) {
    lines.write(ServerEventJson.line(event));
  }
}
