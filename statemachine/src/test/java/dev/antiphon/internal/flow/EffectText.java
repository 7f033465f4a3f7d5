package dev.antiphon.internal.flow;

import java.util.OptionalLong;

/**
 * Formats effects as short texts, so that a test can list the exact effects of a step. Timer
 * generations are left out, because {@link VirtualTimers} checks them at every start and stop.
 */
public final class EffectText implements Effect.Executor {
  private String text;

  private EffectText() {}

  /** Whether that text is an op 4, with or without a channel. */
  static boolean isOpFour(String text) {
    return text.startsWith("op4(");
  }

  /** The effect as a text, such as {@code start SERVER 10000 ms}. */
  public static String of(Effect effect) {
    EffectText writer = new EffectText();
    effect.accept(writer);
    return writer.text;
  }

  @Override
  public void sendVoiceState(Effect.SendVoiceState effect) {
    OptionalLong channel = effect.channelId();
    text = channel.isPresent() ? "op4(" + channel.getAsLong() + ")" : "op4(null)";
    if (channel.isPresent() && !effect.shown().equals(SelfFlags.NONE)) {
      text += effect.shown().mute() ? " muted" : "";
      text += effect.shown().deaf() ? " deafened" : "";
    }
    if (!effect.after().isZero()) {
      text += " after " + effect.after().toMillis() + " ms";
    }
  }

  @Override
  public void dialGateway(Effect.DialGateway effect) {
    text = "dial socket " + effect.generation() + " at endpoint " + effect.endpoint();
  }

  @Override
  public void redialGateway(Effect.RedialGateway effect) {
    text = "redial socket " + effect.generation() + " at endpoint " + effect.endpoint();
  }

  @Override
  public void sendResume(Effect.SendResume effect) {
    text =
        "resume on socket %d with session %d, token %d"
            .formatted(effect.generation(), effect.session(), effect.token());
  }

  @Override
  public void sendIdentify(Effect.SendIdentify effect) {
    text =
        "identify on socket %d with session %d, token %d"
            .formatted(effect.generation(), effect.session(), effect.token());
  }

  @Override
  public void startHeartbeat(Effect.StartHeartbeat effect) {
    text =
        "heartbeat on socket " + effect.generation() + " every " + effect.intervalMillis() + " ms";
  }

  @Override
  public void closeSocket(Effect.CloseSocket effect) {
    text = "close socket " + effect.generation() + " with " + effect.code();
  }

  @Override
  public void abortSocket(Effect.AbortSocket effect) {
    text = "abort socket " + effect.generation();
  }

  @Override
  public void openUdp(Effect.OpenUdp effect) {
    text = "open path " + effect.generation();
  }

  @Override
  public void sendDiscovery(Effect.SendDiscovery effect) {
    text = "discover on path " + effect.generation() + " as " + effect.ssrc();
  }

  @Override
  public void closeUdp(Effect.CloseUdp effect) {
    text = "close path " + effect.generation();
  }

  @Override
  public void selectProtocol(Effect.SelectProtocol effect) {
    text = "select " + effect.mode() + " on socket " + effect.generation();
  }

  @Override
  public void publishMedia(Effect.PublishMedia effect) {
    text =
        "publish path %d as %d under key %d (%s)"
            .formatted(effect.generation(), effect.ssrc(), effect.key(), effect.mode());
  }

  @Override
  public void rekeyMedia(Effect.RekeyMedia effect) {
    text =
        "rekey path %d as %d under key %d (%s)"
            .formatted(effect.generation(), effect.ssrc(), effect.key(), effect.mode());
  }

  @Override
  public void withdrawMedia(Effect.WithdrawMedia effect) {
    text = "withdraw path " + effect.generation();
  }

  @Override
  public void startKeepalive(Effect.StartKeepalive effect) {
    text = "keep path " + effect.generation() + " alive";
  }

  @Override
  public void stopKeepalive(Effect.StopKeepalive effect) {
    text = "keep path " + effect.generation() + " alive no longer";
  }

  @Override
  public void holdSpeaking(Effect.HoldSpeaking effect) {
    text = "hold op5 of socket " + effect.generation();
  }

  @Override
  public void announceSpeaking(Effect.AnnounceSpeaking effect) {
    text = "op5 on socket " + effect.generation() + " as " + effect.ssrc();
  }

  @Override
  public void startTimer(Effect.StartTimer effect) {
    text = "start " + effect.timer() + " " + effect.delay().toMillis() + " ms";
  }

  @Override
  public void stopTimer(Effect.StopTimer effect) {
    text = "stop " + effect.timer();
  }

  @Override
  public void completeJoin(Effect.CompleteJoin effect) {
    text = "joined";
  }

  @Override
  public void failMove(Effect.FailMove effect) {
    text = "move to " + effect.channelId() + " fails: " + effect.why().title();
  }

  @Override
  public void failRequests(Effect.FailRequests effect) {
    String which =
        effect.kept().isPresent() ? "requests except " + effect.kept().getAsLong() : "requests";
    text = which + " fail: " + effect.why().title();
  }

  @Override
  public void askPolicy(Effect.AskPolicy effect) {
    text = "ask policy " + effect.question() + " #" + effect.number();
  }

  @Override
  public void reportViolation(Effect.ReportViolation effect) {
    text = "violation " + effect.kind().line();
  }

  @Override
  public void recoverKeys(Effect.RecoverKeys effect) {
    text = "recover keys";
  }

  @Override
  public void dropCredentials(Effect.DropCredentials effect) {
    text = "drop credentials";
  }

  @Override
  public void completeEnd(Effect.CompleteEnd effect) {
    text = "ended";
  }
}
