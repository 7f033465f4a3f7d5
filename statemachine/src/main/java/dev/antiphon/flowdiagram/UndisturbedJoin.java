package dev.antiphon.flowdiagram;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.Decision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.Row;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.EncryptionMode;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the flow decides when nothing goes wrong: the application joins, every answer comes, and in
 * the end the application disconnects. Discord's two halves of the credentials may come in either
 * order.
 */
final class UndisturbedJoin {
  private static final int FIRST = 1;
  private static final long CHANNEL = 1;
  private static final double INTERVAL_MILLIS = 41_250;
  private static final VoiceEvent VOICE_STATE =
      new VoiceEvent.OwnVoiceState(OptionalLong.of(CHANNEL), FIRST);
  private static final VoiceEvent VOICE_SERVER = new VoiceEvent.VoiceServer(FIRST, FIRST);

  private UndisturbedJoin() {}

  /** The rows that are taken, in the order in which they are. */
  static Set<Row> rows() {
    Set<Row> rows = new LinkedHashSet<>();
    play(rows, VOICE_STATE, VOICE_SERVER);
    play(rows, VOICE_SERVER, VOICE_STATE);
    return rows;
  }

  private static void play(Set<Row> rows, VoiceEvent half, VoiceEvent otherHalf) {
    EncryptionMode mode = FlowLimits.ofDefaults().modes().get(0);
    List<VoiceEvent> story =
        List.of(
            new Command.Join(CHANNEL),
            half,
            otherHalf,
            new VoiceEvent.SocketOpen(FIRST),
            new VoiceEvent.HelloReceived(FIRST, INTERVAL_MILLIS),
            new VoiceEvent.ReadyReceived(FIRST, 1, EnumSet.of(mode), FIRST),
            new VoiceEvent.UdpReady(FIRST),
            new VoiceEvent.Discovered(FIRST, FIRST),
            new VoiceEvent.Described(FIRST, Optional.of(mode), FIRST, mode.keyLength()),
            new Command.Disconnect());
    VoiceFlow flow = new VoiceFlow(FlowLimits.ofDefaults());
    VoiceState state = VoiceState.IDLE;
    FlowMemory memory = flow.initialMemory(0);
    for (VoiceEvent event : story) {
      Decision decision = flow.decide(state, memory, event);
      rows.add(decision.row());
      state = decision.to();
      memory = decision.memory();
    }
  }
}
